package org.gpol.cli.lsp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.CodeAction;
import org.eclipse.lsp4j.CodeActionKind;
import org.eclipse.lsp4j.CodeActionParams;
import org.eclipse.lsp4j.Command;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionList;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.DefinitionParams;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.DidCloseTextDocumentParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.DidSaveTextDocumentParams;
import org.eclipse.lsp4j.DocumentFormattingParams;
import org.eclipse.lsp4j.DocumentSymbol;
import org.eclipse.lsp4j.DocumentSymbolParams;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.LocationLink;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.SymbolInformation;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.WorkspaceEdit;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.lsp4j.services.TextDocumentService;
import org.gpol.compiler.diagnostics.DiagnosticSink;
import org.gpol.compiler.diagnostics.SourceFile;
import org.gpol.compiler.editor.Problem;
import org.gpol.compiler.fmt.Formatter;
import org.gpol.compiler.imports.Imports;

/** The open documents, and what an editor asks about them. */
final class Documents implements TextDocumentService {
  private final Map<String, Document> open = new HashMap<>();
  private LanguageClient client;

  void connect(LanguageClient theClient) {
    client = theClient;
  }

  /** What is open is read from the editor, the rest from the disk. */
  private String read(String path) throws java.io.IOException {
    for (Document document : open.values()) {
      if (document.file().path().equals(path)) {
        return document.file().text();
      }
    }
    return Imports.FILES.read(path);
  }

  private void put(String uri, String text) {
    Document document = new Document(uri, text, this::read);
    open.put(uri, document);
    client.publishDiagnostics(new PublishDiagnosticsParams(uri, Replies.diagnostics(document)));
  }

  @Override
  public void didOpen(DidOpenTextDocumentParams params) {
    put(params.getTextDocument().getUri(), params.getTextDocument().getText());
  }

  @Override
  public void didChange(DidChangeTextDocumentParams params) {
    // Each change is the whole text; the last one counts.
    params
        .getContentChanges()
        .forEach(change -> put(params.getTextDocument().getUri(), change.getText()));
  }

  @Override
  public void didClose(DidCloseTextDocumentParams params) {
    open.remove(params.getTextDocument().getUri());
    client.publishDiagnostics(
        new PublishDiagnosticsParams(params.getTextDocument().getUri(), List.of()));
  }

  @Override
  public void didSave(DidSaveTextDocumentParams params) {}

  private Optional<Document> find(TextDocumentIdentifier identifier) {
    return Optional.ofNullable(open.get(identifier.getUri()));
  }

  private static <T> CompletableFuture<T> reply(T value) {
    return CompletableFuture.completedFuture(value);
  }

  @Override
  public CompletableFuture<Hover> hover(HoverParams params) {
    return reply(
        find(params.getTextDocument())
            .flatMap(d -> d.editor().hover(d.offset(params.getPosition())))
            .map(Replies::hover)
            .orElse(null));
  }

  @Override
  public CompletableFuture<Either<List<CompletionItem>, CompletionList>> completion(
      CompletionParams params) {
    return reply(
        Either.forLeft(
            find(params.getTextDocument())
                .map(d -> d.editor().completions(d.offset(params.getPosition())))
                .map(Replies::completions)
                .orElse(List.of())));
  }

  /** What the prelude declares is in no file that an editor could open; its hover says it all. */
  @Override
  public CompletableFuture<Either<List<? extends Location>, List<? extends LocationLink>>>
      definition(DefinitionParams params) {
    Optional<Document> document = find(params.getTextDocument());
    List<Location> places =
        document
            .flatMap(d -> d.editor().definition(d.offset(params.getPosition())))
            .filter(declaration -> document.get().has(declaration.nameSpan()))
            .map(d -> List.of(new Location(document.get().uri(), Document.range(d.nameSpan()))))
            .orElse(List.of());
    return reply(Either.forLeft(places));
  }

  @Override
  public CompletableFuture<List<Either<SymbolInformation, DocumentSymbol>>> documentSymbol(
      DocumentSymbolParams params) {
    List<Either<SymbolInformation, DocumentSymbol>> symbols = new ArrayList<>();
    find(params.getTextDocument())
        .ifPresent(
            d ->
                d.editor().outline().forEach(o -> symbols.add(Either.forRight(Replies.symbol(o)))));
    return reply(symbols);
  }

  @Override
  public CompletableFuture<List<? extends TextEdit>> formatting(DocumentFormattingParams params) {
    List<TextEdit> edits = new ArrayList<>();
    find(params.getTextDocument())
        .ifPresent(
            d ->
                Formatter.format(
                        new SourceFile(d.file().path(), d.file().text()), new DiagnosticSink())
                    .filter(text -> !text.equals(d.file().text()))
                    .ifPresent(text -> edits.add(new TextEdit(d.whole(), text))));
    return reply(edits);
  }

  @Override
  public CompletableFuture<List<Either<Command, CodeAction>>> codeAction(CodeActionParams params) {
    List<Either<Command, CodeAction>> actions = new ArrayList<>();
    find(params.getTextDocument())
        .ifPresent(
            document -> {
              for (Problem problem : document.editor().problems()) {
                if (document.has(problem.diagnostic().span())
                    && touches(Document.range(problem.diagnostic().span()), params.getRange())) {
                  problem.fixes().forEach(f -> actions.add(Either.forRight(action(document, f))));
                }
              }
            });
    return reply(actions);
  }

  private static CodeAction action(Document document, Problem.Fix fix) {
    CodeAction action = new CodeAction(fix.title());
    action.setKind(CodeActionKind.QuickFix);
    TextEdit edit = new TextEdit(Document.range(fix.place()), fix.replacement());
    action.setEdit(new WorkspaceEdit(Map.of(document.uri(), List.of(edit))));
    return action;
  }

  private static boolean touches(Range a, Range b) {
    return compare(a.getStart(), b.getEnd()) <= 0 && compare(b.getStart(), a.getEnd()) <= 0;
  }

  private static int compare(Position a, Position b) {
    return a.getLine() != b.getLine()
        ? Integer.compare(a.getLine(), b.getLine())
        : Integer.compare(a.getCharacter(), b.getCharacter());
  }
}

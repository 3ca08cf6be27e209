package org.gpol.cli.lsp;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionItemKind;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.DiagnosticRelatedInformation;
import org.eclipse.lsp4j.DiagnosticSeverity;
import org.eclipse.lsp4j.DocumentSymbol;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.MarkupKind;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.SymbolKind;
import org.gpol.compiler.diagnostics.Severity;
import org.gpol.compiler.editor.Completion;
import org.gpol.compiler.editor.Declaration;
import org.gpol.compiler.editor.Problem;

/** What the compiler says, in the protocol's words. */
final class Replies {
  private Replies() {}

  static List<Diagnostic> diagnostics(Document document) {
    List<Diagnostic> diagnostics = new ArrayList<>();
    for (Problem problem : document.editor().problems()) {
      diagnostics.add(diagnostic(document, problem.diagnostic()));
    }
    return diagnostics;
  }

  private static Diagnostic diagnostic(
      Document document, org.gpol.compiler.diagnostics.Diagnostic d) {
    StringBuilder message = new StringBuilder();
    boolean here = document.has(d.span());
    if (!here) {
      // What is wrong with an imported file shows where this one begins.
      message.append(d.span().file().path()).append(':').append(d.span().line()).append(": ");
    }
    message.append(d.message());
    d.notes().forEach(note -> message.append("\nnote: ").append(note));
    d.hints().forEach(hint -> message.append("\nhelp: ").append(hint));
    Range range =
        here ? Document.range(d.span()) : new Range(new Position(0, 0), new Position(0, 0));
    Diagnostic result = new Diagnostic(range, message.toString());
    result.setSeverity(
        d.severity() == Severity.ERROR ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning);
    result.setCode(d.code().id());
    result.setSource("gpol");
    List<DiagnosticRelatedInformation> related = new ArrayList<>();
    for (org.gpol.compiler.diagnostics.Diagnostic.Related other : d.related()) {
      if (document.has(other.span())) {
        Location place = new Location(document.uri(), Document.range(other.span()));
        related.add(new DiagnosticRelatedInformation(place, other.label()));
      }
    }
    result.setRelatedInformation(related);
    return result;
  }

  static Hover hover(org.gpol.compiler.editor.Hover hover) {
    String code = "```gpol\n" + hover.code() + "\n```";
    String text = hover.doc().isEmpty() ? code : code + "\n\n" + hover.doc();
    return new Hover(new MarkupContent(MarkupKind.MARKDOWN, text), Document.range(hover.span()));
  }

  /** The nearest first, whatever their letters. */
  static List<CompletionItem> completions(List<Completion> completions) {
    List<CompletionItem> items = new ArrayList<>();
    for (Completion completion : completions) {
      CompletionItem item = new CompletionItem(completion.text());
      item.setKind(
          switch (completion.kind()) {
            case NAME -> CompletionItemKind.Variable;
            case METHOD -> CompletionItemKind.Method;
            case TYPE -> CompletionItemKind.Class;
            case KEYWORD -> CompletionItemKind.Keyword;
          });
      item.setDetail(completion.detail());
      if (!completion.doc().isEmpty()) {
        item.setDocumentation(new MarkupContent(MarkupKind.MARKDOWN, completion.doc()));
      }
      item.setSortText(String.format(java.util.Locale.ROOT, "%05d", items.size()));
      items.add(item);
    }
    return items;
  }

  static DocumentSymbol symbol(Declaration declaration) {
    DocumentSymbol symbol =
        new DocumentSymbol(
            declaration.name(),
            kind(declaration.kind()),
            Document.range(declaration.span()),
            Document.range(declaration.nameSpan()),
            declaration.detail());
    symbol.setChildren(declaration.members().stream().map(Replies::symbol).toList());
    return symbol;
  }

  private static SymbolKind kind(Declaration.Kind kind) {
    return switch (kind) {
      case POLICY -> SymbolKind.Module;
      case PARAM, CONST, CONSTANT -> SymbolKind.Constant;
      case STRUCT, CONTEXT -> SymbolKind.Struct;
      case ENUM -> SymbolKind.Enum;
      case TYPE -> SymbolKind.Class;
      case VAR, STAT, PARAMETER, LOCAL -> SymbolKind.Variable;
      case MAP -> SymbolKind.Array;
      case EVENT, HANDLER, HOOK -> SymbolKind.Event;
      case FUNCTION -> SymbolKind.Function;
      case CONTRACT -> SymbolKind.Property;
      case FIELD -> SymbolKind.Field;
    };
  }
}

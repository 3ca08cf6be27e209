package org.gpol.compiler.editor;

import java.util.List;
import java.util.Optional;
import org.gpol.compiler.ast.Unit;
import org.gpol.compiler.checked.Local;
import org.gpol.compiler.diagnostics.DiagnosticSink;
import org.gpol.compiler.diagnostics.SourceFile;
import org.gpol.compiler.imports.ImportResolver;
import org.gpol.compiler.imports.Imports;
import org.gpol.compiler.parse.ParserFrontend;
import org.gpol.compiler.prelude.Prelude;
import org.gpol.compiler.sema.PolicyChecker;
import org.gpol.grammar.GpolLexer;

/**
 * One state of a text in an editor, analysed as a whole: make a new one at each change. Offsets are
 * counted in {@code char}s of the text, as Java, JavaScript and editors do; any offset may be asked
 * for. Not for several threads at a time.
 */
public final class EditorText {
  private final SourceFile file;
  private final Imports imports;
  private final List<Word> words;
  private final List<Declaration> outline;
  private final List<Problem> problems;
  private final Names names;

  /**
   * Analyses {@code text}, whatever it is, which is in no file that others are beside.
   *
   * @param path as people know it
   */
  public EditorText(String path, String text) {
    this(path, text, Imports.NONE);
  }

  /**
   * Analyses {@code text}, whatever it is.
   *
   * @param path as people know it
   * @param imports where the files come from that it imports, by their paths beside {@code path}
   */
  public EditorText(String path, String text, Imports imports) {
    this.file = new SourceFile(path, text);
    this.imports = imports;
    DiagnosticSink sink = new DiagnosticSink();
    List<Local> locals = locals(file, sink);
    this.problems = sink.diagnostics().stream().map(Fixes::problem).toList();
    boolean small = text.length() <= ParserFrontend.MAX_SOURCE;
    this.words = small ? Word.of(file) : List.of();
    this.outline = DeclarationScanner.scan(words);
    this.names = new Names(words, outline, locals);
  }

  private List<Local> locals(SourceFile source, DiagnosticSink sink) {
    Optional<Unit> unit = ImportResolver.parse(source, imports, sink);
    return unit.map(u -> PolicyChecker.locals(u, Prelude.ghost(), sink)).orElse(List.of()).stream()
        .filter(local -> local.span().file() == source)
        .toList();
  }

  /**
   * What {@code gpol check} would say of the text, in its order, except what only shows when code
   * is made: whether stack and nesting of calls are small enough (E0409, E0410).
   */
  public List<Problem> problems() {
    return problems;
  }

  /** The declarations in order; found also between errors. */
  public List<Declaration> outline() {
    return outline;
  }

  /**
   * Where the name at {@code offset} is declared. The file of its span is the prelude's for what
   * the prelude declares; the name of a handler leads to its hook.
   */
  public Optional<Declaration> definition(int offset) {
    int at = wordAt(offset);
    return at < 0 ? Optional.empty() : names.resolve(at);
  }

  /** What to show about the word at {@code offset}. */
  public Optional<Hover> hover(int offset) {
    int at = wordAt(offset);
    if (at < 0) {
      return Optional.empty();
    }
    Word word = words.get(at);
    Optional<Declaration> declaration = names.resolve(at);
    if (declaration.isPresent()) {
      Declaration d = declaration.get();
      String type = d.detail().contains(":") ? "" : names.typeOf(d).map(t -> ": " + t).orElse("");
      return Optional.of(new Hover(word.span(), d.detail() + type, d.doc()));
    }
    boolean member = names.is(at - 1, GpolLexer.DOT);
    if (member) {
      return Builtins.methods(names.kindOf(at - 1)).stream()
          .filter(m -> m.replaceFirst("\\(.*", "").equals(word.text()))
          .findFirst()
          .map(m -> new Hover(word.span(), m, ""));
    }
    return Optional.ofNullable(Builtins.types().get(word.text()))
        .map(doc -> new Hover(word.span(), word.text(), doc));
  }

  /** What can stand at {@code offset}, nearest first, of what begins with what is typed there. */
  public List<Completion> completions(int offset) {
    int at = Math.max(0, Math.min(offset, file.text().length()));
    if (!problems.isEmpty() && names.is(lastWordBefore(at), GpolLexer.DOT)) {
      // The text rarely parses right after a dot; with a name there it does, and types are known.
      return afterDot(at);
    }
    return Completions.at(words, names, at);
  }

  private List<Completion> afterDot(int offset) {
    for (String stand : List.of("x", "x;", "x {}")) {
      String text = file.text();
      String patched = text.substring(0, offset) + stand + text.substring(offset);
      DiagnosticSink sink = new DiagnosticSink();
      List<Local> locals = locals(new SourceFile(file.path(), patched), sink);
      if (!locals.isEmpty()) {
        return Completions.at(words, new Names(words, outline, locals), offset);
      }
    }
    return Completions.at(words, names, offset);
  }

  private int lastWordBefore(int offset) {
    int last = -1;
    for (int i = 0; i < words.size() && words.get(i).span().end() <= offset; i++) {
      last = i;
    }
    return last;
  }

  /** The word at or just before {@code offset}, or -1. */
  private int wordAt(int offset) {
    for (int i = 0; i < words.size(); i++) {
      Word word = words.get(i);
      if (word.isName() && word.span().start() <= offset && offset <= word.span().end()) {
        return i;
      }
    }
    return -1;
  }
}

package org.gpol.compiler.parse;

import java.util.Optional;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.gpol.compiler.ast.Unit;
import org.gpol.compiler.diagnostics.Diagnostic;
import org.gpol.compiler.diagnostics.DiagnosticCode;
import org.gpol.compiler.diagnostics.DiagnosticSink;
import org.gpol.compiler.diagnostics.SourceFile;
import org.gpol.grammar.GpolLexer;
import org.gpol.grammar.GpolParser;

/** Reads one file of source into its syntax tree. */
public final class ParserFrontend {
  /** Characters of a file; the largest policy known has a few ten thousand. */
  public static final int MAX_SOURCE = 1 << 20;

  private ParserFrontend() {}

  /** The tree of {@code source}, unless there were errors, which are then in {@code sink}. */
  public static Optional<Unit> parse(SourceFile source, DiagnosticSink sink) {
    int before = sink.errorCount();
    if (source.text().length() > MAX_SOURCE) {
      sink.report(
          Diagnostic.of(
              DiagnosticCode.TOO_LARGE,
              source.span(0, 0),
              "the file has more than " + MAX_SOURCE + " characters"));
      return Optional.empty();
    }
    Spans spans = new Spans(source);
    GpolLexer lexer = new GpolLexer(CharStreams.fromString(source.text(), source.path()));
    lexer.removeErrorListeners();
    CommonTokenStream tokens = new CommonTokenStream(lexer);
    tokens.fill();
    new TokenCheck(tokens.getTokens(), spans, sink).check();
    if (sink.errorCount() > before) {
      return Optional.empty();
    }
    GpolParser parser = new GpolParser(tokens);
    parser.removeErrorListeners();
    parser.setErrorHandler(new SyntaxErrors(spans, sink));
    parser.getInterpreter().setPredictionMode(PredictionMode.LL);
    GpolParser.UnitContext tree = parser.unit();
    if (sink.errorCount() > before) {
      return Optional.empty();
    }
    Unit unit = new AstBuilder(spans, sink).unit(tree);
    return sink.errorCount() > before ? Optional.empty() : Optional.of(unit);
  }
}

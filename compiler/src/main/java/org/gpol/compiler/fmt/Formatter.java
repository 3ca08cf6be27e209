package org.gpol.compiler.fmt;

import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Token;
import org.gpol.bpf.GpolBug;
import org.gpol.compiler.diagnostics.DiagnosticSink;
import org.gpol.compiler.diagnostics.SourceFile;
import org.gpol.compiler.parse.ParserFrontend;
import org.gpol.grammar.GpolLexer;
import org.gpol.grammar.GpolParser;

/**
 * Lays source out in the one style of the language. Spaces and indentation are the formatter's;
 * where a list or an expression goes on in the next line, and whether a short block stands on one
 * line, remains the author's choice. Words, their order and every comment stay as they are.
 */
public final class Formatter {
  private Formatter() {}

  /**
   * The formatted text of {@code source}, unless it does not parse; {@code sink} then says why.
   * Formatting what has been formatted changes nothing.
   */
  public static Optional<String> format(SourceFile source, DiagnosticSink sink) {
    if (ParserFrontend.parse(source, sink).isEmpty()) {
      return Optional.empty();
    }
    CommonTokenStream tokens = tokens(source.text());
    GpolParser parser = new GpolParser(tokens);
    parser.removeErrorListeners();
    Shape shape = Shape.of(parser.unit(), tokens.getTokens());
    String text = new TokenPrinter(shape).print(tokens.getTokens());
    if (!words(source.text()).equals(words(text))) {
      throw new GpolBug("formatting " + source.path() + " would change more than its layout");
    }
    return Optional.of(text);
  }

  /** All words and comments of {@code text}, without the white space at the ends of comments. */
  static List<String> words(String text) {
    return tokens(text).getTokens().stream()
        .filter(token -> token.getChannel() != Token.HIDDEN_CHANNEL)
        .map(token -> token.getText().replace("\r\n", "\n").stripTrailing())
        .toList();
  }

  private static CommonTokenStream tokens(String text) {
    GpolLexer lexer = new GpolLexer(CharStreams.fromString(text));
    lexer.removeErrorListeners();
    CommonTokenStream tokens = new CommonTokenStream(lexer);
    tokens.fill();
    return tokens;
  }
}

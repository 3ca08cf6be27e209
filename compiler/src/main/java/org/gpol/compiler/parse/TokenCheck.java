package org.gpol.compiler.parse;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.gpol.compiler.diagnostics.Diagnostic;
import org.gpol.compiler.diagnostics.DiagnosticCode;
import org.gpol.compiler.diagnostics.DiagnosticSink;
import org.gpol.compiler.diagnostics.SourceSpan;
import org.gpol.grammar.GpolLexer;

/**
 * What can be said of the tokens before they are parsed: that each is one, that brackets match and
 * that nothing is nested too deeply. A missing bracket would otherwise show up as an error at the
 * other end of the file.
 */
final class TokenCheck {
  /**
   * A bound on the depth of the tree, brackets and chains of operators together: deep enough for
   * anything people write, and shallow enough for every recursive walk over the tree.
   */
  static final int MAX_DEPTH = 400;

  private final List<Token> tokens;
  private final Spans spans;
  private final DiagnosticSink sink;
  private final Deque<Level> open = new ArrayDeque<>();
  private long depth;
  private boolean tooDeep;

  TokenCheck(List<Token> tokens, Spans spans, DiagnosticSink sink) {
    this.tokens = tokens;
    this.spans = spans;
    this.sink = sink;
  }

  /** An open bracket, and how many tokens that may nest have been seen since its last separator. */
  private static final class Level {
    final Token opener;
    int run;

    Level(Token opener) {
      this.opener = opener;
    }
  }

  void check() {
    open.push(new Level(null));
    for (Token token : tokens) {
      if (!token(token)) {
        return;
      }
    }
    if (open.size() > 1) {
      Token opener = open.peek().opener;
      SourceSpan at = spans.of(tokens.get(tokens.size() - 1));
      report(
          Diagnostic.of(
                  DiagnosticCode.UNBALANCED,
                  spans.of(opener),
                  "this `" + opener.getText() + "` is never closed")
              .related(at, "the file ends here"));
    }
  }

  /** Returns false if checking further would only repeat the same complaint. */
  private boolean token(Token token) {
    if (token.getChannel() != Token.DEFAULT_CHANNEL) {
      return true;
    }
    switch (token.getType()) {
      case GpolLexer.STRAY, GpolLexer.OPEN_STRING, GpolLexer.OPEN_COMMENT -> badToken(token);
      case GpolLexer.LBRACE, GpolLexer.LPAREN, GpolLexer.LBRACKET -> {
        open.push(new Level(token));
        nest(token);
      }
      case GpolLexer.RBRACE, GpolLexer.RPAREN, GpolLexer.RBRACKET -> {
        return close(token);
      }
      case GpolLexer.SEMICOLON, GpolLexer.COMMA, GpolLexer.DOC_COMMENT -> separate();
      case GpolLexer.IDENT, GpolLexer.NUMBER, GpolLexer.STRING -> {}
      default -> nest(token);
    }
    return true;
  }

  private void nest(Token token) {
    open.peek().run++;
    depth++;
    if (depth > MAX_DEPTH && !tooDeep) {
      tooDeep = true;
      report(
          Diagnostic.of(
                  DiagnosticCode.TOO_DEEP,
                  spans.of(token),
                  "this is nested too deeply or is one expression of too many operators")
              .hint("give parts of it names, or move them into functions"));
    }
  }

  private void separate() {
    depth -= open.peek().run;
    open.peek().run = 0;
  }

  private boolean close(Token token) {
    Token opener = open.peek().opener;
    if (opener == null) {
      report(
          Diagnostic.of(
              DiagnosticCode.UNBALANCED,
              spans.of(token),
              "this `" + token.getText() + "` closes nothing"));
      return false;
    }
    if (!token.getText().equals(closer(opener))) {
      report(
          Diagnostic.of(
                  DiagnosticCode.UNBALANCED,
                  spans.of(token),
                  "expected `" + closer(opener) + "`, found `" + token.getText() + "`")
              .related(spans.of(opener), "to close this"));
      return false;
    }
    separate();
    open.pop();
    if (token.getType() != GpolLexer.RBRACE) {
      nest(token);
    } else if (!elseFollows(token)) {
      separate();
    }
    return true;
  }

  private boolean elseFollows(Token token) {
    for (int i = token.getTokenIndex() + 1; i < tokens.size(); i++) {
      if (tokens.get(i).getChannel() == Token.DEFAULT_CHANNEL) {
        return tokens.get(i).getType() == GpolLexer.ELSE;
      }
    }
    return false;
  }

  private static String closer(Token opener) {
    return switch (opener.getType()) {
      case GpolLexer.LBRACE -> "}";
      case GpolLexer.LPAREN -> ")";
      default -> "]";
    };
  }

  private void badToken(Token token) {
    String text = token.getText();
    String message =
        switch (token.getType()) {
          case GpolLexer.OPEN_STRING -> "this string has no end on its line";
          case GpolLexer.OPEN_COMMENT -> "this comment is never closed";
          default -> "`" + text + "` means nothing here";
        };
    Diagnostic diagnostic = Diagnostic.of(DiagnosticCode.BAD_TOKEN, spans.of(token), message);
    if (text.equals("~")) {
      diagnostic = diagnostic.hint("bitwise not is written `!`");
    } else if (text.equals("'")) {
      diagnostic = diagnostic.hint("strings stand between double quotes");
    }
    report(diagnostic);
  }

  private void report(Diagnostic diagnostic) {
    sink.report(diagnostic);
  }
}

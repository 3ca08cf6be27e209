package org.gpol.compiler.parse;

import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.FailedPredicateException;
import org.antlr.v4.runtime.InputMismatchException;
import org.antlr.v4.runtime.NoViableAltException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenStream;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.gpol.compiler.diagnostics.Diagnostic;
import org.gpol.compiler.diagnostics.DiagnosticCode;
import org.gpol.compiler.diagnostics.DiagnosticSink;
import org.gpol.compiler.diagnostics.SourceSpan;
import org.gpol.grammar.GpolParser;

/**
 * Says in words what the parser did not understand. After an error nothing more is said until the
 * statement or declaration is over: what follows is most often its echo.
 */
final class SyntaxErrors extends DefaultErrorStrategy {
  private final Spans spans;
  private final DiagnosticSink sink;

  /** Index of the token of the last error, or -1. */
  private int lastError = -1;

  SyntaxErrors(Spans spans, DiagnosticSink sink) {
    this.spans = spans;
    this.sink = sink;
  }

  @Override
  protected void reportNoViableAlternative(Parser parser, NoViableAltException e) {
    Token at = e.getOffendingToken();
    boolean first = at == e.getStartToken();
    complain(parser, at, first ? parser.getExpectedTokens() : new IntervalSet());
  }

  @Override
  protected void reportInputMismatch(Parser parser, InputMismatchException e) {
    complain(parser, e.getOffendingToken(), parser.getExpectedTokens());
  }

  @Override
  protected void reportFailedPredicate(Parser parser, FailedPredicateException e) {
    // Raised by the generated precedence climbing only; to the user it is an unexpected token.
    complain(parser, e.getOffendingToken(), new IntervalSet());
  }

  @Override
  protected void reportUnwantedToken(Parser parser) {
    if (inErrorRecoveryMode(parser)) {
      return;
    }
    beginErrorCondition(parser);
    complain(parser, parser.getCurrentToken(), getExpectedTokens(parser));
  }

  @Override
  protected void reportMissingToken(Parser parser) {
    if (inErrorRecoveryMode(parser)) {
      return;
    }
    beginErrorCondition(parser);
    complain(parser, parser.getCurrentToken(), getExpectedTokens(parser));
  }

  @Override
  public void recover(Parser parser, RecognitionException e) {
    if (parser.getCurrentToken().getType() != Token.EOF && sink.errorCount() > 20) {
      // Who has so many syntax errors pasted something that is not a policy.
      consumeUntil(parser, IntervalSet.of(Token.EOF));
      return;
    }
    super.recover(parser, e);
  }

  private void complain(Parser parser, Token at, IntervalSet expected) {
    if (echo(parser.getInputStream(), at) || insideBrokenBlock(parser, at)) {
      return;
    }
    lastError = at.getTokenIndex();
    String wanted = Expectation.describe(expected);
    Token previous = previous(parser.getInputStream(), at);
    String found = at.getType() == Token.EOF ? "the end of the file" : "`" + at.getText() + "`";
    boolean newLine = previous != null && previous.getLine() != at.getLine();
    if (newLine && wanted.contains("`;`")) {
      wanted = "`;`";
    }
    boolean end = wanted.equals("`;`");
    String message;
    SourceSpan span = spans.of(at);
    if (wanted.isEmpty()) {
      message = "unexpected " + found + where(parser);
    } else if (end && previous != null) {
      message = "expected " + wanted + " after `" + previous.getText() + "`, found " + found;
      if (newLine) {
        span = spans.of(previous).after();
      }
    } else {
      message = "expected " + wanted + ", found " + found;
    }
    Diagnostic diagnostic = Diagnostic.of(DiagnosticCode.SYNTAX, span, message);
    String hint = hint(previous, at, wanted);
    sink.report(hint.isEmpty() ? diagnostic : diagnostic.hint(hint));
  }

  private boolean echo(TokenStream tokens, Token at) {
    if (lastError < 0) {
      return false;
    }
    for (int i = Math.max(lastError, 0); i < at.getTokenIndex(); i++) {
      int type = tokens.get(i).getType();
      if (type == GpolParser.SEMICOLON || type == GpolParser.RBRACE) {
        return false;
      }
    }
    return true;
  }

  /** True where the parser has given up on a block and takes the rest of it for declarations. */
  private boolean insideBrokenBlock(Parser parser, Token at) {
    int rule = parser.getRuleContext().getRuleIndex();
    boolean outside = rule == GpolParser.RULE_unit || rule == GpolParser.RULE_declaration;
    if (lastError < 0 || !outside) {
      return false;
    }
    int depth = 0;
    for (int i = 0; i < at.getTokenIndex(); i++) {
      int type = parser.getInputStream().get(i).getType();
      depth += type == GpolParser.LBRACE ? 1 : type == GpolParser.RBRACE ? -1 : 0;
    }
    return depth > 0;
  }

  private static Token previous(TokenStream tokens, Token at) {
    for (int i = at.getTokenIndex() - 1; i >= 0; i--) {
      if (tokens.get(i).getChannel() == Token.DEFAULT_CHANNEL) {
        return tokens.get(i);
      }
    }
    return null;
  }

  private static String where(Parser parser) {
    return switch (parser.getRuleContext().getRuleIndex()) {
      case GpolParser.RULE_expr, GpolParser.RULE_arguments -> " in an expression";
      case GpolParser.RULE_statement, GpolParser.RULE_block -> " in a statement";
      case GpolParser.RULE_typeRef -> " in a type";
      case GpolParser.RULE_unit, GpolParser.RULE_declaration -> " where a declaration should be";
      default -> "";
    };
  }

  private static String hint(Token previous, Token at, String wanted) {
    String before = previous == null ? "" : previous.getText();
    String found = at.getText();
    if (before.equals("mut")) {
      return "a local that changes is declared with `var`";
    }
    if (at.getType() == GpolParser.ASSIGN && wanted.equals("`{`")) {
      return "to compare write `==`";
    }
    if (before.equals("+") && (found.equals("+") || found.equals(";"))) {
      return "to count write `+= 1`";
    }
    if (found.equals("elif") || found.equals("elsif")) {
      return "write `else if`";
    }
    return "";
  }
}

package org.gpol.compiler.fmt;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ErrorNode;
import org.antlr.v4.runtime.tree.ParseTreeListener;
import org.antlr.v4.runtime.tree.ParseTreeWalker;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.gpol.bpf.GpolBug;
import org.gpol.grammar.GpolLexer;
import org.gpol.grammar.GpolParser;

/**
 * What the printer must know of the grammar, by index of token: where the items of a body begin,
 * which braces are spread over lines, which operators are prefixes.
 */
final class Shape implements ParseTreeListener {
  /** First tokens of declarations, statements, fields, arms. */
  final BitSet itemStart = new BitSet();

  /** Tokens that nothing separates from the token before. */
  final BitSet glueBefore = new BitSet();

  /** Tokens that nothing separates from the token after. */
  final BitSet glueAfter = new BitSet();

  /** Braces whose bodies have lines of their own. */
  final BitSet spread = new BitSet();

  /** Braces that open the body of a handler which stands on one line. */
  final BitSet handlerBody = new BitSet();

  /** Tokens of contracts and tests, whose spaces are the author's. */
  final BitSet loose = new BitSet();

  private Shape() {}

  static Shape of(GpolParser.UnitContext tree, List<Token> tokens) {
    Shape shape = new Shape();
    ParseTreeWalker.DEFAULT.walk(shape, tree);
    Deque<Token> open = new ArrayDeque<>();
    Token before = null;
    for (Token token : tokens) {
      if (token.getType() == GpolLexer.LBRACE) {
        open.push(token);
      } else if (token.getType() == GpolLexer.RBRACE) {
        Token opener = open.pop();
        // Nothing takes no line.
        if (opener.getLine() != token.getLine() && opener != before) {
          shape.spread.set(opener.getTokenIndex());
          shape.spread.set(token.getTokenIndex());
        }
      }
      before = token.getChannel() == Token.HIDDEN_CHANNEL ? before : token;
    }
    shape.handlerBody.andNot(shape.spread);
    return shape;
  }

  @Override
  public void enterEveryRule(ParserRuleContext rule) {
    if (rule instanceof GpolParser.DeclarationContext
        || rule instanceof GpolParser.StatementContext
        || rule instanceof GpolParser.FieldContext
        || rule instanceof GpolParser.EnumConstantContext
        || rule instanceof GpolParser.ContextFieldContext
        || rule instanceof GpolParser.MatchArmContext
        || rule instanceof GpolParser.FieldInitContext) {
      itemStart.set(rule.getStart().getTokenIndex());
    } else if (rule.getParent() instanceof GpolParser.HandlerDeclContext
        && rule instanceof GpolParser.BlockContext) {
      handlerBody.set(rule.getStart().getTokenIndex());
    } else if (rule instanceof GpolParser.LooseBlockContext
        && rule.getParent() instanceof GpolParser.LooseItemContext) {
      loose.set(rule.getStart().getTokenIndex());
    }
  }

  @Override
  public void exitEveryRule(ParserRuleContext rule) {}

  @Override
  public void visitErrorNode(ErrorNode node) {
    throw new GpolBug("text that parsed does not parse again: " + node.getText());
  }

  @Override
  public void visitTerminal(TerminalNode node) {
    Token token = node.getSymbol();
    int at = token.getTokenIndex();
    Object rule = node.getParent();
    if (rule instanceof GpolParser.LooseTokenContext
        || rule instanceof GpolParser.LooseItemContext) {
      loose.set(at);
      return;
    }
    switch (token.getType()) {
      case GpolLexer.LPAREN -> {
        glueBefore.set(at, !(rule instanceof GpolParser.ParenExprContext));
        glueAfter.set(at);
      }
      case GpolLexer.LBRACKET -> {
        glueBefore.set(at, !(rule instanceof GpolParser.ArrayExprContext));
        glueAfter.set(at);
      }
      case GpolLexer.DOT, GpolLexer.RANGE -> {
        glueBefore.set(at);
        glueAfter.set(at);
      }
      case GpolLexer.RPAREN,
          GpolLexer.RBRACKET,
          GpolLexer.COMMA,
          GpolLexer.SEMICOLON,
          GpolLexer.COLON,
          GpolLexer.QUESTION ->
          glueBefore.set(at);
      case GpolLexer.LT -> {
        glueBefore.set(at, rule instanceof GpolParser.NamedTypeContext);
        glueAfter.set(at, rule instanceof GpolParser.NamedTypeContext);
      }
      case GpolLexer.GT -> greater(node, at);
      case GpolLexer.MINUS, GpolLexer.BANG ->
          glueAfter.set(
              at,
              rule instanceof GpolParser.UnaryExprContext
                  || rule instanceof GpolParser.PatternContext);
      case GpolLexer.AMP -> prefixAmp(node, at);
      default -> {}
    }
  }

  /** One that ends a list of types, or one of the two of a shift. */
  private void greater(TerminalNode node, int at) {
    if (node.getParent() instanceof GpolParser.NamedTypeContext) {
      glueBefore.set(at);
    } else if (node.getParent().getChildCount() == 4 && node.getParent().getChild(2) == node) {
      glueBefore.set(at);
    }
  }

  /** Two in a row would read as another operator. */
  private void prefixAmp(TerminalNode node, int at) {
    if (node.getParent() instanceof GpolParser.ReferenceTypeContext reference) {
      glueAfter.set(at, !(reference.typeRef() instanceof GpolParser.ReferenceTypeContext));
    }
  }
}

package org.gpol.compiler.fmt;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.gpol.grammar.GpolLexer;

/** Prints tokens and comments one after the other, deciding what stands between two of them. */
final class TokenPrinter {
  private static final int INDENT = 4;

  private final Shape shape;
  private final Lines lines = new Lines();
  private final Deque<Boolean> braces = new ArrayDeque<>();
  private int depth;
  private List<Token> words;
  private Token before;
  private Token wordBefore;

  TokenPrinter(Shape shape) {
    this.shape = shape;
  }

  String print(List<Token> tokens) {
    words =
        tokens.stream()
            .filter(t -> t.getChannel() != Token.HIDDEN_CHANNEL && t.getType() != Token.EOF)
            .toList();
    for (int i = 0; i < words.size(); i++) {
      Token token = words.get(i);
      if (token.getType() == GpolLexer.RBRACE && braces.pop()) {
        depth--;
      }
      boolean sameLine = before != null && !breaks(token);
      if (before != null) {
        separate(token, i, !sameLine);
      }
      write(token, sameLine);
      if (token.getType() == GpolLexer.LBRACE) {
        boolean spread = shape.spread.get(token.getTokenIndex());
        braces.push(spread);
        depth += spread ? 1 : 0;
      }
      before = token;
      wordBefore = isComment(token) ? wordBefore : token;
    }
    return lines.text();
  }

  private void write(Token token, boolean sameLine) {
    String text = token.getText().replace("\r\n", "\n").stripTrailing();
    if (token.getType() == GpolLexer.LINE_COMMENT && sameLine) {
      lines.trailing(text, column(token));
    } else {
      if (shape.handlerBody.get(token.getTokenIndex())) {
        lines.bodyBegins();
      }
      lines.append(text);
    }
  }

  /** Where the author put a comment; 0 if it just follows. More than two spaces are on purpose. */
  private int column(Token comment) {
    boolean chosen = comment.getStartIndex() - before.getStopIndex() > 3;
    return chosen ? comment.getCharPositionInLine() : 0;
  }

  private void separate(Token token, int i, boolean breaks) {
    if (!breaks) {
      if (token.getType() != GpolLexer.LINE_COMMENT) {
        lines.append(spaced(token) ? " " : "");
      }
      return;
    }
    boolean item = startsItem(nextWord(i));
    boolean closes = closer(token);
    boolean blank = newlines(token) > 1 && item && !closes && before.getType() != GpolLexer.LBRACE;
    boolean docEnds = before.getType() == GpolLexer.DOC_COMMENT;
    lines.end(blank && !docEnds);
    lines.append(" ".repeat(INDENT * (item || closes ? depth : depth + 1)));
  }

  private boolean breaks(Token token) {
    int type = token.getType();
    int last = before.getType();
    if (last == GpolLexer.LINE_COMMENT || last == GpolLexer.DOC_COMMENT) {
      return true;
    }
    if (type == GpolLexer.DOC_COMMENT) {
      return true;
    }
    if (isComment(token)) {
      return gap(token);
    }
    boolean inBody = braces.isEmpty() || braces.peek();
    if (type == GpolLexer.RBRACE) {
      return shape.spread.get(token.getTokenIndex()) && last != GpolLexer.LBRACE;
    }
    if (inBody && shape.itemStart.get(token.getTokenIndex())) {
      return true;
    }
    if (last == GpolLexer.LBRACE && braces.peek()) {
      return true;
    }
    return gap(token) && mayBreak(token);
  }

  /** Whether a line that ended inside of something may still end before {@code token}. */
  private boolean mayBreak(Token token) {
    if (last(GpolLexer.BLOCK_COMMENT)) {
      return true;
    }
    int at = token.getTokenIndex();
    return switch (token.getType()) {
      case GpolLexer.LBRACE -> shape.loose.get(at);
      case GpolLexer.ELSE -> shape.loose.get(at);
      case GpolLexer.RPAREN, GpolLexer.RBRACKET -> last(GpolLexer.COMMA) || shape.loose.get(at);
      case GpolLexer.DOT -> true;
      default ->
          shape.loose.get(at)
              || (!shape.glueBefore.get(at) && !shape.glueAfter.get(before.getTokenIndex()));
    };
  }

  private boolean spaced(Token token) {
    int at = token.getTokenIndex();
    if (last(GpolLexer.LBRACE) && token.getType() == GpolLexer.RBRACE) {
      return false;
    }
    if (token.getType() == GpolLexer.SEMICOLON) {
      return false;
    }
    if (shape.loose.get(at) && shape.loose.get(before.getTokenIndex())) {
      return token.getStartIndex() > before.getStopIndex() + 1;
    }
    return !shape.glueBefore.get(at) && !shape.glueAfter.get(before.getTokenIndex());
  }

  /** Whether a line that begins here is not the continuation of another one. */
  private boolean startsItem(Token word) {
    return word == null
        || word.getType() == GpolLexer.RBRACE
        || shape.itemStart.get(word.getTokenIndex())
        || (shape.loose.get(word.getTokenIndex()) && !braces.isEmpty())
        || wordBefore == null
        || wordBefore.getType() == GpolLexer.DOC_COMMENT;
  }

  private Token nextWord(int from) {
    int at = from;
    while (at < words.size() && isComment(words.get(at))) {
      at++;
    }
    return at < words.size() ? words.get(at) : null;
  }

  private boolean closer(Token token) {
    return switch (token.getType()) {
      case GpolLexer.RBRACE, GpolLexer.RPAREN, GpolLexer.RBRACKET -> true;
      default -> false;
    };
  }

  private boolean last(int type) {
    return before.getType() == type;
  }

  private boolean gap(Token token) {
    return newlines(token) > 0;
  }

  private int newlines(Token token) {
    long inside = before.getText().chars().filter(c -> c == '\n').count();
    return token.getLine() - before.getLine() - (int) inside;
  }

  private static boolean isComment(Token token) {
    return token.getType() == GpolLexer.LINE_COMMENT || token.getType() == GpolLexer.BLOCK_COMMENT;
  }
}

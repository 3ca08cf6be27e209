package org.gpol.bpf.text;

import java.util.ArrayList;
import java.util.List;

/** Cuts one line of assembly into tokens; comments disappear. */
final class LineScanner {
  /** Longer ones first, so that the first that fits is the right one. */
  private static final List<String> SYMBOLS =
      List.of(
          "s>>=", "<<=", ">>=", "s>=", "s<=", "s/=", "s%=", "s>", "s<", "+=", "-=", "*=", "/=",
          "|=", "&=", "%=", "^=", "==", "!=", ">=", "<=", "=", ">", "<", "&", "(", ")", ",", "*",
          "+", "-", ":", "#", "@");

  private final String line;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private LineScanner(String line) {
    this.line = line;
  }

  /** The tokens of {@code line}, with one of kind END behind them. */
  static List<Token> scan(String line) throws LineError {
    return new LineScanner(line).scan();
  }

  private List<Token> scan() throws LineError {
    while (true) {
      while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
        at++;
      }
      if (at == line.length() || atComment()) {
        tokens.add(new Token(Token.Kind.END, "", at + 1));
        return tokens;
      }
      next();
    }
  }

  /** A {@code #} inside a word belongs to it: {@code map#1}. */
  private boolean atComment() {
    char c = line.charAt(at);
    boolean behindBlank = at == 0 || Character.isWhitespace(line.charAt(at - 1));
    return c == ';' || line.startsWith("//", at) || (c == '#' && behindBlank);
  }

  private void next() throws LineError {
    for (String symbol : SYMBOLS) {
      if (line.startsWith(symbol, at)) {
        add(Token.Kind.SYMBOL, at + symbol.length());
        return;
      }
    }
    char first = line.charAt(at);
    int end = at;
    while (end < line.length() && partOfWord(line.charAt(end))) {
      end++;
    }
    if (end == at) {
      throw new LineError(at + 1, "`" + first + "` means nothing here", "");
    }
    add(first >= '0' && first <= '9' ? Token.Kind.NUMBER : Token.Kind.WORD, end);
  }

  private void add(Token.Kind kind, int end) {
    tokens.add(new Token(kind, line.substring(at, end), at + 1));
    at = end;
  }

  private static boolean partOfWord(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '.'
        || c == '$';
  }
}

package org.gpol.bpf.text;

/**
 * A piece of a line of assembly.
 *
 * @param column 1-based
 */
record Token(Kind kind, String text, int column) {
  enum Kind {
    /** A name, register, type or keyword. */
    WORD,
    /** Digits, decimal or hexadecimal, without a sign. */
    NUMBER,
    /** An operator or a bracket. */
    SYMBOL,
    /** What stands behind the last token. */
    END
  }

  boolean is(String wanted) {
    return kind != Kind.END && text.equals(wanted);
  }

  boolean isWord() {
    return kind == Kind.WORD;
  }

  boolean isNumber() {
    return kind == Kind.NUMBER;
  }

  /** As a message names it. */
  String shown() {
    return kind == Kind.END ? "the end of the line" : "`" + text + "`";
  }
}

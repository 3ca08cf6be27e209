package org.gpol.compiler.parse;

import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.gpol.compiler.diagnostics.SourceFile;
import org.gpol.compiler.diagnostics.SourceSpan;

/** Spans of tokens. ANTLR counts code points where strings count characters. */
public final class Spans {
  private final SourceFile file;

  /** Character offset by code point, or null where they are the same. */
  private final int[] offsets;

  /** Spans in {@code file}, whose tokens are. */
  public Spans(SourceFile file) {
    this.file = file;
    this.offsets = offsets(file.text());
  }

  private static int[] offsets(String text) {
    int points = text.codePointCount(0, text.length());
    if (points == text.length()) {
      return null;
    }
    int[] offsets = new int[points + 1];
    for (int point = 0, at = 0; point <= points; point++) {
      offsets[point] = at;
      if (at < text.length()) {
        at += Character.charCount(text.codePointAt(at));
      }
    }
    return offsets;
  }

  SourceFile file() {
    return file;
  }

  private int offset(int point) {
    int within = Math.max(0, point);
    return offsets == null ? Math.min(within, file.text().length()) : offsets[within];
  }

  /** Where a token is; the end of the text is after its last word. */
  public SourceSpan of(Token token) {
    if (token.getType() == Token.EOF) {
      int end = file.text().stripTrailing().length();
      return file.span(end, end);
    }
    return file.span(offset(token.getStartIndex()), offset(token.getStopIndex() + 1));
  }

  SourceSpan of(ParserRuleContext context) {
    return of(context.getStart()).to(of(context.getStop()));
  }
}

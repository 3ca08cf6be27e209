package org.gpol.compiler.editor;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;
import org.gpol.compiler.diagnostics.SourceFile;
import org.gpol.compiler.diagnostics.SourceSpan;
import org.gpol.compiler.parse.Spans;
import org.gpol.grammar.GpolLexer;

/** One token of a text; comments other than documentation are left out. */
record Word(int type, String text, SourceSpan span) {
  static List<Word> of(SourceFile file) {
    GpolLexer lexer = new GpolLexer(CharStreams.fromString(file.text()));
    lexer.removeErrorListeners();
    Spans spans = new Spans(file);
    List<Word> words = new ArrayList<>();
    for (Token token : lexer.getAllTokens()) {
      if (token.getChannel() == Token.DEFAULT_CHANNEL) {
        words.add(new Word(token.getType(), token.getText(), spans.of(token)));
      }
    }
    return words;
  }

  boolean is(int wanted) {
    return type == wanted;
  }

  /** Whether it can be a name; words that mean something only in places can. */
  boolean isName() {
    return type == GpolLexer.IDENT || (type >= GpolLexer.BY && type <= GpolLexer.UNSUPPORTED);
  }

  boolean opens() {
    return is(GpolLexer.LBRACE) || is(GpolLexer.LPAREN) || is(GpolLexer.LBRACKET);
  }

  boolean closes() {
    return is(GpolLexer.RBRACE) || is(GpolLexer.RPAREN) || is(GpolLexer.RBRACKET);
  }
}

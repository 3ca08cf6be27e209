package org.gpol.compiler.editor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.gpol.compiler.diagnostics.SourceSpan;
import org.gpol.compiler.editor.Declaration.Kind;
import org.gpol.grammar.GpolLexer;

/** Which local names are known at a place, by the words before it. */
final class LocalScanner {
  private final List<Word> words;
  private final int offset;
  private final Deque<List<Declaration>> blocks = new ArrayDeque<>();
  private final List<Declaration> nextBlock = new ArrayList<>();

  private LocalScanner(List<Word> words, int offset) {
    this.words = words;
    this.offset = offset;
    blocks.push(new ArrayList<>());
  }

  /** Innermost and latest first; {@code around} is a function or a handler. */
  static List<Declaration> visible(List<Word> words, Declaration around, int offset) {
    LocalScanner scanner = new LocalScanner(words, offset);
    scanner.scan(around);
    List<Declaration> result = new ArrayList<>();
    for (List<Declaration> block : scanner.blocks) {
      for (int i = block.size() - 1; i >= 0; i--) {
        result.add(block.get(i));
      }
    }
    return result;
  }

  private void scan(Declaration around) {
    boolean head = true;
    for (int at = first(around); at < words.size(); at++) {
      Word word = words.get(at);
      if (word.span().start() >= Math.min(offset, around.span().end())) {
        return;
      }
      if (word.is(GpolLexer.LBRACE)) {
        head = false;
        blocks.push(new ArrayList<>(nextBlock));
        nextBlock.clear();
      } else if (word.is(GpolLexer.RBRACE) && blocks.size() > 1) {
        blocks.pop();
      } else if (head) {
        parameter(around, at);
      } else {
        statement(at);
      }
    }
  }

  private int first(Declaration around) {
    int at = 0;
    while (at < words.size() && words.get(at).span().start() < around.nameSpan().end()) {
      at++;
    }
    return at;
  }

  private void parameter(Declaration around, int at) {
    boolean context = around.kind() == Kind.HANDLER && before(at, GpolLexer.LPAREN);
    if (words.get(at).isName() && (context || after(at, GpolLexer.COLON))) {
      int end = at;
      int depth = 0;
      while (end + 1 < words.size() && !(depth == 0 && endsParameter(words.get(end + 1)))) {
        end++;
        depth += words.get(end).opens() ? 1 : words.get(end).closes() ? -1 : 0;
      }
      String detail = words.get(at).span().to(words.get(end).span()).text();
      blocks.peek().add(local(Kind.PARAMETER, at, detail.replaceAll("\\s+", " ")));
    }
  }

  private static boolean endsParameter(Word word) {
    return word.is(GpolLexer.COMMA) || word.is(GpolLexer.RPAREN) || word.is(GpolLexer.LBRACE);
  }

  private void statement(int at) {
    if (!words.get(at).isName()) {
      return;
    }
    String name = words.get(at).text();
    if (before(at, GpolLexer.LET) || before(at, GpolLexer.VAR)) {
      boolean opened = at > 1 && words.get(at - 2).is(GpolLexer.IF);
      Declaration local = local(Kind.LOCAL, at, words.get(at - 1).text() + " " + name);
      (opened ? nextBlock : blocks.peek()).add(local);
    } else if (before(at, GpolLexer.FOR)) {
      nextBlock.add(local(Kind.LOCAL, at, "for " + name));
    } else if (before(at, GpolLexer.ELSE) && after(at, GpolLexer.LBRACE)) {
      nextBlock.add(local(Kind.LOCAL, at, "else " + name));
    }
  }

  private Declaration local(Kind kind, int at, String detail) {
    SourceSpan span = words.get(at).span();
    return new Declaration(kind, words.get(at).text(), detail, "", span, span, List.of());
  }

  private boolean before(int at, int type) {
    return at > 0 && words.get(at - 1).is(type);
  }

  private boolean after(int at, int type) {
    return at + 1 < words.size() && words.get(at + 1).is(type);
  }
}

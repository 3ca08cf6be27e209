package org.gpol.compiler.editor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gpol.compiler.diagnostics.SourceSpan;
import org.gpol.compiler.editor.Declaration.Kind;
import org.gpol.grammar.GpolLexer;

/**
 * Finds the declarations of a text by its words alone, so that the outline stands while the text
 * between two of them is being typed.
 */
final class DeclarationScanner {
  private static final int MAX_DETAIL = 200;

  private static final Map<Integer, Kind> KINDS =
      Map.ofEntries(
          Map.entry(GpolLexer.POLICY, Kind.POLICY),
          Map.entry(GpolLexer.PARAM, Kind.PARAM),
          Map.entry(GpolLexer.CONST, Kind.CONST),
          Map.entry(GpolLexer.STRUCT, Kind.STRUCT),
          Map.entry(GpolLexer.ENUM, Kind.ENUM),
          Map.entry(GpolLexer.FLAGS, Kind.ENUM),
          Map.entry(GpolLexer.TYPE, Kind.TYPE),
          Map.entry(GpolLexer.VAR, Kind.VAR),
          Map.entry(GpolLexer.MAP, Kind.MAP),
          Map.entry(GpolLexer.STAT, Kind.STAT),
          Map.entry(GpolLexer.EVENT, Kind.EVENT),
          Map.entry(GpolLexer.FN, Kind.FUNCTION),
          Map.entry(GpolLexer.CONTRACT, Kind.CONTRACT),
          Map.entry(GpolLexer.ON, Kind.HANDLER),
          Map.entry(GpolLexer.HOOK, Kind.HOOK),
          Map.entry(GpolLexer.CONTEXT, Kind.CONTEXT));

  private final List<Word> words;
  private final List<Declaration> found = new ArrayList<>();

  private DeclarationScanner(List<Word> words) {
    this.words = words;
  }

  static List<Declaration> scan(List<Word> words) {
    DeclarationScanner scanner = new DeclarationScanner(words);
    int at = 0;
    while (at < words.size()) {
      at = scanner.declaration(at);
    }
    return List.copyOf(scanner.found);
  }

  /** Returns where to go on. */
  private int declaration(int from) {
    int at = from;
    while (at < words.size() && words.get(at).is(GpolLexer.DOC_COMMENT)) {
      at++;
    }
    int start = at;
    while (at < words.size()
        && (words.get(at).is(GpolLexer.EXTERN) || words.get(at).is(GpolLexer.INLINE))) {
      at++;
    }
    if (at + 1 >= words.size()
        || !KINDS.containsKey(words.get(at).type())
        || !words.get(at + 1).isName()) {
      return start + 1;
    }
    Kind kind = KINDS.get(words.get(at).type());
    int body = at + 2;
    while (body < words.size() && !ends(body)) {
      body++;
    }
    boolean braces = body < words.size() && words.get(body).is(GpolLexer.LBRACE);
    int end = braces ? closing(body) : Math.min(body, words.size() - 1);
    if (!braces && !words.get(end).is(GpolLexer.SEMICOLON)) {
      end = Math.max(at + 1, end - 1);
    }
    List<Declaration> members = braces ? members(kind, body, end) : List.of();
    found.add(make(kind, from, start, at + 1, Math.min(body, words.size()) - 1, end, members));
    return end + 1;
  }

  /** A body, an end, or the beginning of the next declaration where the end is missing. */
  private boolean ends(int at) {
    Word word = words.get(at);
    return word.is(GpolLexer.LBRACE)
        || word.is(GpolLexer.SEMICOLON)
        || word.is(GpolLexer.DOC_COMMENT)
        || startsAnew(at);
  }

  /** A declaration at the very beginning of a line: what came before has no end. */
  private boolean startsAnew(int at) {
    Word word = words.get(at);
    boolean declares = KINDS.containsKey(word.type()) || word.is(GpolLexer.EXTERN);
    return declares
        && word.span().start() == word.span().file().lineStart(word.span().line())
        && at + 1 < words.size()
        && words.get(at + 1).isName();
  }

  private int closing(int open) {
    int depth = 0;
    for (int at = open; at < words.size(); at++) {
      Word word = words.get(at);
      if (at > open && startsAnew(at)) {
        return at - 1;
      }
      if (word.is(GpolLexer.LBRACE)) {
        depth++;
      } else if (word.is(GpolLexer.RBRACE) && --depth == 0) {
        return at;
      }
    }
    return words.size() - 1;
  }

  private Declaration make(
      Kind kind, int doc, int start, int name, int head, int end, List<Declaration> members) {
    SourceSpan span = words.get(start).span().to(words.get(end).span());
    String detail = words.get(start).span().to(words.get(Math.max(head, name)).span()).text();
    return new Declaration(
        kind,
        words.get(name).text(),
        oneLine(detail),
        doc(doc, start),
        words.get(name).span(),
        span,
        members);
  }

  private String doc(int from, int to) {
    List<String> lines = new ArrayList<>();
    for (Word word : words.subList(from, to)) {
      String line = word.text().substring(3);
      lines.add((line.startsWith(" ") ? line.substring(1) : line).stripTrailing());
    }
    return String.join("\n", lines);
  }

  private static String oneLine(String text) {
    String line = text.length() > 4 * MAX_DETAIL ? text.substring(0, 4 * MAX_DETAIL) : text;
    line = line.replaceAll("\\s+", " ");
    return line.length() > MAX_DETAIL ? line.substring(0, MAX_DETAIL) + "…" : line;
  }

  private List<Declaration> members(Kind kind, int open, int close) {
    boolean members =
        switch (kind) {
          case STRUCT, ENUM, EVENT, HOOK, CONTEXT -> true;
          default -> false;
        };
    List<Declaration> result = new ArrayList<>();
    int at = open + 1;
    while (members && at < close) {
      int doc = at;
      while (at < close && words.get(at).is(GpolLexer.DOC_COMMENT)) {
        at++;
      }
      int start = at;
      if (at + 1 < close
          && (words.get(at).is(GpolLexer.VAR) || words.get(at).is(GpolLexer.SELECTOR))
          && words.get(at + 1).isName()) {
        at++;
      }
      int name = at;
      int depth = 0;
      while (at < close && !(depth == 0 && separates(words.get(at)))) {
        depth += words.get(at).opens() ? 1 : words.get(at).closes() ? -1 : 0;
        at++;
      }
      if (name < close && words.get(name).isName()) {
        Kind member = kind == Kind.ENUM ? Kind.CONSTANT : Kind.FIELD;
        result.add(make(member, doc, start, name, at - 1, at - 1, List.of()));
      }
      at += at < close && words.get(at).is(GpolLexer.DOC_COMMENT) ? 0 : 1;
    }
    return result;
  }

  private static boolean separates(Word word) {
    return word.is(GpolLexer.COMMA)
        || word.is(GpolLexer.SEMICOLON)
        || word.is(GpolLexer.DOC_COMMENT);
  }
}

package org.gpol.compiler.editor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.antlr.v4.runtime.Vocabulary;
import org.gpol.compiler.editor.Completion.Kind;
import org.gpol.grammar.GpolLexer;

/** What can stand at a place. */
final class Completions {
  private static final List<String> STATEMENTS = keywords(GpolLexer.AS, GpolLexer.WHILE);
  private static final List<String> DECLARATIONS =
      List.of(
          "policy",
          "param",
          "const",
          "struct",
          "enum",
          "type",
          "var",
          "map",
          "stat",
          "event",
          "fn",
          "inline",
          "on",
          "contract",
          "test",
          "import");

  private final List<Word> words;
  private final Names names;
  private final int offset;
  private final String prefix;
  private final Map<String, Completion> found = new LinkedHashMap<>();

  private Completions(List<Word> words, Names names, int offset, String prefix) {
    this.words = words;
    this.names = names;
    this.offset = offset;
    this.prefix = prefix.toLowerCase(Locale.ROOT);
  }

  private static List<String> keywords(int first, int last) {
    Vocabulary vocabulary = GpolLexer.VOCABULARY;
    List<String> words = new ArrayList<>();
    for (int type = first; type <= last; type++) {
      words.add(vocabulary.getLiteralName(type).replace("'", ""));
    }
    words.removeAll(List.of("const", "enum", "fn", "struct"));
    return List.copyOf(words);
  }

  /** Nearest first; only what begins with what is typed already. */
  static List<Completion> at(List<Word> words, Names names, int offset) {
    int at = 0;
    while (at < words.size() && words.get(at).span().end() < offset) {
      at++;
    }
    String prefix = "";
    if (at < words.size() && words.get(at).span().start() < offset) {
      Word typed = words.get(at);
      boolean word = Character.isJavaIdentifierStart(typed.text().charAt(0));
      if (!word && typed.span().end() > offset) {
        return List.of(); // in a comment, a text or a number
      }
      prefix = word ? typed.text().substring(0, offset - typed.span().start()) : "";
      at += word ? 0 : 1;
    }
    Completions completions = new Completions(words, names, offset, prefix);
    completions.find(at - 1);
    return List.copyOf(completions.found.values());
  }

  /** {@code before} is the last word before the one that is typed. */
  private void find(int before) {
    if (names.is(before, GpolLexer.DOT)) {
      names.members(before).forEach(m -> add(Completion.of(m)));
      Builtins.methods(names.kindOf(before)).forEach(m -> add(Completion.method(m)));
    } else if (names.is(before, GpolLexer.ON)) {
      names.hooks().forEach(hook -> add(Completion.of(hook)));
    } else if (namesType(before)) {
      Builtins.types().forEach((name, doc) -> add(new Completion(Kind.TYPE, name, name, doc)));
      declared(true);
      Builtins.mapKinds().forEach(kind -> add(new Completion(Kind.TYPE, kind, kind, "")));
    } else if (depth(before) == 0 && startsDeclaration(before)) {
      DECLARATIONS.forEach(this::keyword);
    } else {
      names.visibleLocals(offset).forEach(local -> add(Completion.of(local)));
      declared(false);
      STATEMENTS.forEach(this::keyword);
    }
  }

  private void declared(boolean types) {
    for (Declaration d : names.globals()) {
      boolean type =
          switch (d.kind()) {
            case STRUCT, ENUM, TYPE -> true;
            default -> false;
          };
      // A struct is made by its name too.
      if (type == types || (!types && d.kind() == Declaration.Kind.STRUCT)) {
        if (!d.name().startsWith("__")) {
          add(Completion.of(d));
        }
      }
    }
  }

  private boolean namesType(int before) {
    if (names.is(before, GpolLexer.AS) || names.is(before, GpolLexer.ARROW)) {
      return true;
    }
    if (names.is(before, GpolLexer.COLON)) {
      // After `Name { field:` comes a value.
      int open = before;
      int depth = 0;
      while (open >= 0 && !(words.get(open).opens() && depth == 0)) {
        depth += words.get(open).closes() ? 1 : words.get(open).opens() ? -1 : 0;
        open--;
      }
      boolean made =
          names.is(open, GpolLexer.LBRACE)
              && !names.is(open - 2, GpolLexer.STRUCT)
              && !names.is(open - 2, GpolLexer.EVENT)
              && !names.is(before - 2, GpolLexer.LET)
              && !names.is(before - 2, GpolLexer.VAR);
      return !made;
    }
    boolean map = names.around(offset).filter(d -> d.kind() == Declaration.Kind.MAP).isPresent();
    return map && (names.is(before, GpolLexer.LT) || names.is(before, GpolLexer.COMMA));
  }

  private boolean startsDeclaration(int before) {
    return before < 0
        || names.is(before, GpolLexer.SEMICOLON)
        || names.is(before, GpolLexer.RBRACE)
        || names.is(before, GpolLexer.DOC_COMMENT);
  }

  private int depth(int before) {
    int depth = 0;
    for (int i = 0; i <= before; i++) {
      depth += words.get(i).is(GpolLexer.LBRACE) ? 1 : 0;
      depth -= words.get(i).is(GpolLexer.RBRACE) ? 1 : 0;
    }
    return Math.max(0, depth);
  }

  private void keyword(String word) {
    add(new Completion(Kind.KEYWORD, word, word, ""));
  }

  private void add(Completion completion) {
    if (completion.text().toLowerCase(Locale.ROOT).startsWith(prefix)) {
      found.putIfAbsent(completion.text(), completion);
    }
  }
}

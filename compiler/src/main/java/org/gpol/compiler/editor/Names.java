package org.gpol.compiler.editor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.gpol.compiler.checked.ContainerHandleType;
import org.gpol.compiler.checked.Local;
import org.gpol.compiler.checked.OptionalType;
import org.gpol.compiler.checked.QueueHandleType;
import org.gpol.compiler.checked.ReferenceType;
import org.gpol.compiler.checked.Type;
import org.gpol.compiler.editor.Declaration.Kind;
import org.gpol.compiler.prelude.Prelude;
import org.gpol.grammar.GpolLexer;

/** What names mean at a place of a text. */
final class Names {
  private static final List<Declaration> PRELUDE =
      DeclarationScanner.scan(Word.of(Prelude.ghost().file()));

  private final List<Word> words;
  private final List<Declaration> declarations;
  private final Map<Integer, Local> locals = new TreeMap<>();

  Names(List<Word> words, List<Declaration> declarations, List<Local> locals) {
    this.words = words;
    this.declarations = declarations;
    locals.forEach(local -> this.locals.put(local.span().start(), local));
  }

  /** The declaration that {@code offset} lies in. */
  Optional<Declaration> around(int offset) {
    return declarations.stream()
        .filter(d -> d.span().start() <= offset && offset <= d.span().end())
        .findFirst();
  }

  List<Declaration> visibleLocals(int offset) {
    return around(offset)
        .filter(d -> d.kind() == Kind.FUNCTION || d.kind() == Kind.HANDLER)
        .map(d -> LocalScanner.visible(words, d, offset))
        .orElse(List.of());
  }

  /** What the word {@code at} names. */
  Optional<Declaration> resolve(int at) {
    Word word = words.get(at);
    if (!word.isName()) {
      return Optional.empty();
    }
    if (is(at - 1, GpolLexer.DOT)) {
      return member(at);
    }
    if (is(at - 1, GpolLexer.ON)) {
      return hook(word.text()).or(() -> declared(word));
    }
    Optional<Declaration> field = initialised(at);
    if (field.isPresent()) {
      return field;
    }
    return local(word).or(() -> declared(word)).or(() -> global(word.text()));
  }

  private Optional<Declaration> member(int at) {
    Word word = words.get(at);
    List<Declaration> members = members(at - 1);
    if (!members.isEmpty()) {
      return members.stream().filter(m -> m.name().equals(word.text())).findFirst();
    }
    List<Declaration> all = new ArrayList<>();
    for (Declaration d : declarations) {
      if (d.kind() == Kind.STRUCT) {
        d.member(word.text()).ifPresent(all::add);
      }
    }
    boolean method = is(at + 1, GpolLexer.LPAREN);
    return all.size() == 1 && !method ? Optional.of(all.get(0)) : Optional.empty();
  }

  /** The declaration whose name this very word is, or one of whose members' is. */
  private Optional<Declaration> declared(Word word) {
    for (Declaration d : declarations) {
      if (d.nameSpan().equals(word.span())) {
        return Optional.of(d);
      }
      for (Declaration member : d.members()) {
        if (member.nameSpan().equals(word.span())) {
          return Optional.of(member);
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Declaration> local(Word word) {
    return visibleLocals(word.span().end()).stream()
        .filter(l -> l.name().equals(word.text()))
        .findFirst();
  }

  /** {@code word: value} in a struct that is made. */
  private Optional<Declaration> initialised(int at) {
    if (!is(at + 1, GpolLexer.COLON)
        || !(is(at - 1, GpolLexer.LBRACE) || is(at - 1, GpolLexer.COMMA))) {
      return Optional.empty();
    }
    int depth = 0;
    for (int i = at - 1; i > 0; i--) {
      depth += words.get(i).closes() ? 1 : 0;
      if (words.get(i).opens() && depth-- == 0) {
        String struct = words.get(i - 1).text();
        return words.get(i).is(GpolLexer.LBRACE)
            ? global(struct).flatMap(d -> d.member(words.get(at).text()))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** A global of the policy or of the prelude; constants of enums are globals. */
  Optional<Declaration> global(String name) {
    return globals().stream().filter(d -> d.name().equals(name)).findFirst();
  }

  /** The policy's first. */
  List<Declaration> globals() {
    List<Declaration> all = new ArrayList<>();
    for (List<Declaration> from : List.of(declarations, PRELUDE)) {
      for (Declaration d : from) {
        switch (d.kind()) {
          case POLICY, HANDLER, HOOK, CONTEXT -> {}
          case ENUM -> {
            all.add(d);
            all.addAll(d.members());
          }
          default -> all.add(d);
        }
      }
    }
    return all;
  }

  List<Declaration> hooks() {
    return PRELUDE.stream().filter(d -> d.kind() == Kind.HOOK).toList();
  }

  Optional<Declaration> hook(String name) {
    return hooks().stream().filter(d -> d.name().equals(name)).findFirst();
  }

  /** What can stand after the dot {@code at}, as far as it is declared somewhere. */
  List<Declaration> members(int dot) {
    if (dot < 1 || !words.get(dot - 1).isName()) {
      return List.of();
    }
    Word base = words.get(dot - 1);
    Optional<Declaration> handler = around(base.span().start());
    boolean alone = !is(dot - 2, GpolLexer.DOT);
    if (alone
        && handler.isPresent()
        && handler.get().kind() == Kind.HANDLER
        && local(base).filter(l -> l.kind() == Kind.PARAMETER).isPresent()) {
      return hook(handler.get().name()).map(this::contextMembers).orElse(List.of());
    }
    return global(kindOf(dot)).map(Declaration::members).orElse(List.of());
  }

  private List<Declaration> contextMembers(Declaration hook) {
    List<Declaration> members = new ArrayList<>(hook.members());
    for (Declaration d : PRELUDE) {
      if (d.kind() == Kind.CONTEXT && hook.writtenType().equals(d.name())) {
        members.addAll(d.members());
      }
    }
    return members;
  }

  /** The struct, enum, or kind of map or statistic before the dot {@code at}; may be empty. */
  String kindOf(int dot) {
    if (dot < 1) {
      return "";
    }
    Optional<Declaration> base = resolve(dot - 1);
    if (base.isEmpty()) {
      return "";
    }
    Declaration d = base.get();
    return switch (d.kind()) {
      case LOCAL, PARAMETER ->
          Optional.ofNullable(locals.get(d.nameSpan().start()))
              .map(local -> kind(local.type()))
              .orElse(d.writtenType());
      case MAP ->
          // Of an array of containers its own methods are those of what is in it.
          d.detail().matches(".*\\b(fifo|heap)\\s*<.*") ? container(d.detail()) : d.writtenType();
      case ENUM -> d.name();
      default -> d.writtenType();
    };
  }

  private static String kind(Type type) {
    if (type instanceof ReferenceType reference) {
      return kind(reference.target());
    }
    if (type instanceof OptionalType || type instanceof QueueHandleType) {
      return type instanceof QueueHandleType ? "queue" : "";
    }
    return type instanceof ContainerHandleType handle
        ? Builtins.container(
            handle.container().kind().word(), handle.container().contents().areTasks())
        : type.describe();
  }

  private static String container(String detail) {
    String kind = detail.matches(".*\\bfifo\\s*<.*") ? "fifo" : "heap";
    return Builtins.container(kind, detail.matches(".*<\\s*runnable\\b.*"));
  }

  /** The type of a local, as far as it is known. */
  Optional<String> typeOf(Declaration local) {
    return Optional.ofNullable(locals.get(local.nameSpan().start())).map(l -> l.type().describe());
  }

  boolean is(int at, int type) {
    return at >= 0 && at < words.size() && words.get(at).is(type);
  }
}

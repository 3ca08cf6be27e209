package org.gpol.compiler.doc;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.gpol.compiler.ast.Decl;
import org.gpol.compiler.ast.Unit;
import org.gpol.compiler.prelude.Prelude;

/** What a user of a policy, and whoever goes on with it, wants to know of it: Markdown. */
public final class PolicyReference {
  private static final String LIMITS = "Known limits:";

  private final Unit unit;
  private final Markdown out = new Markdown();

  private PolicyReference(Unit unit) {
    this.unit = unit;
  }

  /** The reference of the policy in {@code unit}, which need not be free of errors of meaning. */
  public static String of(Unit unit) {
    return new PolicyReference(unit).text();
  }

  private String text() {
    List<String> limits = head();
    out.section("Parameters", List.of("Name", "Type", "Default", "Range", "Meaning"), params());
    out.section(
        "Constants",
        List.of("Name", "Type", "Value", "Meaning"),
        rows(Decl.Const.class, c -> row(c, Markdown.code(c.type()), Markdown.code(c.value()))));
    types();
    out.section(
        "Variables",
        List.of("Name", "Type", "At first", "Meaning"),
        rows(Decl.Var.class, v -> row(v, Markdown.code(v.type()), Markdown.code(v.value()))));
    out.section(
        "Maps",
        List.of("Name", "Type", "Meaning"),
        rows(Decl.Map.class, m -> row(m, Markdown.code(m.type()))));
    out.section(
        "Statistics",
        List.of("Name", "Kind", "Meaning"),
        rows(Decl.Stat.class, s -> row(s, Markdown.code(s.kind()))));
    events();
    functions();
    out.section("Hooks", List.of("Hook", "When", "What this policy says"), handlers());
    out.section(
        "Contracts",
        List.of("Name", "Formula", "Meaning"),
        rows(
            Decl.Contract.class,
            c -> List.of(Markdown.code(c.name().text()), Markdown.code(c.text()), c.doc())));
    if (!limits.isEmpty()) {
      out.heading(2, "Known limits");
      limits.forEach(out::paragraph);
    }
    return out.toString();
  }

  /** Prints name and introduction; returns the paragraphs from the known limits on. */
  private List<String> head() {
    List<String> limits = new ArrayList<>();
    List<Decl.Policy> policies = declared(Decl.Policy.class);
    if (policies.isEmpty()) {
      out.heading(1, "A policy without a name");
      return limits;
    }
    out.heading(1, "Policy " + Markdown.code(policies.get(0).name().text()));
    for (String paragraph : policies.get(0).doc().split("\n\\s*\n", -1)) {
      if (!limits.isEmpty() || paragraph.startsWith(LIMITS)) {
        limits.add(sentence(paragraph));
      } else {
        out.paragraph(paragraph);
      }
    }
    return limits;
  }

  private static String sentence(String paragraph) {
    if (!paragraph.startsWith(LIMITS)) {
      return paragraph;
    }
    String rest = paragraph.substring(LIMITS.length()).strip();
    return rest.isEmpty() ? "" : rest.substring(0, 1).toUpperCase(Locale.ROOT) + rest.substring(1);
  }

  private List<List<String>> params() {
    return rows(
        Decl.Param.class,
        p ->
            row(
                p,
                Markdown.code(p.type()),
                Markdown.code(p.value()),
                p.low() == null ? "" : Markdown.code(p.low().span().to(p.high().span()))));
  }

  private void types() {
    List<Decl.Named> types = new ArrayList<>();
    for (Decl.Named decl : declared(Decl.Named.class)) {
      if (decl instanceof Decl.Struct
          || decl instanceof Decl.Enumeration
          || decl instanceof Decl.Alias) {
        types.add(decl);
      }
    }
    if (!types.isEmpty()) {
      out.heading(2, "Types");
    }
    for (Decl.Named type : types) {
      if (type instanceof Decl.Struct struct) {
        out.heading(3, Markdown.code("struct " + struct.name()));
        out.paragraph(struct.doc());
        fields(struct.fields());
      } else if (type instanceof Decl.Enumeration e) {
        String repr = Markdown.written(e.repr().span());
        out.heading(3, Markdown.code("enum " + e.name() + ": " + repr));
        out.paragraph(e.doc());
        out.table(List.of("Name", "Value", "Meaning"), constants(e.constants()));
      } else if (type instanceof Decl.Alias alias) {
        String target = Markdown.written(alias.type().span());
        out.heading(3, Markdown.code("type " + alias.name() + " = " + target));
        out.paragraph(alias.doc());
      }
    }
  }

  static List<List<String>> constants(List<Decl.EnumConstant> constants) {
    List<List<String>> rows = new ArrayList<>();
    for (Decl.EnumConstant c : constants) {
      String later = c.unsupported() == null ? "" : " Not supported yet: " + c.unsupported() + ".";
      rows.add(List.of(Markdown.code(c.name().text()), Markdown.code(c.value()), c.doc() + later));
    }
    return rows;
  }

  private void fields(List<Decl.Field> fields) {
    List<List<String>> rows = new ArrayList<>();
    for (Decl.Field field : fields) {
      rows.add(
          List.of(Markdown.code(field.name().text()), Markdown.code(field.type()), field.doc()));
    }
    out.table(List.of("Field", "Type", "Meaning"), rows);
  }

  private void events() {
    List<Decl.Event> events = declared(Decl.Event.class);
    if (!events.isEmpty()) {
      out.heading(2, "Events");
    }
    for (Decl.Event event : events) {
      out.heading(3, Markdown.code(event.name().text()));
      out.paragraph(event.doc());
      fields(event.fields());
    }
  }

  private void functions() {
    List<List<String>> rows = new ArrayList<>();
    for (Decl.Fn fn : declared(Decl.Fn.class)) {
      String result = fn.result() == null ? "" : " -> " + Markdown.written(fn.result().span());
      String head = fn.name() + "(" + Markdown.parameters(fn.parameters()) + ")" + result;
      rows.add(List.of(Markdown.code(head), fn.doc()));
    }
    out.section("Functions", List.of("Function", "Meaning"), rows);
  }

  private List<List<String>> handlers() {
    return declared(Decl.Handler.class).stream()
        .map(h -> List.of(Markdown.code(h.hook().text()), when(h.hook().text()), h.doc()))
        .toList();
  }

  /** What the prelude says of a hook. */
  private static String when(String hook) {
    for (Decl decl : Prelude.ghost().declarations()) {
      if (decl instanceof Decl.ExternHook known && known.name().text().equals(hook)) {
        return known.doc();
      }
    }
    return "";
  }

  private <T extends Decl> List<T> declared(Class<T> kind) {
    return unit.declarations().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private <T extends Decl> List<List<String>> rows(Class<T> kind, Function<T, List<String>> row) {
    return declared(kind).stream().map(row).toList();
  }

  /** Name, {@code cells}, documentation. */
  private static List<String> row(Decl.Named decl, String... cells) {
    List<String> row = new ArrayList<>();
    row.add(Markdown.code(decl.name().text()));
    row.addAll(List.of(cells));
    row.add(decl.doc());
    return row;
  }
}

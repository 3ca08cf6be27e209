package org.gpol.compiler.doc;

import java.util.ArrayList;
import java.util.List;
import org.gpol.compiler.ast.Decl;
import org.gpol.compiler.ast.Unit;

/** All that a prelude offers to policies: Markdown. */
public final class PreludeReference {
  private static final List<String> MEMBERS = List.of("Field", "Type", "Meaning");

  private final Unit unit;
  private final Markdown out = new Markdown();

  private PreludeReference(Unit unit) {
    this.unit = unit;
  }

  /** The reference of {@code prelude}. */
  public static String of(Unit prelude) {
    return new PreludeReference(prelude).text();
  }

  private String text() {
    for (Decl.Policy policy : declared(Decl.Policy.class)) {
      out.heading(1, "The prelude " + Markdown.code(policy.name().text()));
      out.paragraph(policy.doc());
    }
    out.paragraph("Made by `gpol doc --prelude` from the prelude itself.");
    hooks();
    functions();
    constants();
    enums();
    return out.toString();
  }

  private void hooks() {
    out.heading(2, "Hooks");
    List<String> later = new ArrayList<>();
    for (Decl.ExternContext context : declared(Decl.ExternContext.class)) {
      out.heading(3, "Program " + Markdown.code(context.section()));
      out.paragraph(context.doc());
      if (!context.members().isEmpty()) {
        out.paragraph("Every hook of it has these fields.");
        out.table(MEMBERS, members(context.members()));
      }
      for (Decl.ExternHook hook : declared(Decl.ExternHook.class)) {
        if (hook.context() != null && hook.context().text().equals(context.name().text())) {
          hook(hook);
        }
      }
    }
    for (Decl.ExternHook hook : declared(Decl.ExternHook.class)) {
      if (hook.unsupported() != null) {
        later.add("- " + Markdown.code(hook.name().text()) + ": " + hook.unsupported());
      }
    }
    if (!later.isEmpty()) {
      out.heading(3, "Not supported yet");
      out.paragraph(String.join("\n", later));
    }
  }

  private void hook(Decl.ExternHook hook) {
    out.heading(4, Markdown.code(hook.name().text()));
    out.paragraph(hook.doc());
    if (hook.result() != null) {
      String otherwise =
          hook.defaultResult() == null
              ? "."
              : "; without a word it is " + Markdown.code(hook.defaultResult()) + ".";
      out.paragraph("Returns " + Markdown.code(hook.result()) + otherwise);
    }
    if (!hook.members().isEmpty()) {
      out.table(MEMBERS, members(hook.members()));
    }
  }

  private static List<List<String>> members(List<Decl.ContextMember> members) {
    List<List<String>> rows = new ArrayList<>();
    for (Decl.ContextMember member : members) {
      String name = Markdown.code(member.name().text());
      if (member instanceof Decl.ContextField field) {
        String access = field.writable() ? " May be written." : "";
        rows.add(List.of(name, Markdown.code(field.type()), field.doc() + access));
      } else if (member instanceof Decl.ContextTask task) {
        rows.add(List.of(name, Markdown.code(task.type()), task.doc()));
      }
    }
    return rows;
  }

  private void functions() {
    out.heading(2, "Functions");
    List<String> later = new ArrayList<>();
    for (Decl.ExternFn fn : declared(Decl.ExternFn.class)) {
      String head = fn.name() + "(" + Markdown.parameters(fn.parameters());
      head += (fn.variadic() ? ", ..." : "") + ")";
      head += fn.result() == null ? "" : " -> " + Markdown.written(fn.result().span());
      if (fn.unsupported() != null) {
        later.add("- " + Markdown.code(head) + ": " + fn.unsupported());
        continue;
      }
      out.heading(3, Markdown.code(head));
      out.paragraph(fn.doc() + (fn.ignorable() ? "\nIts result may be ignored." : ""));
    }
    if (!later.isEmpty()) {
      out.heading(3, "Not supported yet");
      out.paragraph(String.join("\n", later));
    }
  }

  private void constants() {
    List<List<String>> rows = new ArrayList<>();
    for (Decl.ExternConst c : declared(Decl.ExternConst.class)) {
      String name = Markdown.code(c.name().text());
      rows.add(List.of(name, Markdown.code(c.type()), Markdown.code(c.value()), c.doc()));
    }
    out.section("Constants", List.of("Name", "Type", "Value", "Meaning"), rows);
  }

  private void enums() {
    for (Decl.ExternEnum e : declared(Decl.ExternEnum.class)) {
      String kind = e.flags() ? "Flags " : "Enum ";
      String type = e.name() + ": " + Markdown.written(e.repr().span());
      out.heading(2, kind + Markdown.code(type));
      out.paragraph(e.doc() + (e.flags() ? "\nThey are joined by `|`." : ""));
      out.table(List.of("Name", "Value", "Meaning"), PolicyReference.constants(e.constants()));
    }
  }

  private <T extends Decl> List<T> declared(Class<T> kind) {
    return unit.declarations().stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}

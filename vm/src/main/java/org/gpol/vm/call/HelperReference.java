package org.gpol.vm.call;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.gpol.bpf.btf.BtfType;
import org.gpol.bpf.platform.HelperDoc;
import org.gpol.bpf.platform.HelperSignature;
import org.gpol.bpf.platform.KernelVariable;
import org.gpol.bpf.platform.MapType;
import org.gpol.bpf.platform.Platform;
import org.gpol.bpf.platform.ProgramType;

/** The reference page of a platform's helpers, in Markdown, written from their table. */
public final class HelperReference {
  private final HelperTable helpers;
  private final Platform platform;
  private final StringBuilder page = new StringBuilder();

  private HelperReference(HelperTable helpers, Platform platform) {
    this.helpers = helpers;
    this.platform = platform;
  }

  /** The page of {@code platform}, whose helpers are in {@code helpers}. */
  public static String markdown(HelperTable helpers, Platform platform) {
    HelperReference reference = new HelperReference(helpers, platform);
    reference.write();
    return reference.page.toString();
  }

  private void write() {
    page.append("# Helpers\n\n");
    page.append("What programs may call. Numbers, signatures and answers are those of Linux where");
    page.append(" Linux has the helper; an error `EINVAL` is returned as `-EINVAL`.\n");
    page.append("This page is generated from the table that the verifier and the machine use.\n\n");
    index("By number", numbered());
    index("Functions of the kernel, by name (`extern … __ksym`)", kfuncs());
    variables();
    structures();
    page.append("\n## The helpers\n");
    numbered().forEach(this::helper);
    kfuncs().forEach(this::helper);
  }

  private List<HelperBinding> numbered() {
    return helpers.bindings().stream().filter(helper -> !helper.isKfunc()).toList();
  }

  private List<HelperBinding> kfuncs() {
    return helpers.bindings().stream().filter(HelperBinding::isKfunc).toList();
  }

  private void index(String title, List<HelperBinding> list) {
    page.append("## ").append(title).append("\n\n");
    page.append("| | function | program types |\n|---:|---|---|\n");
    for (HelperBinding helper : list) {
      String number = helper.isKfunc() ? "" : String.valueOf(helper.signature().id());
      String function = helper.doc().function();
      page.append("| ").append(number).append(" | [`").append(function).append("`](#");
      page.append(function).append(") | ").append(programTypes(helper.signature())).append(" |\n");
    }
    page.append('\n');
  }

  private void variables() {
    page.append("## Variables of the platform (`extern const … __ksym`)\n\n");
    page.append("| variable | bytes | |\n|---|---:|---|\n");
    for (KernelVariable variable : platform.variables()) {
      String access = variable.perCpu() ? "one for each CPU: `bpf_per_cpu_ptr`" : "read in place";
      page.append("| `").append(variable.name()).append("` | ").append(variable.bytes());
      page.append(" | ").append(access).append(" |\n");
    }
  }

  private void structures() {
    page.append("\n## Structures: contexts, and what can be read of a task\n\n");
    page.append("CO-RE relocations find the members.\n");
    for (BtfType type : platform.types().types()) {
      if (type instanceof BtfType.Struct struct) {
        page.append("\n`struct ").append(struct.name()).append("`, ").append(struct.bytes());
        page.append(" bytes:\n\n");
        for (BtfType.Member member : struct.members()) {
          item("`" + member.name() + "`", "at byte " + member.bitOffset() / 8);
        }
      }
    }
  }

  private void helper(HelperBinding helper) {
    HelperDoc doc = helper.doc();
    HelperSignature signature = helper.signature();
    page.append("\n### ").append(doc.function()).append("\n\n```c\n").append(doc.prototype());
    page.append(";\n```\n\n").append(doc.summary()).append("\n\n");
    if (!doc.returns().isEmpty()) {
      item("Returns", doc.returns());
    }
    for (HelperDoc.Failure failure : doc.errors()) {
      item("`" + failure.name() + "`", failure.when());
    }
    if (!signature.mapTypes().isEmpty()) {
      item("Maps", mapTypes(signature));
    }
    if (!programTypes(signature).equals("all")) {
      item("Program types", programTypes(signature));
    }
    if (!doc.since().isEmpty()) {
      item("Linux", "since " + doc.since());
    }
  }

  private void item(String name, String text) {
    page.append("- ").append(name).append(": ").append(text).append('\n');
  }

  private static String mapTypes(HelperSignature signature) {
    return new TreeSet<>(signature.mapTypes())
        .stream()
            .map((MapType type) -> type.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
  }

  private String programTypes(HelperSignature signature) {
    List<ProgramType> allowed =
        platform.programTypes().stream()
            .filter(type -> platform.helper(type, signature.id()).isPresent())
            .toList();
    boolean all = allowed.size() == platform.programTypes().size();
    return all ? "all" : allowed.stream().map(ProgramType::name).collect(Collectors.joining(", "));
  }
}

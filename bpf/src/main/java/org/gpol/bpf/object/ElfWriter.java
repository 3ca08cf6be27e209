package org.gpol.bpf.object;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gpol.bpf.btf.BtfBuilder;
import org.gpol.bpf.btf.BtfExt;
import org.gpol.bpf.btf.BtfWriter;
import org.gpol.bpf.object.CodeLayout.CodeSection;
import org.gpol.bpf.object.CodeLayout.Placed;

/**
 * Writes objects as relocatable ELF files by the conventions of libbpf and of clang's BPF target:
 * programs in the sections that say where they attach, functions that they call in {@code .text},
 * maps in {@code .maps} as BTF describes them, global data in {@code .rodata}, {@code .data} and
 * {@code .bss}. The same object gives the same bytes.
 */
public final class ElfWriter {
  private static final long CODE = ElfFormat.SHF_ALLOC | ElfFormat.SHF_EXECINSTR;
  private static final int ALIGNMENT = 8;
  private static final int BTF_ALIGNMENT = 4;

  private final BpfObject object;
  private final ElfImage image = new ElfImage();

  /** How each section of code is written, in the order of the file. */
  private final Map<CodeSection, CodeSectionWriter> code = new LinkedHashMap<>();

  private final Map<CodeSection, Integer> indices = new LinkedHashMap<>();

  private ElfWriter(BpfObject object) {
    this.object = object;
  }

  /**
   * The file of {@code object}, whose types are {@link ObjectTypes#complete completed} first.
   *
   * @throws IllegalArgumentException if something of it has no place in a file
   */
  public static byte[] write(BpfObject object) {
    return new ElfWriter(ObjectTypes.complete(object)).write();
  }

  private byte[] write() {
    for (CodeSection section : new CodeLayout(object.programs()).sections()) {
      code.put(section, new CodeSectionWriter(section));
      indices.put(section, image.reserve());
    }
    functions();
    ElfData data = new ElfData(object, image);
    data.write();
    References references = new References(object, code, indices, data);
    code.forEach((section, writer) -> section(section, writer, references));
    BtfWriter btf = new BtfWriter(object.btf(), info());
    image.section(ElfFormat.BTF, 0, BTF_ALIGNMENT, btf.types());
    image.section(ElfFormat.BTF_EXT, 0, BTF_ALIGNMENT, btf.ext());
    return image.toByteArray();
  }

  private void section(CodeSection section, CodeSectionWriter writer, References references) {
    int index = indices.get(section);
    byte[] content = writer.content(references::immediate);
    image.define(index, section.name(), CODE, ALIGNMENT, content);
    for (CodeSectionWriter.Reference reference : writer.references()) {
      image.relocate(index, references.relocation(reference));
    }
  }

  /** Programs are global; the functions that they call are seen by them alone. */
  private void functions() {
    code.forEach(
        (section, writer) -> {
          int bind = CodeLayout.isText(section) ? ElfFormat.STB_LOCAL : ElfFormat.STB_GLOBAL;
          for (Placed function : section.functions()) {
            image.symbol(
                new ElfImage.Symbol(
                    function.name(),
                    bind,
                    ElfFormat.STT_FUNC,
                    indices.get(section),
                    writer.offset(function),
                    writer.bytes(function)));
          }
        });
  }

  private BtfExt info() {
    BtfBuilder types = new BtfBuilder(object.btf());
    List<BtfExt.Section> infos = new ArrayList<>();
    // Either everything says where it comes from or nothing does: the kernel takes no halves.
    boolean lines =
        code.values().stream()
            .flatMap(writer -> writer.lines().stream())
            .anyMatch(line -> line.location() != null);
    code.forEach(
        (section, writer) -> {
          List<BtfExt.FuncInfo> functions = new ArrayList<>();
          for (Placed function : section.functions()) {
            int type = ObjectTypes.function(types, function.name()).orElseThrow();
            functions.add(new BtfExt.FuncInfo(writer.offset(function), type));
          }
          infos.add(
              new BtfExt.Section(section.name(), functions, lines ? writer.lines() : List.of()));
        });
    return new BtfExt(infos);
  }

  /** The license as the file has it. */
  static byte[] license(BpfObject object) {
    return (object.license() + "\0").getBytes(StandardCharsets.UTF_8);
  }
}

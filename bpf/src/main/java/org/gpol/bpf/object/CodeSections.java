package org.gpol.bpf.object;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.gpol.bpf.binary.ObjectFormatException;
import org.gpol.bpf.btf.BtfExt;
import org.gpol.bpf.btf.BtfExtReader;
import org.gpol.bpf.btf.BtfTable;
import org.gpol.bpf.btf.CoreRelocation;
import org.gpol.bpf.code.SourceLocation;
import org.gpol.bpf.core.CoreException;
import org.gpol.bpf.core.CoreResolver;
import org.gpol.bpf.isa.InsnCodec;

/**
 * What a file says of each section of code: its bytes, CO-RE relocations done, the ELF relocations
 * still to do, and the lines that instructions come from.
 */
final class CodeSections {
  /** One section of code. */
  static final class Text {
    private final ByteBuffer bytes;
    private final TreeMap<Integer, ElfFile.Relocation> relocations = new TreeMap<>();
    private final TreeMap<Integer, SourceLocation> lines = new TreeMap<>();

    Text(byte[] bytes) {
      this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The code, little endian. */
    ByteBuffer bytes() {
      return bytes;
    }

    /** The relocation of the instruction at {@code offset}, or null. */
    ElfFile.Relocation relocation(int offset) {
      return relocations.get(offset);
    }

    /** Where the instruction at {@code offset} comes from, if anything from {@code start} says. */
    SourceLocation line(int start, int offset) {
      Map.Entry<Integer, SourceLocation> line = lines.floorEntry(offset);
      return line == null || line.getKey() < start ? null : line.getValue();
    }
  }

  private final ElfFile elf;
  private final BtfTable types;
  private final BtfTable target;
  private final Map<Integer, Text> texts = new HashMap<>();

  CodeSections(ElfFile elf, BtfTable types, BtfTable target) {
    this.elf = elf;
    this.types = types;
    this.target = target;
  }

  void read(Optional<BtfExtReader> ext) throws ObjectFormatException {
    for (ElfFile.Section section : elf.sections()) {
      if (section.executable()) {
        texts.put(section.index(), text(section));
      }
    }
    if (ext.isPresent()) {
      lines(ext.get().ext());
      CoreResolver resolver = new CoreResolver(types, target);
      for (ElfFile.Section section : elf.sections()) {
        if (section.executable()
            && elf.section(section.name()).orElseThrow().index() == section.index()) {
          relocate(section, ext.get().relocations(section.name()), resolver);
        }
      }
    }
  }

  Text of(ElfFile.Section section) {
    return texts.get(section.index());
  }

  private Text text(ElfFile.Section section) throws ObjectFormatException {
    Text text = new Text(section.content().copy());
    for (ElfFile.Relocation relocation : elf.relocations(section)) {
      long offset = relocation.offset();
      boolean whole = offset % InsnCodec.SLOT_BYTES == 0;
      if (!whole || offset < 0 || offset > section.content().size() - InsnCodec.SLOT_BYTES) {
        throw new ObjectFormatException(
            relocation.at(), "expected the offset of an instruction of " + section.name());
      }
      if (relocation.type() != ElfFormat.R_BPF_NONE
          && text.relocations.put((int) offset, relocation) != null) {
        throw new ObjectFormatException(
            relocation.at(), "expected one relocation of an instruction, not two");
      }
    }
    return text;
  }

  private void lines(BtfExt ext) {
    for (BtfExt.Section info : ext.sections()) {
      ElfFile.Section section = elf.section(info.name()).orElse(null);
      Text text = section == null ? null : texts.get(section.index());
      if (text != null) {
        info.lines().forEach(line -> text.lines.put(line.offset(), line.location()));
      }
    }
  }

  private void relocate(
      ElfFile.Section section, List<CoreRelocation> relocations, CoreResolver resolver)
      throws ObjectFormatException {
    CorePatcher patcher = new CorePatcher(of(section).bytes);
    for (CoreRelocation relocation : relocations) {
      try {
        patcher.patch(relocation, resolver.resolve(relocation));
      } catch (CoreException e) {
        throw section
            .content()
            .fail(
                Math.min(relocation.offset(), section.content().size()),
                "CO-RE relocation "
                    + relocation.kind()
                    + " of type "
                    + relocation.type()
                    + " ("
                    + relocation.access()
                    + ") "
                    + e.getMessage());
      }
    }
  }
}

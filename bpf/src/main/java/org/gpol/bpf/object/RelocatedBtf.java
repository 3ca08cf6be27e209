package org.gpol.bpf.object;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gpol.bpf.binary.ByteView;
import org.gpol.bpf.binary.ObjectFormatException;
import org.gpol.bpf.btf.BtfExtReader;
import org.gpol.bpf.btf.BtfReader;
import org.gpol.bpf.btf.BtfTable;
import org.gpol.bpf.btf.BtfType;

/**
 * The types and what is known of the code of an object, with its relocations done: compilers leave
 * offsets of variables and instructions to whoever links.
 */
final class RelocatedBtf {
  private final ElfFile elf;

  RelocatedBtf(ElfFile elf) {
    this.elf = elf;
  }

  /** The types; none if the object has none. */
  BtfTable types() throws ObjectFormatException {
    Optional<ElfFile.Section> section = elf.section(ElfFormat.BTF);
    return section.isEmpty() ? BtfTable.EMPTY : withSizes(BtfReader.read(relocated(section.get())));
  }

  /** What is known of the code, empty if nothing is. */
  Optional<BtfExtReader> ext() throws ObjectFormatException {
    Optional<ElfFile.Section> types = elf.section(ElfFormat.BTF);
    Optional<ElfFile.Section> ext = elf.section(ElfFormat.BTF_EXT);
    return types.isEmpty() || ext.isEmpty()
        ? Optional.empty()
        : Optional.of(BtfExtReader.read(relocated(ext.get()), types.get().content()));
  }

  /** Sections whose size the compiler did not know when it wrote their types have 0 there. */
  private BtfTable withSizes(BtfTable table) {
    List<BtfType> types = new ArrayList<>();
    for (BtfType type : table.types()) {
      types.add(type instanceof BtfType.DataSec data ? withSize(data) : type);
    }
    return new BtfTable(types);
  }

  private BtfType withSize(BtfType.DataSec data) {
    long size = elf.section(data.name()).map(ElfFile.Section::size).orElse(0L);
    boolean known = data.bytes() != 0 || size < 0 || size > Integer.MAX_VALUE;
    return known ? data : new BtfType.DataSec(data.name(), (int) size, data.variables());
  }

  private ByteView relocated(ElfFile.Section section) throws ObjectFormatException {
    byte[] bytes = section.content().copy();
    ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (ElfFile.Relocation relocation : elf.relocations(section)) {
      int type = relocation.type();
      if (type == ElfFormat.R_BPF_NONE) {
        continue;
      }
      if (type != ElfFormat.R_BPF_64_ABS32 && type != ElfFormat.R_BPF_64_NODYLD32) {
        throw new ObjectFormatException(
            relocation.at(), "relocation of type " + type + " in " + section.name());
      }
      if (relocation.offset() < 0 || relocation.offset() > bytes.length - 4) {
        throw new ObjectFormatException(
            relocation.at(), "expected an offset inside " + section.name());
      }
      int at = (int) relocation.offset();
      words.putInt(at, words.getInt(at) + (int) relocation.symbol().value());
    }
    return section.content().with(bytes);
  }
}

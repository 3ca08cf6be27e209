package org.gpol.bpf.object;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.gpol.bpf.binary.ByteView;
import org.gpol.bpf.binary.ObjectFormatException;
import org.gpol.bpf.binary.StringTable;

/**
 * The sections, symbols and relocations of a relocatable ELF64 object of BPF: everything that its
 * tables point at is inside the file.
 */
final class ElfFile {
  /**
   * A section.
   *
   * @param size in memory; in the file only if {@code content} is not empty
   * @param content empty for a section that begins as zeroes
   */
  record Section(
      int index,
      String name,
      int type,
      long flags,
      long size,
      ByteView content,
      int link,
      int info) {
    boolean executable() {
      return type == ElfFormat.SHT_PROGBITS && (flags & ElfFormat.SHF_EXECINSTR) != 0;
    }

    /** True for {@code prefix} and everything that is called {@code prefix.more}. */
    boolean isOrUnder(String prefix) {
      return name.equals(prefix) || name.startsWith(prefix + ".");
    }
  }

  /** A symbol; {@code section} may be one of the reserved numbers. */
  record Symbol(int index, String name, int binding, int type, int section, long value, long size) {
    boolean undefined() {
      return section == ElfFormat.SHN_UNDEF;
    }

    boolean weak() {
      return binding == ElfFormat.STB_WEAK;
    }
  }

  /** A relocation of the bytes at {@code offset} of a section; {@code at} is its own place. */
  record Relocation(long offset, int type, Symbol symbol, long at) {}

  private final ByteView file;
  private final List<Section> sections = new ArrayList<>();
  private final Map<String, Section> byName = new TreeMap<>();
  private final List<Symbol> symbols = new ArrayList<>();
  private final Map<Integer, List<Relocation>> relocations = new TreeMap<>();

  private ByteView symbolTable;

  private ElfFile(ByteView file) {
    this.file = file;
    this.symbolTable = file;
  }

  static ElfFile read(byte[] bytes) throws ObjectFormatException {
    ElfFile elf = new ElfFile(ByteView.of(bytes));
    elf.readHeader();
    elf.readSections();
    elf.readSymbols();
    elf.readRelocations();
    return elf;
  }

  List<Section> sections() {
    return sections;
  }

  /** The section with this number, if it is not one of the reserved ones. */
  Optional<Section> section(int index) {
    return index > 0 && index < sections.size()
        ? Optional.of(sections.get(index))
        : Optional.empty();
  }

  /** The first section called {@code name}. */
  Optional<Section> section(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  List<Symbol> symbols() {
    return symbols;
  }

  /** The relocations of a section, in the order of the file. */
  List<Relocation> relocations(Section section) {
    return relocations.getOrDefault(section.index(), List.of());
  }

  /** A failure at the entry of a symbol. */
  ObjectFormatException failAtSymbol(Symbol symbol, String message) {
    return symbolTable.fail((long) symbol.index() * ElfFormat.SYMBOL_BYTES, message);
  }

  private void readHeader() throws ObjectFormatException {
    if (file.size() < 4 || file.s32(0) != ElfFormat.MAGIC) {
      throw file.fail(0, "expected an ELF file, which begins with 7f 45 4c 46");
    }
    require(file.u8(4) == ElfFormat.CLASS_64, 4, "expected a 64-bit ELF file");
    boolean big = file.u8(5) == ElfFormat.DATA_BIG_ENDIAN;
    require(!big, 5, "objects for big-endian machines are not supported: use -target bpfel");
    require(file.u8(5) == ElfFormat.DATA_LITTLE_ENDIAN, 5, "expected little-endian data");
    require(file.u8(6) == ElfFormat.VERSION, 6, "expected version 1 of ELF");
    String machine = "expected an object for BPF, machine 247, not " + file.u16(18);
    require(file.u16(18) == ElfFormat.MACHINE_BPF, 18, machine);
    boolean relocatable = file.u16(16) == ElfFormat.TYPE_RELOCATABLE;
    require(relocatable, 16, "expected a relocatable object, as `clang -c` makes it");
  }

  private void readSections() throws ObjectFormatException {
    long table = file.s64(40);
    int size = file.u16(58);
    int count = file.u16(60);
    int names = file.u16(62);
    require(count < ElfFormat.SHN_LORESERVE, 60, count + " sections are too many");
    require(count > 0, 60, "expected section headers");
    require(size == ElfFormat.SECTION_HEADER_BYTES, 58, "expected section headers of 64 bytes");
    ByteView headers = file.slice(table, (long) count * size, "the table of section headers");
    require(names > 0 && names < count, 62, "expected the section that holds the names");
    StringTable text = new StringTable(content(headers, names));
    long bytes = 0;
    for (int i = 0; i < count; i++) {
      Section section = section(headers, i, text);
      bytes += section.content().size();
      if (bytes > file.size()) {
        // Each is copied and looked through: together they must not be more than there is.
        throw headers.fail((long) i * size, "section " + i + " overlaps others");
      }
      sections.add(section);
      byName.putIfAbsent(section.name(), section);
    }
  }

  private Section section(ByteView headers, int index, StringTable names)
      throws ObjectFormatException {
    int at = index * ElfFormat.SECTION_HEADER_BYTES;
    int type = headers.s32(at + 4);
    long flags = headers.s64(at + 8);
    String name = index == 0 ? "" : names.get(headers.s32(at));
    if ((flags & ElfFormat.SHF_COMPRESSED) != 0) {
      throw headers.fail(at + 8L, "compressed sections are not supported");
    }
    return new Section(
        index,
        name,
        type,
        flags,
        index == 0 ? 0 : headers.s64(at + 32),
        content(headers, index),
        headers.s32(at + 40),
        headers.s32(at + 44));
  }

  private ByteView content(ByteView headers, int index) throws ObjectFormatException {
    int at = index * ElfFormat.SECTION_HEADER_BYTES;
    int type = headers.s32(at + 4);
    boolean none = type == ElfFormat.SHT_NOBITS || type == ElfFormat.SHT_NULL;
    long offset = none ? 0 : headers.s64(at + 24);
    return file.slice(offset, none ? 0 : headers.s64(at + 32), "section " + index);
  }

  private void readSymbols() throws ObjectFormatException {
    for (Section table : sections) {
      if (table.type() != ElfFormat.SHT_SYMTAB) {
        continue;
      }
      if (!symbols.isEmpty()) {
        throw table.content().fail(0, "expected one table of symbols, not two");
      }
      Section strings =
          section(table.link())
              .orElseThrow(() -> table.content().fail(0, "expected names for the symbols"));
      StringTable names = new StringTable(strings.content());
      ByteView view = table.content();
      symbolTable = view;
      for (int at = 0; at < view.size(); at += ElfFormat.SYMBOL_BYTES) {
        symbols.add(symbol(view, at, names));
      }
    }
  }

  private Symbol symbol(ByteView view, int at, StringTable names) throws ObjectFormatException {
    int info = view.u8(at + 4);
    int index = view.u16(at + 6);
    if ((index >= sections.size() && index < ElfFormat.SHN_LORESERVE)
        || index == ElfFormat.SHN_XINDEX) {
      throw view.fail(at + 6L, "expected the number of a section, not " + index);
    }
    int type = info & 0xf;
    String name = names.get(view.s32(at));
    boolean unnamed = type == ElfFormat.STT_SECTION && index < sections.size();
    return new Symbol(
        at / ElfFormat.SYMBOL_BYTES,
        unnamed ? sections.get(index).name() : name,
        info >> 4,
        type,
        index,
        view.s64(at + 8),
        view.s64(at + 16));
  }

  private void readRelocations() throws ObjectFormatException {
    for (Section table : sections) {
      Section target = section(table.info()).orElse(null);
      boolean debug = target != null && target.name().startsWith(".debug");
      if (table.type() == ElfFormat.SHT_RELA && target != null && !debug) {
        throw table.content().fail(0, "relocations with addends (SHT_RELA) are not BPF's");
      }
      if (table.type() == ElfFormat.SHT_REL && target != null && !debug) {
        List<Relocation> list =
            relocations.computeIfAbsent(target.index(), index -> new ArrayList<>());
        for (int at = 0; at < table.content().size(); at += ElfFormat.REL_BYTES) {
          list.add(relocation(table.content(), at));
        }
      }
    }
  }

  private Relocation relocation(ByteView view, int at) throws ObjectFormatException {
    long info = view.s64(at + 8);
    int symbol = (int) (info >>> 32);
    if (symbol < 0 || symbol >= symbols.size()) {
      throw view.fail(
          at + 12L,
          "expected a symbol below "
              + symbols.size()
              + ", not "
              + Integer.toUnsignedString(symbol));
    }
    return new Relocation(view.s64(at), (int) info, symbols.get(symbol), view.offset(at));
  }

  private void require(boolean holds, int at, String otherwise) throws ObjectFormatException {
    if (!holds) {
      throw file.fail(at, otherwise);
    }
  }
}

package org.gpol.bpf.object;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gpol.bpf.btf.LittleEndianOutput;
import org.gpol.bpf.btf.StringTable;

/**
 * A relocatable ELF file in the making: sections, symbols and relocations, numbered and written at
 * the end.
 *
 * <pre>
 *   header | contents, each aligned | table of section headers
 * </pre>
 */
final class ElfImage {
  /** The header of a section; {@code size} is the length of the content but for zeros. */
  private record Section(
      String name,
      int type,
      long flags,
      int link,
      int info,
      int alignment,
      int entryBytes,
      int size) {}

  /** A symbol; equal ones are one. */
  record Symbol(String name, int bind, int type, int section, int value, int size) {
    static Symbol section(int section) {
      return new Symbol("", ElfFormat.STB_LOCAL, ElfFormat.STT_SECTION, section, 0, 0);
    }

    /** Something that the object does not have. */
    static Symbol undefined(String name) {
      return new Symbol(
          name, ElfFormat.STB_GLOBAL, ElfFormat.STT_NOTYPE, ElfFormat.SHN_UNDEF, 0, 0);
    }
  }

  /** A place that depends on a symbol, by its offset in a section. */
  record Relocation(int offset, int type, Symbol symbol) {}

  private final List<Section> sections = new ArrayList<>();
  private final List<byte[]> contents = new ArrayList<>();
  private final Set<Symbol> symbols = new LinkedHashSet<>();
  private final Map<Integer, List<Relocation>> relocations = new LinkedHashMap<>();

  /** An index for a section that {@link #define} says more of. */
  int reserve() {
    return add(null, null);
  }

  /** What the section with a reserved index is. */
  void define(int index, String name, long flags, int alignment, byte[] content) {
    sections.set(index - 1, contentful(name, flags, alignment, content));
    contents.set(index - 1, content);
  }

  /** A section with content; returns its index. */
  int section(String name, long flags, int alignment, byte[] content) {
    return add(contentful(name, flags, alignment, content), content);
  }

  private static Section contentful(String name, long flags, int alignment, byte[] content) {
    return new Section(name, ElfFormat.SHT_PROGBITS, flags, 0, 0, alignment, 0, content.length);
  }

  /** A section of {@code size} zeros; returns its index. */
  int zeros(String name, long flags, int alignment, int size) {
    Section section = new Section(name, ElfFormat.SHT_NOBITS, flags, 0, 0, alignment, 0, size);
    return add(section, new byte[0]);
  }

  private int add(Section section, byte[] content) {
    sections.add(section);
    contents.add(content);
    return sections.size();
  }

  private void strings(String name, byte[] content) {
    add(new Section(name, ElfFormat.SHT_STRTAB, 0, 0, 0, 1, 0, content.length), content);
  }

  void symbol(Symbol symbol) {
    symbols.add(symbol);
  }

  /** The symbol of the program called {@code name}. */
  Symbol function(String name) {
    return symbols.stream()
        .filter(s -> s.type() == ElfFormat.STT_FUNC && s.name().equals(name))
        .filter(s -> s.bind() == ElfFormat.STB_GLOBAL)
        .findFirst()
        .orElseThrow();
  }

  void relocate(int section, Relocation relocation) {
    relocations.computeIfAbsent(section, s -> new ArrayList<>()).add(relocation);
    symbols.add(relocation.symbol());
  }

  byte[] toByteArray() {
    List<Symbol> ordered = new ArrayList<>(symbols);
    // The format wants local symbols first; the sort keeps the order among equals.
    ordered.sort(Comparator.comparingInt(symbol -> Math.min(symbol.bind(), 1)));
    addRelocations(ordered);
    addSymbols(ordered);
    StringTable names = new StringTable();
    sections.forEach(section -> names.offset(section.name()));
    names.offset(".shstrtab");
    strings(".shstrtab", names.toByteArray());
    return file(names);
  }

  private void addRelocations(List<Symbol> ordered) {
    Map<Symbol, Integer> numbers = new LinkedHashMap<>();
    ordered.forEach(symbol -> numbers.put(symbol, numbers.size() + 1));
    int symtab = sections.size() + relocations.size() + 1;
    relocations.forEach(
        (section, list) -> {
          LittleEndianOutput out = new LittleEndianOutput();
          list.stream()
              .sorted(Comparator.comparingInt(Relocation::offset))
              .forEach(r -> out.u64(r.offset()).u32(r.type()).u32(numbers.get(r.symbol())));
          byte[] content = out.toByteArray();
          add(
              new Section(
                  ".rel" + sections.get(section - 1).name(),
                  ElfFormat.SHT_REL,
                  ElfFormat.SHF_INFO_LINK,
                  symtab,
                  section,
                  8,
                  ElfFormat.REL_BYTES,
                  content.length),
              content);
        });
  }

  private void addSymbols(List<Symbol> ordered) {
    StringTable names = new StringTable();
    LittleEndianOutput out = new LittleEndianOutput().bytes(new byte[ElfFormat.SYMBOL_BYTES]);
    int locals = 1;
    for (Symbol symbol : ordered) {
      locals += symbol.bind() == ElfFormat.STB_LOCAL ? 1 : 0;
      out.u32(names.offset(symbol.name()))
          .u8(symbol.bind() << 4 | symbol.type())
          .u8(0) // default visibility
          .u16(symbol.section())
          .u64(symbol.value())
          .u64(symbol.size());
    }
    byte[] content = out.toByteArray();
    int strtab = sections.size() + 2;
    add(
        new Section(
            ".symtab",
            ElfFormat.SHT_SYMTAB,
            0,
            strtab,
            locals,
            8,
            ElfFormat.SYMBOL_BYTES,
            content.length),
        content);
    strings(".strtab", names.toByteArray());
  }

  private byte[] file(StringTable names) {
    if (sections.size() + 1 >= ElfFormat.SHN_LORESERVE) {
      throw new IllegalArgumentException(
          "the object needs " + sections.size() + " sections; ELF can number 65279");
    }
    LittleEndianOutput body = new LittleEndianOutput().bytes(new byte[ElfFormat.HEADER_BYTES]);
    LittleEndianOutput headers =
        new LittleEndianOutput().bytes(new byte[ElfFormat.SECTION_HEADER_BYTES]);
    for (int i = 0; i < sections.size(); i++) {
      Section section = sections.get(i);
      body.align(section.alignment());
      header(section, names.offset(section.name()), body.size(), headers);
      body.bytes(contents.get(i));
    }
    body.align(8);
    byte[] file = body.bytes(headers.toByteArray()).toByteArray();
    byte[] start = fileHeader(file.length - headers.size());
    System.arraycopy(start, 0, file, 0, start.length);
    return file;
  }

  private static void header(Section section, int name, int offset, LittleEndianOutput out) {
    out.u32(name)
        .u32(section.type())
        .u64(section.flags())
        .u64(0) // address
        .u64(offset)
        .u64(section.size())
        .u32(section.link())
        .u32(section.info())
        .u64(section.alignment())
        .u64(section.entryBytes());
  }

  private byte[] fileHeader(int sectionHeaders) {
    return new LittleEndianOutput()
        .u32(ElfFormat.MAGIC)
        .u8(ElfFormat.CLASS_64)
        .u8(ElfFormat.DATA_LITTLE_ENDIAN)
        .u8(ElfFormat.VERSION)
        .bytes(new byte[9]) // no ABI, padding
        .u16(ElfFormat.TYPE_RELOCATABLE)
        .u16(ElfFormat.MACHINE_BPF)
        .u32(ElfFormat.VERSION)
        .u64(0) // entry
        .u64(0) // no program headers
        .u64(sectionHeaders)
        .u32(0) // flags
        .u16(ElfFormat.HEADER_BYTES)
        .u16(0)
        .u16(0)
        .u16(ElfFormat.SECTION_HEADER_BYTES)
        .u16(sections.size() + 1)
        .u16(sections.size()) // the names are in the last section
        .toByteArray();
  }
}

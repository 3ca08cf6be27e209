package org.gpol.bpf.object;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gpol.bpf.binary.ObjectFormatException;
import org.gpol.bpf.isa.InsnCodec;

/** The functions of an object: what its symbols say of its sections of code. */
final class FunctionSymbols {
  /**
   * A function.
   *
   * @param offset bytes from the start of the section
   */
  record Body(String name, ElfFile.Section section, int offset, int bytes, boolean global) {
    int slots() {
      return bytes / InsnCodec.SLOT_BYTES;
    }

    int end() {
      return offset + bytes;
    }
  }

  private final ElfFile elf;
  private final Map<Integer, TreeMap<Integer, Body>> bySection = new HashMap<>();

  private FunctionSymbols(ElfFile elf) {
    this.elf = elf;
  }

  static FunctionSymbols read(ElfFile elf) throws ObjectFormatException {
    FunctionSymbols functions = new FunctionSymbols(elf);
    for (ElfFile.Symbol symbol : elf.symbols()) {
      ElfFile.Section section = elf.section(symbol.section()).orElse(null);
      boolean function = symbol.type() == ElfFormat.STT_FUNC;
      if (function && section != null && section.executable()) {
        functions.add(symbol, section);
      }
    }
    functions.checkOverlap();
    return functions;
  }

  /** The function that begins at {@code offset} of {@code section}, or null. */
  Body at(ElfFile.Section section, long offset) {
    TreeMap<Integer, Body> functions = bySection.get(section.index());
    boolean possible = functions != null && offset >= 0 && offset <= Integer.MAX_VALUE;
    return possible ? functions.get((int) offset) : null;
  }

  /**
   * The programs: global functions outside {@code .text}, which holds what others call, in the
   * order of their sections. An object with nothing but {@code .text} has its programs there. A
   * section whose name begins with a question mark is not to be loaded, says libbpf.
   */
  List<Body> entries() {
    List<Body> all = new ArrayList<>();
    bySection.values().forEach(functions -> all.addAll(functions.values()));
    all.removeIf(body -> !body.global || body.section.name().startsWith("?"));
    all.sort(
        Comparator.comparingInt((Body body) -> body.section.index())
            .thenComparingInt(body -> body.offset));
    List<Body> outside = new ArrayList<>(all);
    outside.removeIf(body -> body.section.name().equals(ElfFormat.TEXT));
    return outside.isEmpty() ? all : outside;
  }

  private void add(ElfFile.Symbol symbol, ElfFile.Section section) throws ObjectFormatException {
    long start = symbol.value();
    long size = symbol.size();
    boolean whole = start % InsnCodec.SLOT_BYTES == 0 && size % InsnCodec.SLOT_BYTES == 0;
    boolean inside = start >= 0 && size > 0 && start <= section.size() - size;
    if (!whole || !inside) {
      throw elf.failAtSymbol(
          symbol, "function `" + symbol.name() + "` is not made of instructions of its section");
    }
    boolean global = symbol.binding() != ElfFormat.STB_LOCAL;
    bySection
        .computeIfAbsent(section.index(), index -> new TreeMap<>())
        .putIfAbsent(
            (int) start, new Body(symbol.name(), section, (int) start, (int) size, global));
  }

  private void checkOverlap() throws ObjectFormatException {
    for (TreeMap<Integer, Body> functions : bySection.values()) {
      Body before = null;
      for (Body body : functions.values()) {
        if (before != null && before.end() > body.offset) {
          throw body.section
              .content()
              .fail(
                  body.offset, "function `" + body.name + "` begins inside `" + before.name + "`");
        }
        before = body;
      }
    }
  }
}

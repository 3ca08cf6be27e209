package org.gpol.vm.verifier;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.code.Function;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.InsnCodec;
import org.gpol.bpf.platform.MapSpec;

/**
 * An object that clang made of the test programs: just enough of ELF for them. A program is a
 * section {@code test/NAME}; maps are those of the tests, by name; data sections become maps.
 */
final class ClangObject {
  private static final int INSN = 8;
  private static final int LDDW = 0x18;

  private record Section(String name, int type, int offset, int size, int link, int info) {}

  private record Symbol(String name, int section, int value, int size) {}

  private final ByteBuffer file;
  private final List<Section> sections = new ArrayList<>();
  private final List<Symbol> symbols = new ArrayList<>();
  private final Map<Integer, Map<Integer, Symbol>> relocations = new TreeMap<>();
  private final Map<Integer, Integer> dataMaps = new TreeMap<>();

  /** The maps of the tests and those of the data sections. */
  final List<MapSpec> maps = new ArrayList<>(Fixture.ALL_MAPS);

  /** What is in the maps that do not change. */
  final Map<Integer, byte[]> frozen = new TreeMap<>();

  /** The programs by name. */
  final Map<String, Code> programs = new LinkedHashMap<>();

  ClangObject(byte[] bytes) throws IOException {
    file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    readSections();
    readSymbols();
    readRelocations();
    frozen.put(Fixture.RODATA, Fixture.frozen());
    for (int i = 0; i < sections.size(); i++) {
      Section section = sections.get(i);
      if (section.name.matches("\\.(data|bss|rodata).*") && section.size > 0) {
        dataMap(i, section);
      }
    }
    for (int i = 0; i < sections.size(); i++) {
      if (sections.get(i).name.startsWith("test/")) {
        programs.put(sections.get(i).name.substring(5), link(i));
      }
    }
  }

  private void readSections() {
    int at = (int) file.getLong(40);
    int count = file.getShort(60);
    int names = (int) file.getLong(at + 64 * file.getShort(62) + 24);
    for (int i = 0; i < count; i++, at += 64) {
      sections.add(
          new Section(
              text(names + file.getInt(at)),
              file.getInt(at + 4),
              (int) file.getLong(at + 24),
              (int) file.getLong(at + 32),
              file.getInt(at + 40),
              file.getInt(at + 44)));
    }
  }

  private void readSymbols() {
    Section table = sections.stream().filter(s -> s.type == 2).findFirst().orElseThrow();
    int names = sections.get(table.link).offset;
    for (int at = table.offset; at < table.offset + table.size; at += 24) {
      symbols.add(
          new Symbol(
              text(names + file.getInt(at)),
              file.getShort(at + 6),
              (int) file.getLong(at + 8),
              (int) file.getLong(at + 16)));
    }
  }

  private void readRelocations() {
    for (Section section : sections) {
      for (int at = section.offset; section.type == 9 && at < section.offset + section.size; ) {
        relocations
            .computeIfAbsent(section.info, i -> new TreeMap<>())
            .put((int) file.getLong(at), symbols.get(file.getInt(at + 12)));
        at += 16;
      }
    }
  }

  private void dataMap(int index, Section section) {
    dataMaps.put(index, maps.size());
    if (section.name.startsWith(".rodata")) {
      frozen.put(
          maps.size(),
          Arrays.copyOfRange(file.array(), section.offset, section.offset + section.size));
    }
    maps.add(MapSpec.array(section.name, section.size, 1));
  }

  /** A function of the object: its section and where it starts there. */
  private record Place(int section, int start) {}

  private Code link(int program) throws IOException {
    Map<Place, Integer> starts = new LinkedHashMap<>();
    List<Place> order = new ArrayList<>();
    starts.put(new Place(program, 0), 0);
    order.add(new Place(program, 0));
    ByteBuffer code = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    List<int[]> references = new ArrayList<>();
    for (int i = 0; i < order.size(); i++) {
      Place place = order.get(i);
      starts.put(place, code.position() / INSN);
      copy(place, code, order, references);
    }
    for (int[] reference : references) {
      int slot = reference[0];
      int target = starts.get(order.get(reference[1]));
      code.putInt(slot * INSN + 4, target - slot - 1);
    }
    List<Insn> insns;
    try {
      insns = InsnCodec.decode(Arrays.copyOf(code.array(), code.position()));
    } catch (org.gpol.bpf.isa.DecodeException e) {
      throw new IOException(e);
    }
    return new Code(insns, functions(insns, order, starts), Code.of(insns).lines());
  }

  private static List<Function> functions(
      List<Insn> insns, List<Place> order, Map<Place, Integer> starts) {
    Code plain = Code.of(insns);
    List<Function> functions = new ArrayList<>();
    for (Place place : order) {
      int index = 0;
      while (plain.slotOf(index) < starts.get(place)) {
        index++;
      }
      functions.add(new Function("f" + functions.size(), index));
    }
    return functions;
  }

  private void copy(Place place, ByteBuffer code, List<Place> order, List<int[]> references) {
    Section section = sections.get(place.section);
    int size = section.size;
    for (Symbol symbol : symbols) {
      if (symbol.section == place.section && symbol.value == place.start && symbol.size > 0) {
        size = symbol.size;
      }
    }
    for (int at = place.start; at < place.start + size; at += INSN) {
      int slot = code.position() / INSN;
      code.putLong(file.getLong(section.offset + at));
      int opcode = code.get(slot * INSN) & 0xff;
      Symbol symbol = relocations.getOrDefault(place.section, Map.of()).get(at);
      if (opcode == LDDW) {
        at += INSN;
        code.putLong(file.getLong(section.offset + at));
        if (symbol != null) {
          load(code, slot, symbol, order, references);
        }
      } else if (opcode == 0x85 && code.get(slot * INSN + 1) >> 4 == 1) {
        int target = at + INSN * (1 + code.getInt(slot * INSN + 4));
        Place callee =
            symbol == null
                ? new Place(place.section, target)
                : new Place(symbol.section, symbol.value + INSN * (1 + code.getInt(slot * 8 + 4)));
        refer(callee, slot, order, references);
      }
    }
  }

  private void load(
      ByteBuffer code, int slot, Symbol symbol, List<Place> order, List<int[]> references) {
    int at = slot * INSN;
    String section = sections.get(symbol.section).name;
    int destination = code.get(at + 1) & 0x0f;
    if (section.equals(".maps")) {
      code.put(at + 1, (byte) (destination | 1 << 4));
      code.putInt(at + 4, map(symbol.name));
    } else if (dataMaps.containsKey(symbol.section)) {
      code.put(at + 1, (byte) (destination | 2 << 4));
      code.putInt(at + 12, symbol.value + code.getInt(at + 4));
      code.putInt(at + 4, dataMaps.get(symbol.section));
    } else {
      code.put(at + 1, (byte) (destination | 4 << 4));
      refer(new Place(symbol.section, symbol.value + code.getInt(at + 4)), slot, order, references);
    }
  }

  private static void refer(Place callee, int slot, List<Place> order, List<int[]> references) {
    if (!order.contains(callee)) {
      order.add(callee);
    }
    references.add(new int[] {slot, order.indexOf(callee)});
  }

  private int map(String name) {
    for (int i = 0; i < maps.size(); i++) {
      if (maps.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no map is called " + name);
  }

  private String text(int at) {
    int end = at;
    while (file.get(end) != 0) {
      end++;
    }
    return new String(file.array(), at, end - at, StandardCharsets.UTF_8);
  }
}

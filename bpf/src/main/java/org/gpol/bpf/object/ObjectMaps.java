package org.gpol.bpf.object;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.gpol.bpf.binary.ObjectFormatException;
import org.gpol.bpf.btf.BtfTable;
import org.gpol.bpf.btf.BtfType;
import org.gpol.bpf.platform.MapSpec;

/**
 * The maps of an object: those that the section {@code .maps} declares, and an array for each
 * section of global data. Knows which map a place in the object belongs to.
 */
final class ObjectMaps {
  /** What sections without bytes in the file may have together. */
  private static final long MAX_ZEROES = 16 << 20;

  /** A declared map: where its declaration begins, and where its initial entries do. */
  private record Declared(int index, int offset, int bytes, int valuesOffset) {}

  private final ElfFile elf;
  private final BtfTable types;
  private final List<MapSpec> specs = new ArrayList<>();
  private final TreeMap<Integer, Declared> declared = new TreeMap<>();
  private final Map<Integer, Integer> bySection = new HashMap<>();
  private final List<DataSection> data = new ArrayList<>();
  private final List<Variable> variables = new ArrayList<>();
  private long zeroes;

  ObjectMaps(ElfFile elf, BtfTable types) {
    this.elf = elf;
    this.types = types;
  }

  void read() throws ObjectFormatException {
    Optional<ElfFile.Section> maps = elf.section(ElfFormat.MAPS);
    if (maps.isPresent()) {
      declarations(maps.get());
    }
    for (ElfFile.Section section : elf.sections()) {
      if (isData(section) && section.size() != 0) {
        data(section);
      }
    }
    for (BtfType type : types.types()) {
      if (type instanceof BtfType.DataSec section) {
        variables(section);
      }
    }
  }

  List<MapSpec> specs() {
    return specs;
  }

  List<DataSection> data() {
    return data;
  }

  List<Variable> variables() {
    return variables;
  }

  /** The map that is declared at {@code offset} of {@code section}. */
  Optional<Integer> declaredAt(ElfFile.Section section, long offset) {
    Declared map = section.name().equals(ElfFormat.MAPS) ? declared.get((int) offset) : null;
    return map == null || map.offset != offset ? Optional.empty() : Optional.of(map.index);
  }

  /** The map that holds a section of global data. */
  Optional<Integer> holding(ElfFile.Section section) {
    return Optional.ofNullable(bySection.get(section.index()));
  }

  /** Which entry of which map the eight bytes at {@code offset} of {@code .maps} initialise. */
  Optional<MapEntry> entryAt(long offset) {
    Map.Entry<Integer, Declared> found =
        offset < 0 || offset > Integer.MAX_VALUE ? null : declared.floorEntry((int) offset);
    if (found == null) {
      return Optional.empty();
    }
    Declared map = found.getValue();
    long inside = offset - map.offset - map.valuesOffset;
    boolean fits = map.valuesOffset >= 0 && inside >= 0 && inside % 8 == 0;
    boolean ends = offset + 8 <= (long) map.offset + map.bytes;
    return fits && ends
        ? Optional.of(new MapEntry(map.index, (int) (inside / 8), 0))
        : Optional.empty();
  }

  private static boolean isData(ElfFile.Section section) {
    boolean held =
        section.type() == ElfFormat.SHT_PROGBITS || section.type() == ElfFormat.SHT_NOBITS;
    boolean loaded = (section.flags() & ElfFormat.SHF_ALLOC) != 0 && !section.executable();
    boolean named =
        section.isOrUnder(ElfFormat.DATA)
            || section.isOrUnder(ElfFormat.RODATA)
            || section.isOrUnder(ElfFormat.BSS);
    return held && loaded && named;
  }

  private void declarations(ElfFile.Section section) throws ObjectFormatException {
    BtfType.DataSec list = null;
    for (BtfType type : types.types()) {
      if (type instanceof BtfType.DataSec data && data.name().equals(ElfFormat.MAPS)) {
        list = data;
      }
    }
    if (list == null) {
      throw section.content().fail(0, "expected types of the maps in .BTF: compile with -g");
    }
    MapFields fields = new MapFields(types);
    for (BtfType.SecVar place : list.variables()) {
      BtfType variable = types.type(place.type()).orElseThrow();
      try {
        declaration(place, variable, fields);
      } catch (IllegalArgumentException e) {
        String what = e.getMessage();
        String title = what.startsWith("map ") ? "" : "map " + variable.name() + " ";
        throw section.content().fail(place.offset(), title + what);
      }
    }
  }

  private void declaration(BtfType.SecVar place, BtfType variable, MapFields fields) {
    if (!(variable instanceof BtfType.Var var)
        || !(types.resolved(var.type()).orElse(null) instanceof BtfType.Struct struct)) {
      throw new IllegalArgumentException("is not declared as a structure");
    }
    if (var.linkage() == BtfType.Linkage.EXTERN) {
      throw new IllegalArgumentException("is declared in another object: link the objects first");
    }
    MapDefinition definition = MapDefinition.read(variable.name(), struct, types);
    int bytes = Math.max(place.bytes(), struct.bytes());
    Declared map = new Declared(specs.size(), place.offset(), bytes, definition.valuesOffset());
    if (declared.put(place.offset(), map) != null) {
      throw new IllegalArgumentException("is where another map is");
    }
    specs.add(definition.spec(fields));
  }

  private void data(ElfFile.Section section) throws ObjectFormatException {
    boolean zero = section.type() == ElfFormat.SHT_NOBITS;
    long size = section.size();
    if (zero) {
      zeroes += size < 0 || size > MAX_ZEROES ? MAX_ZEROES + 1 : size;
      if (zeroes > MAX_ZEROES) {
        String limit = (MAX_ZEROES >> 20) + " MiB";
        throw section.content().fail(0, section.name() + " is larger than " + limit);
      }
    }
    byte[] content = zero ? new byte[(int) size] : section.content().copy();
    boolean readOnly = section.isOrUnder(ElfFormat.RODATA);
    bySection.put(section.index(), specs.size());
    data.add(new DataSection(specs.size(), content, readOnly));
    specs.add(MapSpec.globalData(section.name(), content.length, readOnly));
  }

  private void variables(BtfType.DataSec list) throws ObjectFormatException {
    Optional<ElfFile.Section> section = elf.section(list.name());
    Integer map = section.map(s -> bySection.get(s.index())).orElse(null);
    if (map == null) {
      return;
    }
    specs.set(map, specs.get(map).withTypes(0, types.types().indexOf(list) + 1));
    for (BtfType.SecVar place : list.variables()) {
      BtfType variable = types.type(place.type()).orElseThrow();
      if ((long) place.offset() + place.bytes() > section.get().size()) {
        throw section
            .get()
            .content()
            .fail(0, "variable `" + variable.name() + "` ends behind " + list.name());
      }
      if (variable instanceof BtfType.Var var) {
        variables.add(VariableTypes.variable(var, map, place, types));
      }
    }
  }
}

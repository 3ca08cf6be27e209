package org.gpol.bpf.object;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gpol.bpf.btf.BtfType;
import org.gpol.bpf.platform.MapSpec;

/** Writes what is not code: the license, declarations of maps, global data, and their symbols. */
final class ElfData {
  private static final long WRITABLE = ElfFormat.SHF_ALLOC | ElfFormat.SHF_WRITE;
  private static final int ALIGNMENT = 8;
  private static final int POINTER_BYTES = 8;

  private final BpfObject object;
  private final ElfImage image;

  /** Which section each map's data is in. */
  private final Map<Integer, Integer> sections = new HashMap<>();

  /** The symbols of each section of data, by its index. */
  private final Map<Integer, List<ElfImage.Symbol>> variables = new HashMap<>();

  private final Map<String, ElfImage.Symbol> maps = new HashMap<>();
  private final Set<String> names = new HashSet<>();

  ElfData(BpfObject object, ElfImage image) {
    this.object = object;
    this.image = image;
  }

  void write() {
    object.programs().forEach(program -> unique(program.name()));
    byte[] license = ElfWriter.license(object);
    symbols(ElfFormat.LICENSE, image.section(ElfFormat.LICENSE, WRITABLE, 1, license));
    writeMaps();
    for (DataSection data : object.data()) {
      writeData(data);
    }
  }

  private void unique(String name) {
    if (!names.add(name)) {
      throw new IllegalArgumentException("two things are called `" + name + "`");
    }
  }

  private void writeMaps() {
    BtfType.DataSec types = describe(ElfFormat.MAPS);
    if (types == null) {
      return;
    }
    int bytes = 0;
    for (BtfType.SecVar place : types.variables()) {
      bytes = Math.max(bytes, place.offset() + place.bytes());
    }
    int index = image.section(ElfFormat.MAPS, WRITABLE, ALIGNMENT, new byte[bytes]);
    for (ElfImage.Symbol symbol : symbols(ElfFormat.MAPS, index)) {
      maps.put(symbol.name(), symbol);
    }
    for (MapEntry entry : object.entries()) {
      MapSpec map = object.maps().get(entry.map());
      ElfImage.Symbol symbol = map(entry.map());
      int offset = symbol.value() + structBytes(map) + entry.key() * POINTER_BYTES;
      image.relocate(
          index, new ElfImage.Relocation(offset, ElfFormat.R_BPF_64_ABS64, target(map, entry)));
    }
  }

  /** The size of a map's declaration without its entries. */
  private int structBytes(MapSpec map) {
    for (BtfType type : object.btf().types()) {
      if (type instanceof BtfType.Var var
          && var.name().equals(map.name())
          && object.btf().type(var.type()).orElse(null) instanceof BtfType.Struct struct) {
        return struct.bytes();
      }
    }
    throw new IllegalArgumentException("map `" + map.name() + "` is not declared in the types");
  }

  private ElfImage.Symbol target(MapSpec map, MapEntry entry) {
    return map.type().holdsMaps()
        ? map(entry.target())
        : image.function(object.programs().get(entry.target()).name());
  }

  private void writeData(DataSection data) {
    String name = object.maps().get(data.map()).name();
    byte[] content = data.bytes();
    int index;
    if (isOf(ElfFormat.BSS, name)) {
      for (byte b : content) {
        if (b != 0) {
          throw new IllegalArgumentException(name + " has content, which must be zero there");
        }
      }
      index = image.zeros(name, WRITABLE, ALIGNMENT, content.length);
    } else if (isOf(ElfFormat.DATA, name) || isOf(ElfFormat.RODATA, name)) {
      long flags = isOf(ElfFormat.RODATA, name) ? ElfFormat.SHF_ALLOC : WRITABLE;
      index = image.section(name, flags, ALIGNMENT, content);
    } else {
      throw new IllegalArgumentException("`" + name + "` is no name for global data");
    }
    if (data.readOnly() != isOf(ElfFormat.RODATA, name)) {
      throw new IllegalArgumentException("`" + name + "` says otherwise who may write it");
    }
    sections.put(data.map(), index);
    symbols(name, index);
  }

  /** True for {@code base} and {@code base.…}. */
  private static boolean isOf(String base, String name) {
    return name.equals(base) || name.startsWith(base + ".");
  }

  private BtfType.DataSec describe(String section) {
    for (BtfType type : object.btf().types()) {
      if (type instanceof BtfType.DataSec found && found.name().equals(section)) {
        return found;
      }
    }
    return null;
  }

  private List<ElfImage.Symbol> symbols(String section, int index) {
    List<ElfImage.Symbol> found = new ArrayList<>();
    BtfType.DataSec types = describe(section);
    for (BtfType.SecVar place : types == null ? List.<BtfType.SecVar>of() : types.variables()) {
      if (object.btf().type(place.type()).orElse(null) instanceof BtfType.Var var) {
        found.add(symbol(var, place, index));
      }
    }
    found.forEach(image::symbol);
    variables.put(index, found);
    return found;
  }

  private ElfImage.Symbol symbol(BtfType.Var var, BtfType.SecVar place, int index) {
    boolean local = var.linkage() == BtfType.Linkage.STATIC;
    if (!local) {
      unique(var.name());
    }
    int bind = local ? ElfFormat.STB_LOCAL : ElfFormat.STB_GLOBAL;
    return new ElfImage.Symbol(
        var.name(), bind, ElfFormat.STT_OBJECT, index, place.offset(), place.bytes());
  }

  /** The symbol of the map with that index, which is not one of global data. */
  ElfImage.Symbol map(int index) {
    ElfImage.Symbol symbol =
        index >= 0 && index < object.maps().size()
            ? maps.get(object.maps().get(index).name())
            : null;
    if (symbol == null) {
      throw new IllegalArgumentException("map " + index + " is no map of .maps");
    }
    return symbol;
  }

  /**
   * The symbol that an offset into global data belongs to: a variable, or the section where there
   * is none.
   */
  ElfImage.Symbol data(int map, int offset) {
    Integer section = sections.get(map);
    if (section == null) {
      throw new IllegalArgumentException(
          "map " + map + " is not global data, so files cannot refer to its value");
    }
    for (ElfImage.Symbol symbol : variables.get(section)) {
      boolean inside = offset >= symbol.value() && offset < symbol.value() + symbol.size();
      if (inside && symbol.bind() == ElfFormat.STB_GLOBAL) {
        return symbol;
      }
    }
    return ElfImage.Symbol.section(section);
  }
}

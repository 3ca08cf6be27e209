package org.gpol.bpf.object;

import java.util.ArrayList;
import java.util.List;
import org.gpol.bpf.btf.BtfBuilder;
import org.gpol.bpf.btf.BtfType;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.platform.MapType;

/**
 * Maps as types, by libbpf's convention: a structure whose members' types carry the numbers. What C
 * writes as {@code __uint(max_entries, 8)} is a pointer to an array of 8 integers; {@code
 * __type(key, u32)} is a pointer to the type; {@code __array(values, …)} is an array without size
 * of pointers to what each entry is like, and is followed by the entries that the map has from the
 * start.
 */
final class MapTypes {
  private static final int POINTER_BYTES = 8;

  private final BtfBuilder types;
  private final List<BtfType.Member> members = new ArrayList<>();

  private MapTypes(BtfBuilder types) {
    this.types = types;
  }

  /**
   * The type of the variable that declares {@code map}.
   *
   * @param filled the map of programs has entries from the start
   */
  static int declare(MapSpec map, boolean filled, BtfBuilder types) {
    return new MapTypes(types).struct(map, filled);
  }

  private int struct(MapSpec map, boolean filled) {
    if (!map.fields().isEmpty() && map.valueType() == 0) {
      throw new IllegalArgumentException(
          "map `"
              + map.name()
              + "` has a "
              + map.fields().get(0).kind()
              + " in its values, whose type is not known");
    }
    number("type", map.type().number());
    if (map.maxEntries() != 0) {
      number("max_entries", map.maxEntries());
    }
    if (map.flags() != 0) {
      number("map_flags", map.flags());
    }
    if (map.extra() != 0) {
      extra(map.extra());
    }
    part("key", map.keyType(), map.keySize());
    boolean programs = filled && map.type() == MapType.PROG_ARRAY;
    if (map.inner() == null && !programs) {
      part("value", map.valueType(), map.valueSize());
    }
    int bytes = members.size() * POINTER_BYTES;
    if (map.inner() != null) {
      values(types.pointer(declare(map.inner(), false, types)));
    } else if (programs) {
      values(types.pointer(programType()));
    }
    return types.add(new BtfType.Struct("", false, bytes, members));
  }

  private void number(String name, int value) {
    if (value < 0) {
      // Counts of arrays are unsigned, but a negative one would be misread by too many tools.
      throw new IllegalArgumentException(name + " of a map is " + value);
    }
    member(name, types.pointer(types.array(types.signed(4), value)));
  }

  /** What does not fit a count of 32 bits is the value of an enumeration: C's {@code __ulong}. */
  private void extra(long value) {
    if (value == (int) value && value > 0) {
      number("map_extra", (int) value);
    } else {
      List<BtfType.Value> values = List.of(new BtfType.Value("__map_extra", value));
      member("map_extra", types.add(new BtfType.Enumeration("", 8, false, true, values)));
    }
  }

  private void part(String name, int type, int bytes) {
    if (type != 0) {
      member(name, types.pointer(type));
    } else if (bytes != 0) {
      number(name + "_size", bytes);
    }
  }

  private void values(int pointer) {
    member("values", types.array(pointer, 0));
  }

  /** C's {@code int (void *)}. */
  private int programType() {
    BtfType.Param context = new BtfType.Param("", types.pointer(0));
    return types.add(new BtfType.FuncProto(types.signed(4), List.of(context)));
  }

  private void member(String name, int type) {
    members.add(new BtfType.Member(name, type, members.size() * POINTER_BYTES * 8, 0));
  }
}

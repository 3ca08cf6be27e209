package org.gpol.compiler.lower;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gpol.bpf.object.DataSection;
import org.gpol.bpf.object.Variable;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.compiler.checked.CheckedPolicy;
import org.gpol.compiler.checked.ScalarType;
import org.gpol.compiler.checked.Symbol;
import org.gpol.compiler.checked.Type;
import org.gpol.compiler.checked.TypedExpr;
import org.gpol.compiler.ir.IrValue.GlobalAddress;

/**
 * Lays out global data: {@code .rodata} with parameters, what the loader fills in and format
 * strings; {@code .data} and {@code .bss} with variables. A section is a map, which exists if the
 * section has content; its size is known only when all format strings are.
 */
final class GlobalData {
  private static final int SECTION_ALIGNMENT = 8;

  private static final class Section {
    final String name;
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int map = -1;

    Section(String name) {
      this.name = name;
    }

    /** Appends a number of {@code size} bytes, or zeros, aligned. */
    int add(long value, int size, int alignment) {
      align(alignment);
      int offset = bytes.size();
      for (int i = 0; i < size; i++) {
        bytes.write(i < Long.BYTES ? (int) (value >> (8 * i)) : 0);
      }
      return offset;
    }

    int add(byte[] image, int alignment) {
      align(alignment);
      int offset = bytes.size();
      bytes.writeBytes(image);
      return offset;
    }

    void align(int alignment) {
      while (bytes.size() % alignment != 0) {
        bytes.write(0);
      }
    }
  }

  private final Section rodata = new Section(".rodata");
  private final Section data = new Section(".data");
  private final Section bss = new Section(".bss");
  private final Map<Symbol, GlobalAddress> addresses = new LinkedHashMap<>();
  private final Map<String, GlobalAddress> strings = new LinkedHashMap<>();
  private final List<Variable> variables = new ArrayList<>();
  private final MapTable maps;

  GlobalData(CheckedPolicy policy, MapTable maps) {
    this.maps = maps;
    for (Symbol.Param p : policy.params()) {
      place(rodata, p, p.type(), p.value());
      variable(p, p.type(), p.low(), p.high(), true);
    }
    for (Symbol.ExternVar extern : policy.externs()) {
      place(rodata, extern, extern.type(), 0);
      variable(extern, extern.type(), 0, 0, false);
    }
    for (Symbol.Global global : policy.globals()) {
      place(global);
      if (global.type().isNumber()) {
        variable(global, global.type(), 0, 0, false);
      }
    }
  }

  GlobalAddress address(Symbol symbol) {
    return addresses.get(symbol);
  }

  /** Where each parameter, extern and global is. */
  Map<Symbol, GlobalAddress> addresses() {
    return Collections.unmodifiableMap(addresses);
  }

  /** The address of a string with a zero behind it. */
  GlobalAddress string(String text) {
    return strings.computeIfAbsent(
        text,
        t -> {
          int offset = rodata.bytes.size();
          rodata.bytes.writeBytes(t.getBytes(StandardCharsets.UTF_8));
          rodata.bytes.write(0);
          return new GlobalAddress(map(rodata), offset);
        });
  }

  List<Variable> variables() {
    return variables;
  }

  /** The finished sections; sets the sizes of their maps. */
  List<DataSection> finish() {
    List<DataSection> sections = new ArrayList<>();
    for (Section section : List.of(rodata, data, bss)) {
      if (section.map >= 0) {
        section.align(SECTION_ALIGNMENT);
        byte[] bytes = section.bytes.toByteArray();
        maps.specs().set(section.map, spec(section, bytes.length));
        sections.add(new DataSection(section.map, bytes, section == rodata));
      }
    }
    return sections;
  }

  private int map(Section section) {
    if (section.map < 0) {
      section.map = maps.add(spec(section, SECTION_ALIGNMENT));
    }
    return section.map;
  }

  private MapSpec spec(Section section, int bytes) {
    return MapSpec.globalData(section.name, bytes, section == rodata);
  }

  private void place(Section section, Symbol symbol, Type type, long value) {
    int offset = section.add(value, type.size(), type.alignment());
    addresses.put(symbol, new GlobalAddress(map(section), offset));
  }

  private void place(Symbol.Global global) {
    byte[] image = new byte[global.type().size()];
    if (global.initial() != null) {
      write(global.initial(), image, 0);
    }
    boolean zero = true;
    for (byte b : image) {
      zero &= b == 0;
    }
    Section section = zero ? bss : data;
    int offset = section.add(image, global.type().alignment());
    addresses.put(global, new GlobalAddress(map(section), offset));
  }

  /** Writes a value that is made of constants. */
  private static void write(TypedExpr value, byte[] image, int at) {
    if (value instanceof TypedExpr.Literal literal) {
      for (int i = 0; i < literal.type().size(); i++) {
        image[at + i] = (byte) (literal.value() >> (8 * i));
      }
    } else if (value instanceof TypedExpr.StructValue struct) {
      for (int i = 0; i < struct.values().size(); i++) {
        write(struct.values().get(i), image, at + struct.type().fields().get(i).offset());
      }
    } else if (value instanceof TypedExpr.ArrayValue array) {
      for (int i = 0; i < array.type().length(); i++) {
        TypedExpr element = array.values().get(Math.min(i, array.values().size() - 1));
        write(element, image, at + i * array.type().element().size());
      }
    }
  }

  private void variable(Symbol symbol, Type type, long low, long high, boolean parameter) {
    GlobalAddress at = addresses.get(symbol);
    variables.add(
        new Variable(
            symbol.name(), at.map(), at.offset(), type.size(), kind(type), low, high, parameter));
  }

  private static Variable.Kind kind(Type type) {
    if (!type.isNumber()) {
      return Variable.Kind.COMPOSITE;
    }
    ScalarType scalar = type.scalar();
    return switch (scalar) {
      case BOOL -> Variable.Kind.BOOL;
      case DURATION, TIME -> Variable.Kind.DURATION;
      case U8, U16, U32, U64, CPU -> Variable.Kind.UNSIGNED;
      case I8, I16, I32, I64, GTID, ERRNO -> Variable.Kind.SIGNED;
    };
  }
}

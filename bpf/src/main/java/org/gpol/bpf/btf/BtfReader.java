package org.gpol.bpf.btf;

import java.util.ArrayList;
import java.util.List;
import org.gpol.bpf.binary.ByteView;
import org.gpol.bpf.binary.ObjectFormatException;
import org.gpol.bpf.binary.StringTable;

/** Reads the section {@code .BTF}, and believes nothing of it. */
public final class BtfReader {
  private static final String[] ENCODINGS = {"", "signed", "char", "", "bool"};

  private final ByteView types;
  private final StringTable strings;
  private final List<BtfType> read = new ArrayList<>();
  private int at;

  private BtfReader(ByteView types, StringTable strings) {
    this.types = types;
    this.strings = strings;
  }

  /** The types of {@code section}: what they refer to exists, and none contains itself. */
  public static BtfTable read(ByteView section) throws ObjectFormatException {
    header(section, BtfFormat.HEADER_BYTES);
    int header = section.s32(4);
    ByteView types =
        section.slice(header + section.u32(8), section.u32(12), "the list of types in .BTF");
    BtfTable table = new BtfTable(new BtfReader(types, strings(section)).readAll());
    BtfCheck.check(table, section);
    return table;
  }

  /** The strings of a {@code .BTF} section, which {@code .BTF.ext} refers to as well. */
  static StringTable strings(ByteView section) throws ObjectFormatException {
    long start = section.u32(4) + section.u32(16);
    return new StringTable(section.slice(start, section.u32(20), "the strings of .BTF"));
  }

  /** Checks what the headers of both sections begin with. */
  static void header(ByteView section, int least) throws ObjectFormatException {
    int magic = section.u16(0);
    if (magic == Integer.reverseBytes(BtfFormat.MAGIC) >>> 16) {
      throw section.fail(0, "BTF in big-endian order is not supported");
    }
    if (magic != BtfFormat.MAGIC) {
      throw section.fail(0, "expected the magic number 0xeb9f of BTF");
    }
    if (section.u8(2) != BtfFormat.VERSION) {
      throw section.fail(2, "expected version 1 of BTF, not " + section.u8(2));
    }
    if (section.u32(4) < least || section.u32(4) > section.size()) {
      throw section.fail(4, "expected a header of " + least + " bytes or more");
    }
  }

  private List<BtfType> readAll() throws ObjectFormatException {
    while (at < types.size()) {
      read.add(type());
    }
    return read;
  }

  private BtfType type() throws ObjectFormatException {
    int start = at;
    String name = strings.get(types.s32(at));
    int info = types.s32(at + 4);
    int word = types.s32(at + 8);
    at += BtfFormat.TYPE_BYTES;
    int count = info & BtfFormat.COUNT_MASK;
    boolean flag = info < 0;
    int kind = info >>> BtfFormat.KIND_SHIFT & BtfFormat.KIND_MASK;
    return switch (kind) {
      case BtfFormat.KIND_INT -> integer(name, size(word, start));
      case BtfFormat.KIND_PTR -> new BtfType.Ptr(word);
      case BtfFormat.KIND_ARRAY -> array();
      case BtfFormat.KIND_STRUCT -> structure(name, false, size(word, start), count, flag);
      case BtfFormat.KIND_UNION -> structure(name, true, size(word, start), count, flag);
      case BtfFormat.KIND_ENUM -> enumeration(name, size(word, start), count, flag, false);
      case BtfFormat.KIND_ENUM64 -> enumeration(name, size(word, start), count, flag, true);
      case BtfFormat.KIND_FWD -> new BtfType.Fwd(name, flag);
      case BtfFormat.KIND_TYPEDEF -> new BtfType.Typedef(name, word);
      case BtfFormat.KIND_VOLATILE -> new BtfType.Qualified(BtfType.Qualifier.VOLATILE, word);
      case BtfFormat.KIND_CONST -> new BtfType.Qualified(BtfType.Qualifier.CONST, word);
      case BtfFormat.KIND_RESTRICT -> new BtfType.Qualified(BtfType.Qualifier.RESTRICT, word);
      case BtfFormat.KIND_FUNC -> new BtfType.Func(name, word, linkage(count, start));
      case BtfFormat.KIND_FUNC_PROTO -> prototype(word, count);
      case BtfFormat.KIND_VAR -> new BtfType.Var(name, word, linkage(word(), start));
      case BtfFormat.KIND_DATASEC -> section(name, size(word, start), count);
      case BtfFormat.KIND_FLOAT -> new BtfType.FloatingPoint(name, size(word, start));
      case BtfFormat.KIND_DECL_TAG -> new BtfType.DeclTag(name, word, word());
      case BtfFormat.KIND_TYPE_TAG -> new BtfType.TypeTag(name, word);
      default -> throw types.fail(start + 4L, "BTF has no types of kind " + kind);
    };
  }

  private int word() throws ObjectFormatException {
    at += 4;
    return types.s32(at - 4);
  }

  private int size(int size, int start) throws ObjectFormatException {
    if (size < 0) {
      throw types.fail(start + 8L, "a type of " + Integer.toUnsignedString(size) + " bytes");
    }
    return size;
  }

  private BtfType integer(String name, int bytes) throws ObjectFormatException {
    int start = at;
    int data = word();
    int encoding = data >>> 24 & 0xf;
    int offset = data >>> 16 & 0xff;
    int bits = data & 0xff;
    boolean sized = bytes <= 16 && Integer.bitCount(bytes) == 1;
    if (!sized || bits == 0 || offset + bits > bytes * 8) {
      throw types.fail(start, "an integer of " + bits + " bits in " + bytes + " bytes");
    }
    if (encoding >= ENCODINGS.length || encoding == 3) {
      throw types.fail(start, "an integer of unknown encoding " + encoding);
    }
    BtfType.Int.Encoding meaning =
        switch (encoding) {
          case BtfFormat.INT_SIGNED -> BtfType.Int.Encoding.SIGNED;
          case BtfFormat.INT_CHAR -> BtfType.Int.Encoding.CHAR;
          case BtfFormat.INT_BOOL -> BtfType.Int.Encoding.BOOL;
          default -> BtfType.Int.Encoding.UNSIGNED;
        };
    return new BtfType.Int(name, bytes, offset, bits, meaning);
  }

  private BtfType array() throws ObjectFormatException {
    int start = at;
    int element = word();
    int index = word();
    int count = word();
    if (count < 0) {
      throw types.fail(start + 8L, "an array of " + Integer.toUnsignedString(count) + " elements");
    }
    return new BtfType.Array(element, index, count);
  }

  private BtfType structure(String name, boolean union, int bytes, int count, boolean bitFields)
      throws ObjectFormatException {
    List<BtfType.Member> members = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int start = at;
      String member = strings.get(word());
      int type = word();
      int where = word();
      int bitOffset = bitFields ? where & 0xff_ffff : where;
      if (bitOffset < 0 || bitOffset / 8 > bytes) {
        throw types.fail(start + 8L, "a member of `" + name + "` begins behind its end");
      }
      members.add(new BtfType.Member(member, type, bitOffset, bitFields ? where >>> 24 : 0));
    }
    return new BtfType.Struct(name, union, bytes, members);
  }

  private BtfType enumeration(String name, int bytes, int count, boolean signed, boolean wide)
      throws ObjectFormatException {
    if (bytes > 8 || Integer.bitCount(bytes) != 1) {
      throw types.fail(at - 4L, "an enumeration of " + bytes + " bytes");
    }
    List<BtfType.Value> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String constant = strings.get(word());
      int low = word();
      long value = signed ? low : low & 0xffff_ffffL;
      if (wide) {
        value = ((long) word() << 32) | (low & 0xffff_ffffL);
      }
      values.add(new BtfType.Value(constant, value));
    }
    return new BtfType.Enumeration(name, bytes, signed, wide, values);
  }

  private BtfType prototype(int result, int count) throws ObjectFormatException {
    List<BtfType.Param> params = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String param = strings.get(word());
      params.add(new BtfType.Param(param, word()));
    }
    return new BtfType.FuncProto(result, params);
  }

  private BtfType section(String name, int bytes, int count) throws ObjectFormatException {
    List<BtfType.SecVar> variables = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int start = at;
      int type = word();
      int offset = word();
      int size = word();
      if (offset < 0 || size < 0) {
        throw types.fail(start + 4L, "a variable of `" + name + "` is out of reach");
      }
      variables.add(new BtfType.SecVar(type, offset, size));
    }
    return new BtfType.DataSec(name, bytes, variables);
  }

  private BtfType.Linkage linkage(int number, int start) throws ObjectFormatException {
    return switch (number) {
      case 0 -> BtfType.Linkage.STATIC;
      case 1 -> BtfType.Linkage.GLOBAL;
      case 2 -> BtfType.Linkage.EXTERN;
      default -> throw types.fail(start, "unknown linkage " + Integer.toUnsignedString(number));
    };
  }
}

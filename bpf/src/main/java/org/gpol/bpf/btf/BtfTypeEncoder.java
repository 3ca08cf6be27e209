package org.gpol.bpf.btf;

import java.util.List;

/**
 * Writes types one after the other: twelve bytes that all kinds have, then what the kind adds.
 *
 * <pre>
 *   name offset | info: flag 1, unused 2, kind 5, unused 8, count 16 bits | size or type
 * </pre>
 */
final class BtfTypeEncoder {
  private final StringTable strings;
  private final LittleEndianOutput out = new LittleEndianOutput();

  BtfTypeEncoder(StringTable strings) {
    this.strings = strings;
  }

  byte[] toByteArray() {
    return out.toByteArray();
  }

  void encode(BtfType type) {
    if (type instanceof BtfType.Int t) {
      head(t, BtfFormat.KIND_INT, 0, false, t.bytes());
      out.u32(encoding(t.encoding()) << 24 | t.bitOffset() << 16 | t.bits());
    } else if (type instanceof BtfType.Array t) {
      head(t, BtfFormat.KIND_ARRAY, 0, false, 0);
      out.u32(t.element()).u32(t.index()).u32(t.count());
    } else if (type instanceof BtfType.Struct t) {
      struct(t);
    } else if (type instanceof BtfType.Enumeration t) {
      enumeration(t);
    } else if (type instanceof BtfType.FuncProto t) {
      head(t, BtfFormat.KIND_FUNC_PROTO, t.params().size(), false, t.result());
      t.params().forEach(param -> out.u32(strings.offset(param.name())).u32(param.type()));
    } else if (type instanceof BtfType.DataSec t) {
      head(t, BtfFormat.KIND_DATASEC, t.variables().size(), false, t.bytes());
      t.variables().forEach(v -> out.u32(v.type()).u32(v.offset()).u32(v.bytes()));
    } else {
      symbolOrReference(type);
    }
  }

  private void symbolOrReference(BtfType type) {
    if (type instanceof BtfType.Func t) {
      // The one kind that says its linkage where others count.
      head(t, BtfFormat.KIND_FUNC, linkage(t.linkage()), false, t.prototype());
    } else if (type instanceof BtfType.Var t) {
      head(t, BtfFormat.KIND_VAR, 0, false, t.type());
      out.u32(linkage(t.linkage()));
    } else if (type instanceof BtfType.DeclTag t) {
      head(t, BtfFormat.KIND_DECL_TAG, 0, false, t.target());
      out.u32(t.component());
    } else if (type instanceof BtfType.FloatingPoint t) {
      head(t, BtfFormat.KIND_FLOAT, 0, false, t.bytes());
    } else if (type instanceof BtfType.Fwd t) {
      head(t, BtfFormat.KIND_FWD, 0, t.union(), 0);
    } else if (type instanceof BtfType.Ptr t) {
      head(t, BtfFormat.KIND_PTR, 0, false, t.target());
    } else if (type instanceof BtfType.Typedef t) {
      head(t, BtfFormat.KIND_TYPEDEF, 0, false, t.target());
    } else if (type instanceof BtfType.Qualified t) {
      head(t, qualifier(t.qualifier()), 0, false, t.target());
    } else {
      head(type, BtfFormat.KIND_TYPE_TAG, 0, false, ((BtfType.TypeTag) type).target());
    }
  }

  private void struct(BtfType.Struct type) {
    boolean bitFields = type.members().stream().anyMatch(member -> member.bitSize() != 0);
    int kind = type.union() ? BtfFormat.KIND_UNION : BtfFormat.KIND_STRUCT;
    head(type, kind, type.members().size(), bitFields, type.bytes());
    for (BtfType.Member member : type.members()) {
      // With bit fields the upper byte of an offset is a size.
      int offset = bitFields ? member.bitSize() << 24 | member.bitOffset() : member.bitOffset();
      out.u32(strings.offset(member.name())).u32(member.type()).u32(offset);
    }
  }

  private void enumeration(BtfType.Enumeration type) {
    List<BtfType.Value> values = type.values();
    int kind = type.wide() ? BtfFormat.KIND_ENUM64 : BtfFormat.KIND_ENUM;
    head(type, kind, values.size(), type.signed(), type.bytes());
    for (BtfType.Value value : values) {
      out.u32(strings.offset(value.name()));
      if (type.wide()) {
        out.u64(value.value());
      } else {
        out.u32((int) value.value());
      }
    }
  }

  private void head(BtfType type, int kind, int count, boolean flag, int sizeOrType) {
    if (count > BtfFormat.COUNT_MASK) {
      throw new IllegalArgumentException(
          "type `" + type.name() + "` has " + count + " parts; BTF can count 65535");
    }
    int info = kind << BtfFormat.KIND_SHIFT | count | (flag ? BtfFormat.FLAG : 0);
    out.u32(strings.offset(type.name())).u32(info).u32(sizeOrType);
  }

  private static int encoding(BtfType.Int.Encoding encoding) {
    return switch (encoding) {
      case UNSIGNED -> 0;
      case SIGNED -> BtfFormat.INT_SIGNED;
      case CHAR -> BtfFormat.INT_CHAR;
      case BOOL -> BtfFormat.INT_BOOL;
    };
  }

  private static int linkage(BtfType.Linkage linkage) {
    return switch (linkage) {
      case STATIC -> BtfFormat.LINKAGE_STATIC;
      case GLOBAL -> BtfFormat.LINKAGE_GLOBAL;
      case EXTERN -> BtfFormat.LINKAGE_EXTERN;
    };
  }

  private static int qualifier(BtfType.Qualifier qualifier) {
    return switch (qualifier) {
      case VOLATILE -> BtfFormat.KIND_VOLATILE;
      case CONST -> BtfFormat.KIND_CONST;
      case RESTRICT -> BtfFormat.KIND_RESTRICT;
    };
  }
}

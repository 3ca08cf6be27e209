package org.gpol.bpf.core;

import org.gpol.bpf.btf.BtfTable;
import org.gpol.bpf.btf.BtfType;
import org.gpol.bpf.btf.CoreKind;

/**
 * What a relocation asks of an access, answered in one table of types.
 *
 * @param missing true if there is no answer
 * @param checked true if compilers cannot disagree about it
 * @param bytes the size of the field whose offset it is, else 0
 * @param type of that field
 */
record Aspect(boolean missing, long value, boolean checked, int bytes, int type) {
  /** The answer where there is no such thing. */
  static Aspect absent(CoreKind kind) {
    boolean answered =
        switch (kind) {
          case FIELD_EXISTS, TYPE_EXISTS, TYPE_SIZE, TYPE_MATCHES, ENUMVAL_EXISTS -> true;
          case TYPE_ID_TARGET, TYPE_ID_LOCAL -> true;
          default -> false;
        };
    return new Aspect(!answered, 0, true, 0, 0);
  }

  /** The answer for {@code access}. */
  static Aspect of(CoreKind kind, Access access, BtfTable types) throws CoreException {
    if (kind.ofField()) {
      return field(kind, access, types);
    }
    return switch (kind) {
      case ENUMVAL_VALUE -> plain(constant(access, types));
      case TYPE_SIZE -> plain(size(access.root(), types));
      case TYPE_ID_TARGET, TYPE_ID_LOCAL -> new Aspect(false, access.root(), false, 0, 0);
      default -> plain(1);
    };
  }

  /** True if nobody can tell this answer, for {@code mine}, from {@code other}, for {@code its}. */
  boolean agrees(Aspect other, Access mine, Access its) {
    return value == other.value && mine.bitOffset() == its.bitOffset();
  }

  private static Aspect plain(long value) {
    return new Aspect(false, value, true, 0, 0);
  }

  private static long constant(Access access, BtfTable types) {
    BtfType.Enumeration constants =
        (BtfType.Enumeration) types.type(access.last().type()).orElseThrow();
    return constants.values().get(access.last().index()).value();
  }

  private static int size(int id, BtfTable types) throws CoreException {
    long size = types.bytes(id);
    if (size < 0 || size > Integer.MAX_VALUE) {
      throw new CoreException("is of something without a size");
    }
    return (int) size;
  }

  private static Aspect field(CoreKind kind, Access access, BtfTable types) throws CoreException {
    if (kind == CoreKind.FIELD_EXISTS) {
      return plain(1);
    }
    Access.Step last = access.last();
    if (last.name().isEmpty()) {
      int size = size(last.type(), types);
      return switch (kind) {
        case FIELD_BYTE_OFFSET ->
            new Aspect(false, access.bitOffset() / 8, true, size, last.type());
        case FIELD_BYTE_SIZE -> plain(size);
        default -> throw new CoreException("asks of an element of an array what only members have");
      };
    }
    BtfType.Struct owner = (BtfType.Struct) types.type(last.type()).orElseThrow();
    BtfType.Member member = owner.members().get(last.index());
    return member(kind, access, member, types);
  }

  private static Aspect member(CoreKind kind, Access access, BtfType.Member member, BtfTable types)
      throws CoreException {
    boolean bitField = member.bitSize() > 0;
    long bit = access.bitOffset();
    long bytes = size(member.type(), types);
    long start = bit / 8;
    long bits = bytes * 8;
    if (bitField) {
      bits = member.bitSize();
      bytes = loadSize(bit, bits, bytes);
      start = bit / 8 / bytes * bytes;
    }
    return switch (kind) {
      case FIELD_BYTE_OFFSET -> offset(start, bitField, member, types);
      case FIELD_BYTE_SIZE -> new Aspect(false, bytes, !bitField, 0, 0);
      case FIELD_SIGNED -> plain(signed(member, types) ? 1 : 0);
      case FIELD_LSHIFT_U64 -> new Aspect(false, 64 - (bit + bits - start * 8), !bitField, 0, 0);
      default -> plain(64 - bits);
    };
  }

  /** The least aligned load that has all bits of a bit field. */
  private static long loadSize(long bit, long bits, long declared) throws CoreException {
    long bytes = Math.max(1, declared);
    while (bit + bits - bit / 8 / bytes * bytes * 8 > bytes * 8) {
      bytes *= 2;
    }
    if (bytes > 8) {
      throw new CoreException("is of a bit field that no load of 8 bytes holds");
    }
    return bytes;
  }

  private static Aspect offset(long start, boolean bitField, BtfType.Member member, BtfTable types)
      throws CoreException {
    if (bitField) {
      return new Aspect(false, start, false, 0, 0);
    }
    int type = types.resolve(member.type());
    while (types.type(type).orElse(null) instanceof BtfType.Array array) {
      type = types.resolve(array.element());
    }
    return new Aspect(false, start, true, size(type, types), type);
  }

  private static boolean signed(BtfType.Member member, BtfTable types) {
    BtfType type = types.resolved(member.type()).orElse(null);
    if (type instanceof BtfType.Enumeration constants) {
      return constants.signed();
    }
    return type instanceof BtfType.Int number && number.encoding() == BtfType.Int.Encoding.SIGNED;
  }
}

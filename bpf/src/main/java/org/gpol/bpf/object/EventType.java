package org.gpol.bpf.object;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A record that a policy sends to whoever watches it, through a ring buffer of its own.
 *
 * @param map index into {@link BpfObject#maps()} of the ring buffer
 * @param bytes of a record
 * @param fields in the order of the source
 */
public record EventType(String name, int map, int bytes, List<Field> fields) {
  /** Copies the fields, which must be within a record. */
  public EventType {
    fields = List.copyOf(fields);
    for (Field field : fields) {
      if (field.offset() < 0 || field.offset() > bytes - field.type().bytes()) {
        throw new IllegalArgumentException(
            "field `" + field.name() + "` is outside the " + bytes + " bytes of `" + name + "`");
      }
    }
  }

  /** A number of a record, {@code offset} bytes from its start, little-endian. */
  public record Field(String name, FieldType type, int offset) {
    /** The value in a record that begins at {@code start}, extended to 64 bits. */
    public long read(byte[] record, int start) {
      long value = 0;
      for (int i = type.bytes() - 1; i >= 0; i--) {
        value = (value << 8) | (record[start + offset + i] & 0xff);
      }
      int unused = Long.SIZE - 8 * type.bytes();
      return type.signed() ? value << unused >> unused : value;
    }
  }

  /** What a field says, by the names that the language has for it. */
  public enum FieldType {
    U8(1, false),
    U16(2, false),
    U32(4, false),
    U64(8, false),
    I8(1, true),
    I16(2, true),
    I32(4, true),
    I64(8, true),
    BOOL(1, false),
    /** Nanoseconds of the monotonic clock. */
    TIME(8, false),
    /** Nanoseconds. */
    DURATION(8, true),
    GTID(8, true),
    CPU(4, false),
    ERRNO(4, true);

    private final int bytes;
    private final boolean signed;

    FieldType(int bytes, boolean signed) {
      this.bytes = bytes;
      this.signed = signed;
    }

    public int bytes() {
      return bytes;
    }

    public boolean signed() {
      return signed;
    }

    /** As policies write it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The type that policies write as {@code word}. */
    public static Optional<FieldType> of(String word) {
      for (FieldType type : values()) {
        if (type.word().equals(word)) {
          return Optional.of(type);
        }
      }
      return Optional.empty();
    }

    /** A value as people read it; unsigned where it is. */
    public String text(long value) {
      if (this == BOOL) {
        return value == 0 ? "false" : "true";
      }
      return signed ? Long.toString(value) : Long.toUnsignedString(value);
    }
  }
}

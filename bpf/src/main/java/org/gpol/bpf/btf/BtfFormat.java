package org.gpol.bpf.btf;

/**
 * Numbers of the encoding of {@code .BTF} and {@code .BTF.ext} (Linux, Documentation/bpf/btf.rst
 * and include/uapi/linux/btf.h), which its reader and its writer share. Everything is little
 * endian.
 */
final class BtfFormat {
  /** Both sections begin with it. */
  static final int MAGIC = 0xeb9f;

  static final int VERSION = 1;

  /** Magic, version, flags, header length, and offset and length of types and of strings. */
  static final int HEADER_BYTES = 24;

  /** As above, with offset and length of function, line and CO-RE info. */
  static final int EXT_HEADER_BYTES = 32;

  /** The header of {@code .BTF.ext} before there was CO-RE info. */
  static final int EXT_HEADER_BYTES_OLD = 24;

  /** A type's name, its info word, and its size or the type that it refers to. */
  static final int TYPE_BYTES = 12;

  static final int KIND_INT = 1;
  static final int KIND_PTR = 2;
  static final int KIND_ARRAY = 3;
  static final int KIND_STRUCT = 4;
  static final int KIND_UNION = 5;
  static final int KIND_ENUM = 6;
  static final int KIND_FWD = 7;
  static final int KIND_TYPEDEF = 8;
  static final int KIND_VOLATILE = 9;
  static final int KIND_CONST = 10;
  static final int KIND_RESTRICT = 11;
  static final int KIND_FUNC = 12;
  static final int KIND_FUNC_PROTO = 13;
  static final int KIND_VAR = 14;
  static final int KIND_DATASEC = 15;
  static final int KIND_FLOAT = 16;
  static final int KIND_DECL_TAG = 17;
  static final int KIND_TYPE_TAG = 18;
  static final int KIND_ENUM64 = 19;

  /** Bits 24 to 28 of the info word are the kind. */
  static final int KIND_SHIFT = 24;

  static final int KIND_MASK = 0x1f;

  /** Bits 0 to 15 of the info word count members, values, parameters or variables. */
  static final int COUNT_MASK = 0xffff;

  /** Bit 31 of the info word: bit fields in a structure, signs in an enumeration, a union. */
  static final int FLAG = 1 << 31;

  /** The encodings of an integer, bits 24 to 27 of its extra word. */
  static final int INT_SIGNED = 1;

  static final int INT_CHAR = 2;
  static final int INT_BOOL = 4;

  /** Who sees a function or a variable. */
  static final int LINKAGE_STATIC = 0;

  static final int LINKAGE_GLOBAL = 1;
  static final int LINKAGE_EXTERN = 2;

  /** A place in the source: 22 bits of line above 10 bits of column. */
  static final int COLUMN_BITS = 10;

  static final int MAX_COLUMN = (1 << COLUMN_BITS) - 1;
  static final int MAX_LINE = (1 << 22) - 1;

  /** Bytes of a record of function info: offset of the instruction, type. */
  static final int FUNC_INFO_BYTES = 8;

  /** Bytes of a record of line info: offset, file name, text, line and column. */
  static final int LINE_INFO_BYTES = 16;

  /** Bytes of a CO-RE relocation: offset, type, access string, kind. */
  static final int CORE_RELO_BYTES = 16;

  private BtfFormat() {}
}

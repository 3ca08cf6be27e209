package org.gpol.bpf.btf;

/**
 * What a CO-RE relocation asks about the types of the kernel: {@code enum bpf_core_relo_kind} of
 * linux/bpf.h, in the order of its numbers.
 */
public enum CoreKind {
  FIELD_BYTE_OFFSET,
  FIELD_BYTE_SIZE,
  FIELD_EXISTS,
  FIELD_SIGNED,
  FIELD_LSHIFT_U64,
  FIELD_RSHIFT_U64,
  TYPE_ID_LOCAL,
  TYPE_ID_TARGET,
  TYPE_EXISTS,
  TYPE_SIZE,
  ENUMVAL_EXISTS,
  ENUMVAL_VALUE,
  TYPE_MATCHES;

  /** True if it asks about a member of a structure or an element of an array. */
  public boolean ofField() {
    return ordinal() <= FIELD_RSHIFT_U64.ordinal();
  }

  /** True if it asks about a constant of an enumeration. */
  public boolean ofEnumValue() {
    return this == ENUMVAL_EXISTS || this == ENUMVAL_VALUE;
  }
}

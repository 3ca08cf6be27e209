package org.gpol.bpf.btf;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a CO-RE relocation asks about the types of the kernel: {@code enum bpf_core_relo_kind} of
 * linux/bpf.h.
 */
public enum CoreKind {
  FIELD_BYTE_OFFSET(0),
  FIELD_BYTE_SIZE(1),
  FIELD_EXISTS(2),
  FIELD_SIGNED(3),
  FIELD_LSHIFT_U64(4),
  FIELD_RSHIFT_U64(5),
  TYPE_ID_LOCAL(6),
  TYPE_ID_TARGET(7),
  TYPE_EXISTS(8),
  TYPE_SIZE(9),
  ENUMVAL_EXISTS(10),
  ENUMVAL_VALUE(11),
  TYPE_MATCHES(12);

  private final int number;

  CoreKind(int number) {
    this.number = number;
  }

  /** The kind with the kernel's {@code number}, if there is one. */
  static Optional<CoreKind> of(int number) {
    return Arrays.stream(values()).filter(kind -> kind.number == number).findFirst();
  }

  /** True if it asks about a member of a structure or an element of an array. */
  public boolean ofField() {
    return number <= FIELD_RSHIFT_U64.number;
  }

  /** True if it asks about a constant of an enumeration. */
  public boolean ofEnumValue() {
    return this == ENUMVAL_EXISTS || this == ENUMVAL_VALUE;
  }
}

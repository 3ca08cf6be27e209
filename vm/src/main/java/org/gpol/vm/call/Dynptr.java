package org.gpol.vm.call;

import org.gpol.vm.memory.AddressSpace;

/**
 * {@code struct bpf_dynptr}: sixteen bytes on a program's stack that only helpers look into, laid
 * out as Linux's {@code struct bpf_dynptr_kern}.
 *
 * <pre>
 *   0          8                                                       12        16
 *   | address  | size: 24 bits, 4 unused, type: 3 bits, read-only: 1   | offset  |
 * </pre>
 *
 * <p>One whose address is 0 is null: every use of it fails.
 */
final class Dynptr {
  /** The kernel's {@code DYNPTR_MAX_SIZE}. */
  static final long MAX_SIZE = (1 << 24) - 1;

  private static final int TYPE_SHIFT = 28;
  private static final int READ_ONLY = 1 << 31;

  /** What the memory is, by the kernel's {@code enum bpf_dynptr_type}. */
  enum Type {
    LOCAL(1),
    RINGBUF(2);

    private final int number;

    Type(int number) {
      this.number = number;
    }
  }

  private final AddressSpace memory;
  private final long at;

  /** The dynptr at {@code at}. */
  Dynptr(AddressSpace memory, long at) {
    this.memory = memory;
    this.at = at;
  }

  void set(Type type, long address, int size) {
    memory.store64(at, address);
    memory.store32(at + 8, size | type.number << TYPE_SHIFT);
    memory.store32(at + 12, 0);
  }

  void setNull() {
    memory.store64(at, 0);
    memory.store64(at + 8, 0);
  }

  /** The address of the memory, or 0. */
  long address() {
    return memory.load64(at);
  }

  boolean isNull() {
    return address() == 0;
  }

  boolean readOnly() {
    return ((int) memory.load32(at + 8) & READ_ONLY) != 0;
  }

  int size() {
    return (int) (memory.load32(at + 8) & MAX_SIZE);
  }

  /** True if {@code length} bytes from {@code offset} on are inside; both are unsigned. */
  boolean contains(long offset, long length) {
    return length <= size() && offset <= size() - length;
  }

  /** The address of the byte at {@code offset}. */
  long address(long offset) {
    return address() + memory.load32(at + 12) + offset;
  }
}

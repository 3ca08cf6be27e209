package org.gpol.vm.call;

import static org.gpol.bpf.platform.ArgKind.ANYTHING;
import static org.gpol.bpf.platform.ArgKind.CONST_SIZE_OR_ZERO;
import static org.gpol.bpf.platform.ArgKind.UNINIT_MEM;

import java.util.Arrays;
import java.util.List;
import org.gpol.bpf.platform.ReturnKind;
import org.gpol.vm.memory.AddressSpace;
import org.gpol.vm.memory.MemoryViolation;
import org.gpol.vm.memory.Region;

/** Reading at addresses that may be wrong. Whatever they are, it is an answer and no fault. */
final class MemoryHelpers {
  private MemoryHelpers() {}

  static List<HelperBinding> helpers() {
    return List.of(read(), readString());
  }

  private static HelperBinding read() {
    return HelperBinding.of(
            113, "long bpf_probe_read_kernel(void *dst, u32 size, const void *unsafe_ptr)")
        .takes(UNINIT_MEM, CONST_SIZE_OR_ZERO, ANYTHING)
        .summary(
            "Copies *size* bytes from an address that nothing is known of. If there is no such"
                + " memory, *dst* is zeroed.")
        .returns(ReturnKind.ERRNO, "0")
        .fails(
            "EFAULT",
            "there are not *size* bytes at the address; Linux on x86 says ERANGE instead where the"
                + " address is one of user space")
        .since("5.5")
        .does(
            call -> {
              AddressSpace memory = call.memory();
              int size = (int) call.r2();
              Region target = memory.writable(call.r1());
              int at = memory.checkedOffset(target, call.r1(), size);
              Region source = readable(memory, call.r3());
              if (source == null || (int) call.r3() > source.bytes().length - size) {
                Arrays.fill(target.bytes(), at, at + size, (byte) 0);
                return Errno.EFAULT;
              }
              System.arraycopy(source.bytes(), (int) call.r3(), target.bytes(), at, size);
              return 0;
            });
  }

  private static HelperBinding readString() {
    return HelperBinding.of(
            115, "long bpf_probe_read_kernel_str(void *dst, u32 size, const void *unsafe_ptr)")
        .takes(UNINIT_MEM, CONST_SIZE_OR_ZERO, ANYTHING)
        .summary(
            "Copies a string from an address that nothing is known of: up to its zero, or *size* - 1"
                + " bytes and a zero. If memory ends before the string does, *dst* is zeroed.")
        .returns(ReturnKind.ERRNO, "The length of the copy, its zero counted")
        .fails("EFAULT", "there is no such memory")
        .since("5.5")
        .does(
            call -> {
              AddressSpace memory = call.memory();
              int size = (int) call.r2();
              Region target = memory.writable(call.r1());
              int at = memory.checkedOffset(target, call.r1(), size);
              int length = copyString(memory, call.r3(), target.bytes(), at, size);
              if (length < 0) {
                Arrays.fill(target.bytes(), at, at + size, (byte) 0);
              }
              return length;
            });
  }

  /**
   * Copies a string of at most {@code size} bytes, its zero counted, as strncpy_from_kernel_nofault
   * does: returns its length, or {@code -EFAULT} where memory ends before it.
   */
  static int copyString(AddressSpace memory, long address, byte[] target, int at, int size) {
    if (size == 0) {
      return 0;
    }
    Region source = readable(memory, address);
    if (source == null) {
      return Errno.EFAULT;
    }
    byte[] bytes = source.bytes();
    int from = (int) address;
    for (int i = 0; i < size; i++) {
      if (i >= bytes.length - from) {
        return Errno.EFAULT;
      }
      byte c = bytes[from + i];
      target[at + i] = i == size - 1 ? 0 : c;
      if (c == 0 || i == size - 1) {
        return i + 1;
      }
    }
    return size;
  }

  /**
   * Byte {@code index} of {@code size} bytes at {@code address}; 0 unless all of them are there.
   */
  static byte byteAt(AddressSpace memory, long address, int index, int size) {
    Region source = readable(memory, address);
    boolean there = source != null && (int) address <= source.bytes().length - size;
    return there ? source.bytes()[(int) address + index] : 0;
  }

  /** The region of {@code address} if there are bytes at it, else null. */
  private static Region readable(AddressSpace memory, long address) {
    try {
      Region region = memory.region(address);
      return (int) address >= 0 && (int) address <= region.bytes().length ? region : null;
    } catch (MemoryViolation nothing) {
      return null;
    }
  }
}

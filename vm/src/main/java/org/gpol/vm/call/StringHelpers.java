package org.gpol.vm.call;

import static org.gpol.bpf.platform.ArgKind.ANYTHING;
import static org.gpol.bpf.platform.ArgKind.CONST_SIZE;
import static org.gpol.bpf.platform.ArgKind.CONST_STRING;
import static org.gpol.bpf.platform.ArgKind.MEM;
import static org.gpol.bpf.platform.ArgKind.UNINIT_LONG;

import java.util.List;
import org.gpol.bpf.platform.ReturnKind;
import org.gpol.vm.memory.Region;

/** Comparing text, and reading numbers from it. */
final class StringHelpers {
  private StringHelpers() {}

  static List<HelperBinding> helpers() {
    return List.of(
        number(105, "bpf_strtol(const char *buf, size_t buf_len, u64 flags, long *res)")
            .does(StringHelpers::strtol),
        number(106, "bpf_strtoul(const char *buf, size_t buf_len, u64 flags, unsigned long *res)")
            .fails("EINVAL", "the number is negative")
            .does(StringHelpers::strtoul),
        strncmp());
  }

  private static HelperBinding.Builder number(int id, String declaration) {
    return HelperBinding.of(id, "long " + declaration)
        .takes(MEM, CONST_SIZE, ANYTHING, UNINIT_LONG)
        .summary(
            "Reads a number from text, after any space. The low five bits of *flags* are the base, 8,"
                + " 10 or 16; 0 goes by the number's prefix, 0x or 0. If it fails, *res* is 0.")
        .returns(ReturnKind.ERRNO, "How many characters the number ends after")
        .fails("EINVAL", "there is no digit, or no such base")
        .fails("ERANGE", "the number does not fit")
        .since("5.2");
  }

  private static long strtol(HelperCall call) {
    NumberParser parser = parser(call);
    int result = parser.read(call.r3());
    long magnitude = parser.magnitude();
    boolean minimum = parser.negative() && magnitude == Long.MIN_VALUE;
    boolean fits = magnitude >= 0 || minimum;
    long number = parser.negative() ? -magnitude : magnitude;
    call.memory().store64(call.r4(), result >= 0 && fits ? number : 0);
    return result >= 0 && !fits ? Errno.ERANGE : result;
  }

  private static long strtoul(HelperCall call) {
    NumberParser parser = parser(call);
    int result = parser.read(call.r3());
    boolean fits = result >= 0 && !parser.negative();
    call.memory().store64(call.r4(), fits ? parser.magnitude() : 0);
    return result >= 0 && !fits ? Errno.EINVAL : result;
  }

  private static NumberParser parser(HelperCall call) {
    Region text = call.memory().region(call.r1());
    int length = (int) call.r2();
    int at = call.memory().checkedOffset(text, call.r1(), length);
    return new NumberParser(text.bytes(), at, length);
  }

  private static HelperBinding strncmp() {
    return HelperBinding.of(182, "long bpf_strncmp(const char *s1, u32 s1_sz, const char *s2)")
        .takes(MEM, CONST_SIZE, CONST_STRING)
        .summary(
            "Compares two strings; of *s1* no more than *s1_sz* bytes are looked at, so that it needs"
                + " no zero at its end. *s2* is read-only (`.rodata`).")
        .returns(
            ReturnKind.SCALAR, "-1, 0 or 1 as *s1* is less than, equal to or greater than *s2*")
        .since("5.17")
        .does(
            call -> {
              int size = (int) call.r2();
              Region left = call.memory().region(call.r1());
              int leftAt = call.memory().checkedOffset(left, call.r1(), size);
              Region right = call.memory().region(call.r3());
              int rightAt = call.memory().checkedOffset(right, call.r3(), 0);
              return compare(left.bytes(), leftAt, right.bytes(), rightAt, size);
            });
  }

  private static int compare(byte[] left, int leftAt, byte[] right, int rightAt, int size) {
    for (int i = 0; i < size; i++) {
      int a = left[leftAt + i] & 0xff;
      int b = rightAt + i < right.length ? right[rightAt + i] & 0xff : 0;
      if (a != b) {
        return a < b ? -1 : 1;
      }
      if (a == 0) {
        return 0;
      }
    }
    return 0;
  }
}

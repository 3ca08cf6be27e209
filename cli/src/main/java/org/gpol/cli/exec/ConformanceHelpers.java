package org.gpol.cli.exec;

import java.util.List;
import org.gpol.bpf.platform.ArgKind;
import org.gpol.bpf.platform.HelperSignature;
import org.gpol.bpf.platform.ReturnKind;
import org.gpol.vm.call.HelperBinding;
import org.gpol.vm.call.HelperBinding.Implementation;
import org.gpol.vm.call.HelperCall;
import org.gpol.vm.call.HelperTable;
import org.gpol.vm.memory.AddressSpace;

/**
 * The helpers that the vectors of bpf_conformance and ubpf call. They exist for programs that are
 * run bare and nowhere else: their numbers mean other things in Linux.
 */
final class ConformanceHelpers {
  /** A program that helper 5 ended. */
  static final class Unwound extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Unwound() {
      super("unwound", null, false, false);
    }
  }

  private static final int FROB = 42;

  private ConformanceHelpers() {}

  static HelperTable table() {
    return new HelperTable(
        List.of(
            helper(0, "gather_bytes", ConformanceHelpers::gatherBytes),
            helper(1, "memfrob", ConformanceHelpers::memfrob),
            helper(2, "no_op", call -> 0),
            helper(3, "sqrti", ConformanceHelpers::sqrti),
            helper(4, "strcmp_ext", ConformanceHelpers::compareStrings),
            helper(5, "unwind", ConformanceHelpers::unwind)));
  }

  private static HelperBinding helper(int id, String name, Implementation implementation) {
    HelperSignature signature =
        HelperSignature.of(
            id,
            name,
            ReturnKind.SCALAR,
            ArgKind.ANYTHING,
            ArgKind.ANYTHING,
            ArgKind.ANYTHING,
            ArgKind.ANYTHING,
            ArgKind.ANYTHING);
    return new HelperBinding(signature, implementation);
  }

  /** The low bytes of the five arguments, the first on top. */
  private static long gatherBytes(HelperCall call) {
    return (call.r1() & 0xff) << 32
        | (call.r2() & 0xff) << 24
        | (call.r3() & 0xff) << 16
        | (call.r4() & 0xff) << 8
        | (call.r5() & 0xff);
  }

  /** Inverts some bits of the R2 bytes at R1: twice is not at all. */
  private static long memfrob(HelperCall call) {
    AddressSpace memory = call.memory();
    // Memory ends long before a huge size does, with a fault.
    for (long i = 0; Long.compareUnsigned(i, call.r2()) < 0; i++) {
      memory.store8(call.r1() + i, memory.load8(call.r1() + i) ^ FROB);
    }
    return 0;
  }

  /** The square root of R1 as an unsigned number, rounded down. */
  private static long sqrti(HelperCall call) {
    long of = call.r1();
    double value = of >= 0 ? (double) of : (double) (of >>> 1 | (of & 1)) * 2;
    return (long) Math.sqrt(value);
  }

  /** The C function strcmp on the strings at R1 and R2. */
  private static long compareStrings(HelperCall call) {
    AddressSpace memory = call.memory();
    for (long i = 0; ; i++) {
      long left = memory.load8(call.r1() + i);
      long right = memory.load8(call.r2() + i);
      if (left != right || left == 0) {
        return left - right;
      }
    }
  }

  /** Returns R1; a zero ends the program, with 0 for a result. */
  private static long unwind(HelperCall call) {
    if (call.r1() == 0) {
      throw new Unwound();
    }
    return call.r1();
  }
}

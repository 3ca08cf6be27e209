package org.gpol.vm.call;

import static org.gpol.bpf.platform.ArgKind.ANYTHING;
import static org.gpol.bpf.platform.ArgKind.CONST_MAP_PTR;
import static org.gpol.bpf.platform.ArgKind.CONTEXT;
import static org.gpol.bpf.platform.ArgKind.FUNCTION;
import static org.gpol.bpf.platform.ArgKind.STACK_OR_NULL;
import static org.gpol.bpf.platform.MapType.PROG_ARRAY;

import java.util.List;
import java.util.Set;
import org.gpol.bpf.platform.CallbackKind;
import org.gpol.bpf.platform.ReturnKind;
import org.gpol.vm.memory.MemoryViolation;

/** Helpers that decide where a program goes on. */
final class LoopHelpers {
  /** The kernel's {@code BPF_MAX_LOOPS}. */
  private static final long MAX_LOOPS = 1 << 23;

  private LoopHelpers() {}

  static List<HelperBinding> helpers() {
    return List.of(tailCall(), loop());
  }

  private static HelperBinding tailCall() {
    return HelperBinding.of(
            HelperBinding.TAIL_CALL,
            "long bpf_tail_call(void *ctx, struct bpf_map *prog_array_map, u32 index)")
        .takes(CONTEXT, CONST_MAP_PTR, ANYTHING)
        .onMaps(Set.of(PROG_ARRAY))
        .summary(
            "Goes on with another program of a map of programs, on the same stack and with the same"
                + " context, and never returns. Where there is no program at *index*, or after 33"
                + " tail calls in one run, it does return, and the program goes on behind it.")
        .returns(ReturnKind.VOID, "")
        .since("4.2")
        .does(
            call -> {
              // Engines follow tail calls themselves, where they see them.
              throw new MemoryViolation("bpf_tail_call is not called by its number");
            });
  }

  private static HelperBinding loop() {
    return HelperBinding.of(
            181, "long bpf_loop(u32 nr_loops, void *callback_fn, void *callback_ctx, u64 flags)")
        .takes(ANYTHING, FUNCTION, STACK_OR_NULL, ANYTHING)
        .callsBack(CallbackKind.LOOP)
        .summary(
            "Calls `long callback_fn(u32 index, void *callback_ctx)` with the numbers from 0 to"
                + " *nr_loops* - 1, until it returns 1. *flags* must be 0.")
        .returns(ReturnKind.ERRNO, "The number of calls")
        .fails("EINVAL", "*flags* is not 0")
        .fails("E2BIG", "*nr_loops* is more than 8388608")
        .since("5.17")
        .does(
            call -> {
              long loops = call.r1() & 0xffff_ffffL;
              long function = call.r2();
              long context = call.r3();
              if (call.r4() != 0) {
                return Errno.EINVAL;
              }
              if (loops > MAX_LOOPS) {
                return Errno.E2BIG;
              }
              for (long i = 0; i < loops; i++) {
                if (call.callback(function, i, context, 0, 0, 0) != 0) {
                  return i + 1;
                }
              }
              return loops;
            });
  }
}

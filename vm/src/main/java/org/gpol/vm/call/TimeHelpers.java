package org.gpol.vm.call;

import java.util.List;
import org.gpol.bpf.platform.ReturnKind;

/** Clocks and chance: whatever they return, the next run may see something else. */
final class TimeHelpers {
  private TimeHelpers() {}

  static List<HelperBinding> helpers() {
    return List.of(
        clock(5, "ktime_get_ns", "4.1")
            .summary("The monotonic clock, which stands still while the machine is suspended.")
            .does(
                call -> {
                  call.noteTimeObserved();
                  return call.environment().ktimeNs();
                }),
        random(),
        jiffies(),
        clock(125, "ktime_get_boot_ns", "5.8")
            .summary("The clock of time since boot, suspension included.")
            .does(
                call -> {
                  call.noteTimeObserved();
                  return call.environment().bootNs();
                }),
        clock(160, "ktime_get_coarse_ns", "5.11")
            .summary("The monotonic clock as it was at the last tick.")
            .does(
                call -> {
                  call.noteTimeObserved();
                  Environment world = call.environment();
                  return world.ktimeNs() - world.ktimeNs() % world.tickNs();
                }),
        clock(208, "ktime_get_tai_ns", "6.1")
            .summary("The clock of international atomic time, which has no leap seconds.")
            .does(
                call -> {
                  call.noteTimeObserved();
                  return call.environment().taiNs();
                }));
  }

  private static HelperBinding.Builder clock(int id, String name, String since) {
    return HelperBinding.of(id, "u64 bpf_" + name + "(void)")
        .returns(ReturnKind.SCALAR, "Nanoseconds")
        .since(since);
  }

  private static HelperBinding random() {
    return HelperBinding.of(7, "u32 bpf_get_prandom_u32(void)")
        .summary("A random number, not for cryptography; the same seed gives the same numbers.")
        .returns(ReturnKind.SCALAR, "32 random bits")
        .since("4.1")
        .does(
            call -> {
              call.noteTimeObserved();
              return call.environment().randomU32() & 0xffff_ffffL;
            });
  }

  private static HelperBinding jiffies() {
    return HelperBinding.of(118, "u64 bpf_jiffies64(void)")
        .summary(
            "The number of ticks so far. It counts from boot; Linux begins five minutes before the"
                + " low 32 bits overflow.")
        .returns(ReturnKind.SCALAR, "Ticks")
        .since("5.6")
        .does(
            call -> {
              call.noteTimeObserved();
              return call.environment().ktimeNs() / call.environment().tickNs();
            });
  }
}

package org.gpol.vm.call;

import static org.gpol.bpf.platform.ArgKind.ANYTHING;
import static org.gpol.bpf.platform.ArgKind.CONST_MAP_PTR;
import static org.gpol.bpf.platform.ArgKind.FUNCTION;
import static org.gpol.bpf.platform.ArgKind.TIMER;
import static org.gpol.bpf.platform.MapType.ARRAY;
import static org.gpol.bpf.platform.MapType.HASH;
import static org.gpol.bpf.platform.MapType.LRU_HASH;

import java.util.EnumSet;
import java.util.List;
import org.gpol.bpf.platform.CallbackKind;
import org.gpol.bpf.platform.ReturnKind;

/** Timers in map values, as in Linux's {@code kernel/bpf/helpers.c}. */
final class TimerHelpers {
  private static final int CLOCK_REALTIME = 0;
  private static final int CLOCK_MONOTONIC = 1;
  private static final int CLOCK_BOOTTIME = 7;

  /** Flags of {@code bpf_timer_start}: the time is a time of the clock; stay on this CPU. */
  private static final long ABS = 1;

  private static final long CPU_PIN = 2;

  private TimerHelpers() {}

  static List<HelperBinding> helpers() {
    return List.of(init(), setCallback(), start(), cancel());
  }

  private static HelperBinding init() {
    return HelperBinding.of(
            169, "long bpf_timer_init(struct bpf_timer *timer, struct bpf_map *map, u64 flags)")
        .takes(TIMER, CONST_MAP_PTR, ANYTHING)
        .onMaps(EnumSet.of(HASH, LRU_HASH, ARRAY))
        .summary(
            "Initialises the timer in a value of *map*. The low four bits of *flags* choose the"
                + " clock: CLOCK_MONOTONIC (1), CLOCK_BOOTTIME (7) or CLOCK_REALTIME (0).")
        .returns(ReturnKind.ERRNO, "0")
        .fails("EBUSY", "the timer is initialised already")
        .fails("EINVAL", "there is no such clock, or other bits are set")
        .since("5.15")
        .does(
            call -> {
              long flags = call.r3();
              if (flags != CLOCK_REALTIME && flags != CLOCK_MONOTONIC && flags != CLOCK_BOOTTIME) {
                return Errno.EINVAL;
              }
              TimerTable timers = call.state().timers();
              if (timers.at(call.r1()) != null) {
                return Errno.EBUSY;
              }
              timers.create(call.r1(), call.maps().at(call.r2()), (int) flags);
              return 0;
            });
  }

  private static HelperBinding setCallback() {
    return HelperBinding.of(
            170, "long bpf_timer_set_callback(struct bpf_timer *timer, void *callback_fn)")
        .takes(TIMER, FUNCTION)
        .callsBack(CallbackKind.TIMER)
        .summary(
            "Says which function the timer calls: `int callback_fn(map, key, value)`, with the map"
                + " and the element that the timer is in. It returns 0.")
        .returns(ReturnKind.ERRNO, "0")
        .fails("EINVAL", "the timer is not initialised")
        .since("5.15")
        .does(
            call -> {
              BpfTimer timer = call.state().timers().at(call.r1());
              if (timer == null) {
                return Errno.EINVAL;
              }
              timer.function = call.r2();
              call.memory().countMutation();
              return 0;
            });
  }

  private static HelperBinding start() {
    return HelperBinding.of(
            171, "long bpf_timer_start(struct bpf_timer *timer, u64 nsecs, u64 flags)")
        .takes(TIMER, ANYTHING, ANYTHING)
        .summary(
            "Makes the timer expire once, *nsecs* from now, or with BPF_F_TIMER_ABS (1) when its"
                + " clock shows *nsecs*; a time in the past is now. A timer that is running already"
                + " is set anew. Its function is called on the CPU that started it, with"
                + " BPF_F_TIMER_CPU_PIN (2) or without, and may start it again.")
        .returns(ReturnKind.ERRNO, "0")
        .fails(
            "EINVAL", "the timer is not initialised, has no function, or there are no such flags")
        .since("5.15; BPF_F_TIMER_ABS 6.4, BPF_F_TIMER_CPU_PIN 6.7")
        .does(
            call -> {
              BpfTimer timer = call.state().timers().at(call.r1());
              long flags = call.r3();
              if (timer == null || timer.function == 0 || (flags & ~(ABS | CPU_PIN)) != 0) {
                return Errno.EINVAL;
              }
              call.noteTimeObserved();
              long expiresNs = expiry(call.environment(), timer.clock, call.r2(), flags);
              call.state().timers().start(timer, expiresNs, call.environment().currentCpu());
              return 0;
            });
  }

  /** In the monotonic clock; sums that overflow are times that never come, as ktime_add_safe. */
  private static long expiry(Environment world, int clock, long nsecs, long flags) {
    long nowNs = world.ktimeNs();
    if ((flags & ABS) == 0) {
      long sum = nowNs + nsecs;
      return sum < 0 || nsecs < 0 ? TimerTable.NEVER : sum;
    }
    long ahead =
        switch (clock) {
          case CLOCK_REALTIME -> world.realtimeNs() - nowNs;
          case CLOCK_BOOTTIME -> world.bootNs() - nowNs;
          default -> 0;
        };
    return Math.max(nowNs, nsecs < 0 ? nowNs : nsecs - ahead);
  }

  private static HelperBinding cancel() {
    return HelperBinding.of(172, "long bpf_timer_cancel(struct bpf_timer *timer)")
        .takes(TIMER)
        .summary(
            "Stops the timer and takes its function away; bpf_timer_set_callback has to give it one"
                + " before it can be started again.")
        .returns(ReturnKind.ERRNO, "1 if the timer was to expire, else 0")
        .fails("EINVAL", "the timer is not initialised")
        .fails("EDEADLK", "it is the timer's own function that asks")
        .since("5.15")
        .does(
            call -> {
              BpfTimer timer = call.state().timers().at(call.r1());
              if (timer == null) {
                return Errno.EINVAL;
              }
              if (timer.running > 0) {
                return Errno.EDEADLK;
              }
              timer.function = 0;
              return call.state().timers().disarm(timer) ? 1 : 0;
            });
  }
}

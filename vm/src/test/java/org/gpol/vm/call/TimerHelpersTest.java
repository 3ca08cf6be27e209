package org.gpol.vm.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.gpol.bpf.platform.MapField;
import org.gpol.bpf.platform.MapSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** As bpf_timer_* in Linux's kernel/bpf/helpers.c. */
class TimerHelpersTest {
  private static final int INIT = 169;
  private static final int SET_CALLBACK = 170;
  private static final int START = 171;
  private static final int CANCEL = 172;
  private static final long REALTIME = 0;
  private static final long MONOTONIC = 1;
  private static final long BOOTTIME = 7;
  private static final long ABS = 1;
  private static final long FUNCTION = 99L << 32;

  private final HelperBench bench =
      new HelperBench(
          MapSpec.array("timers", 24, 2)
              .withFields(List.of(new MapField(MapField.Kind.TIMER, 8, ""))),
          MapSpec.hash("more", 8, 16, 4)
              .withFields(List.of(new MapField(MapField.Kind.TIMER, 0, ""))));
  private final TimerTable timers = bench.state.timers();
  private final long map = bench.map(0).address();
  private final long timer = bench.value(0) + 8;

  private void ready(long clock) {
    assertEquals(0, bench.call(INIT, timer, map, clock));
    assertEquals(0, bench.call(SET_CALLBACK, timer, FUNCTION));
  }

  @Test
  void init_twice_isEbusy() {
    assertEquals(0, bench.call(INIT, timer, map, MONOTONIC));
    assertEquals(Errno.EBUSY, bench.call(INIT, timer, map, MONOTONIC));
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 3, 11, 16, 1L << 32 | 1})
  void init_otherClocks_areEinval(long flags) {
    assertEquals(Errno.EINVAL, bench.call(INIT, timer, map, flags));
  }

  @Test
  void anythingBeforeInit_isEinval() {
    assertEquals(Errno.EINVAL, bench.call(SET_CALLBACK, timer, FUNCTION));
    assertEquals(Errno.EINVAL, bench.call(START, timer, 5, 0));
    assertEquals(Errno.EINVAL, bench.call(CANCEL, timer));
  }

  @Test
  void start_withoutFunctionOrWithOtherFlags_isEinval() {
    assertEquals(0, bench.call(INIT, timer, map, MONOTONIC));
    assertEquals(Errno.EINVAL, bench.call(START, timer, 5, 0));
    assertEquals(0, bench.call(SET_CALLBACK, timer, FUNCTION));
    assertEquals(Errno.EINVAL, bench.call(START, timer, 5, 4));
    assertEquals(TimerTable.NEVER, timers.nextNs(0));
  }

  @Test
  void start_relative_expiresThatMuchLaterOnThisCpu() {
    ready(MONOTONIC);
    bench.cpu = 1;

    assertEquals(0, bench.call(START, timer, 500, 0));

    assertEquals(TimerTable.NEVER, timers.nextNs(0));
    assertEquals(bench.nowNs + 500, timers.nextNs(1));
    assertTrue(bench.observed());
  }

  @Test
  void start_again_movesTheTimer() {
    ready(MONOTONIC);
    bench.call(START, timer, 500, 0);
    bench.cpu = 1;
    bench.call(START, timer, 300, 0);

    assertEquals(TimerTable.NEVER, timers.nextNs(0));
    assertEquals(bench.nowNs + 300, timers.nextNs(1));
  }

  @Test
  void start_absolute_isATimeOfItsClock() {
    ready(BOOTTIME);

    bench.call(START, timer, bench.bootNs() + 70, ABS);
    assertEquals(bench.nowNs + 70, timers.nextNs(0));
    bench.call(START, timer, 5, ABS);
    assertEquals(bench.nowNs, timers.nextNs(0), "the past is now");
    bench.call(START, timer, -5, ABS);
    assertEquals(bench.nowNs, timers.nextNs(0));
  }

  @Test
  void start_absoluteRealtime_knowsTheCalendar() {
    ready(REALTIME);

    bench.call(START, timer, bench.realtimeNs() + 70, ABS);

    assertEquals(bench.nowNs + 70, timers.nextNs(0));
  }

  @Test
  void start_relativeThatOverflows_neverExpires() {
    ready(MONOTONIC);

    bench.call(START, timer, Long.MAX_VALUE, 0);

    assertEquals(TimerTable.NEVER, timers.nextNs(0));
  }

  @Test
  void cancel_tellsWhetherItWasToExpire_andTakesTheFunction() {
    ready(MONOTONIC);
    assertEquals(0, bench.call(START, timer, 500, 0));

    assertEquals(1, bench.call(CANCEL, timer));
    assertEquals(0, bench.call(CANCEL, timer));
    assertEquals(Errno.EINVAL, bench.call(START, timer, 500, 0));
    assertEquals(TimerTable.NEVER, timers.nextNs(0));
  }

  @Test
  void cancel_fromItsOwnFunction_isEdeadlk() {
    ready(MONOTONIC);
    bench.call(START, timer, 500, 0);

    BpfTimer running = timers.take(0);
    assertEquals(Errno.EDEADLK, bench.call(CANCEL, timer));
    assertEquals(0, bench.call(START, timer, 500, 0), "starting again is what it may do");
    timers.ran(running);
    assertEquals(1, bench.call(CANCEL, timer));
  }

  @Test
  void timers_ofOneTime_expireInTheOrderOfTheirStarts() {
    long other = bench.call(1, map, bench.longs(1)) + 8;
    ready(MONOTONIC);
    bench.call(INIT, other, map, MONOTONIC);
    bench.call(SET_CALLBACK, other, FUNCTION);
    bench.call(START, other, 500, 0);
    bench.call(START, timer, 500, 0);

    assertEquals(other - 8, timers.take(0).value());
    assertEquals(timer - 8, timers.take(0).value());
  }

  @Test
  void deletedElement_takesItsTimerWithIt() {
    long hash = bench.map(1).address();
    long key = bench.longs(3);
    bench.call(2, hash, key, bench.longs(0, 0), 0);
    long inside = bench.call(1, hash, key);
    bench.call(INIT, inside, hash, MONOTONIC);
    bench.call(SET_CALLBACK, inside, FUNCTION);
    bench.call(START, inside, 500, 0);
    assertNotEquals(TimerTable.NEVER, timers.nextNs(0));

    assertEquals(0, bench.call(3, hash, key));

    assertEquals(TimerTable.NEVER, timers.nextNs(0));
  }
}

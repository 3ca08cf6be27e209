package org.gpol.cli.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trials run at the same time, and their results come in order. */
class TrialsTest {
  private final List<Integer> taken = new ArrayList<>();

  private boolean take(int result) {
    return taken.add(result);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void results_ofAnyNumberOfThreads_comeInOrder(int threads) throws Exception {
    Trials.Trial<Integer> slowFirst =
        number -> {
          if (number % 3 == 0) {
            Thread.sleep(5);
          }
          return number;
        };
    assertEquals(Trials.End.COMPLETE, Trials.run(20, threads, slowFirst, this::take));
    assertEquals(IntStream.range(0, 20).boxed().toList(), taken);
  }

  @Test
  void trials_onSeveralThreads_runAtTheSameTime() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    Trials.Trial<Integer> meet =
        number -> {
          both.countDown();
          both.await();
          return number;
        };
    assertEquals(Trials.End.COMPLETE, Trials.run(2, 2, meet, this::take));
  }

  @Test
  void taker_thatHasEnough_getsNoMore() throws Exception {
    assertEquals(Trials.End.ENOUGH, Trials.run(100, 4, n -> n, n -> take(n) && n < 5));
    assertEquals(List.of(0, 1, 2, 3, 4, 5), taken);
  }

  @Test
  void failures_ofSeveralTrials_theFirstInOrderIsThrown() {
    IllegalStateException first = new IllegalStateException("3");
    Trials.Trial<Integer> failing =
        number -> {
          if (number == 3) {
            Thread.sleep(10);
            throw first;
          }
          if (number > 3) {
            throw new IllegalStateException("later");
          }
          return number;
        };
    ExecutionException thrown =
        assertThrows(ExecutionException.class, () -> Trials.run(9, 3, failing, this::take));
    assertSame(first, thrown.getCause());
    assertEquals(List.of(0, 1, 2), taken);
  }

  @Test
  void interruption_ofTheTaker_keepsWhatWasTaken() throws Exception {
    Thread me = Thread.currentThread();
    Trials.Trial<Integer> interrupting =
        number -> {
          if (number == 4) {
            me.interrupt();
            Thread.sleep(10_000);
          }
          return number;
        };
    assertEquals(Trials.End.INTERRUPTED, Trials.run(100, 1, interrupting, this::take));
    assertTrue(taken.size() <= 4 && !Thread.currentThread().isInterrupted());
  }
}

package org.gpol.kernel.sim;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.gpol.kernel.model.CostModel;
import org.gpol.kernel.model.EevdfTunables;
import org.gpol.kernel.model.FairSettings;
import org.gpol.kernel.model.FairTunables;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.report.TaskResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * CFS and EEVDF give tasks that always want the CPU time by weight, up to a lag that does not grow.
 *
 * <p>The bound of CFS: the task that is picked has the least vruntime, and the first tick after its
 * slice takes the CPU from it. So no two are further apart than the longest slice and a tick, by
 * weight of the one that ran, and what the start of a task sets it back, which is one slice.
 *
 * <p>The bound of EEVDF: no task has had more than its part by more than a request, nor lacks more
 * than the longest request of anyone; a request is a slice, as late as the tick notices its end.
 */
class FairLagTest {
  private static final long MS = 1_000_000;

  /** {@code sched_prio_to_weight} of Linux, written down apart from the model's table. */
  private static final Map<Integer, Long> WEIGHT_OF_NICE =
      Map.of(-10, 9548L, -5, 3121L, 0, 1024L, 1, 820L, 5, 335L, 10, 110L, 19, 15L);

  @ParameterizedTest
  @ValueSource(ints = {100, 250, 1000})
  void spinners_ofEqualWeight_stayWithinTheLagBound(int hz) {
    holdsAtManyTimes(List.of(0, 0, 0, 0, 0), hz);
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 250, 1000})
  void spinners_ofManyWeights_stayWithinTheLagBound(int hz) {
    holdsAtManyTimes(List.of(0, 5, -5, 1, -10, 10), hz);
  }

  @Test
  void spinners_moreThanALatencyHolds_stayWithinTheLagBound() {
    holdsAtManyTimes(List.of(0, 0, 5, 0, -5, 0, 1, 0, 10, 0, 0, -10, 0, 0, 19, 0), 1000);
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 250, 1000})
  void eevdfSpinners_ofManyWeights_lagLessThanARequest(int hz) {
    for (List<Integer> nices :
        List.of(List.of(0, 0, 0), List.of(0, 5, -5, 1, -10, 10), List.of(19, 19, -10, 0, 0))) {
      for (long endNs = 500 * MS; endNs < 8_000 * MS; endNs += 1_237_654_321L) {
        eevdfHolds(nices, 1_000 * MS / hz, endNs);
      }
    }
  }

  private static void eevdfHolds(List<Integer> nices, long tickNs, long endNs) {
    List<TaskResult> tasks = run(nices, EevdfTunables.DEFAULT, tickNs, endNs);
    double total = nices.stream().mapToDouble(FairLagTest::shareOf).sum();
    long sliceNs = EevdfTunables.DEFAULT.baseSliceNs();
    long request = (sliceNs + tickNs - 1) / tickNs * tickNs;
    for (int i = 0; i < tasks.size(); i++) {
      double ideal = (double) endNs * shareOf(nices.get(i)) / total;
      double lag = ideal - tasks.get(i).runtimeNs();
      assertTrue(
          Math.abs(lag) < sliceNs + request,
          nices + " until " + endNs + ": task " + i + " lags " + lag + " ns");
    }
  }

  private static void holdsAtManyTimes(List<Integer> nices, int hz) {
    for (long endNs = 500 * MS; endNs < 8_000 * MS; endNs += 1_237_654_321L) {
      holds(nices, 1_000 * MS / hz, endNs);
    }
  }

  private static void holds(List<Integer> nices, long tickNs, long endNs) {
    List<TaskResult> tasks = run(nices, FairTunables.ONE_CPU, tickNs, endNs);
    double least = Double.MAX_VALUE;
    double most = 0;
    for (int i = 0; i < tasks.size(); i++) {
      double service = tasks.get(i).runtimeNs() / shareOf(nices.get(i));
      least = Math.min(least, service);
      most = Math.max(most, service);
    }
    double bound = boundNs(nices, tickNs);
    assertTrue(
        most - least <= bound,
        nices + " until " + endNs + ": lag of " + (most - least) + " ns, bound " + bound);
  }

  private static List<TaskResult> run(
      List<Integer> nices, FairSettings fair, long tickNs, long endNs) {
    TestWorkloads spinners = new TestWorkloads();
    nices.forEach(spinners::spinner);
    return Simulation.builder(Topology.flat(1), spinners.build(endNs))
        .costs(CostModel.FREE)
        .fair(fair)
        .tickNs(tickNs)
        .stallNs(100_000 * MS)
        .invariants(true)
        .run()
        .tasks();
  }

  private static double boundNs(List<Integer> nices, long tickNs) {
    double periodNs =
        Math.max(
            FairTunables.ONE_CPU.latencyNs(),
            nices.size() * FairTunables.ONE_CPU.minGranularityNs());
    double total = nices.stream().mapToDouble(FairLagTest::shareOf).sum();
    double least = nices.stream().mapToDouble(FairLagTest::shareOf).min().orElseThrow();
    double setBack = periodNs / shareOf(nices.get(0));
    return periodNs / total + tickNs / least + setBack;
  }

  /** Weight where nice 0 is 1. */
  private static double shareOf(int nice) {
    return WEIGHT_OF_NICE.get(nice) / 1024.0;
  }
}

package org.gpol.kernel.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gpol.kernel.model.CostModel;
import org.gpol.kernel.model.EevdfTunables;
import org.gpol.kernel.model.FairSettings;
import org.gpol.kernel.model.FairTunables;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.report.SimulationResult;
import org.junit.jupiter.api.Test;

/** Slices of single tasks, as Linux 6.12 has them ({@code sched_runtime} of fair tasks). */
class CustomSliceTest {
  private static final long MS = 1_000_000;
  private static final long US = 1_000;

  /** Two that never stop, and one that works 0.5 ms in 10 ms and asks for this slice. */
  private static SimulationResult run(long sliceNs, FairSettings fair) {
    TestWorkloads tasks = new TestWorkloads().spinner(0).spinner(0);
    tasks.sliced(sliceNs, TestWorkloads.periodic(500 * US, 10 * MS, 0));
    return Simulation.builder(Topology.flat(1), tasks.build(2_000 * MS))
        .costs(CostModel.FREE)
        .fair(fair)
        .invariants(true)
        .run();
  }

  private static long p99Ns(SimulationResult result) {
    return result.tasks().get(2).wakeupLatency().percentileNs(99);
  }

  @Test
  void shorterSlice_underEevdf_waitsLessForTheSameTime() {
    SimulationResult asAll = run(3 * MS, EevdfTunables.DEFAULT);
    SimulationResult shorter = run(100 * US, EevdfTunables.DEFAULT);
    assertTrue(p99Ns(shorter) + MS < p99Ns(asAll), () -> p99Ns(shorter) + " and " + p99Ns(asAll));
    long differenceNs = asAll.tasks().get(2).runtimeNs() - shorter.tasks().get(2).runtimeNs();
    assertTrue(Math.abs(differenceNs) <= MS, () -> differenceNs + " ns");
  }

  @Test
  void slice_thatAllHave_changesNothing() {
    SimulationResult same = run(EevdfTunables.DEFAULT.baseSliceNs(), EevdfTunables.DEFAULT);
    TestWorkloads plain = new TestWorkloads().spinner(0).spinner(0);
    plain.add(TestWorkloads.periodic(500 * US, 10 * MS, 0));
    SimulationResult without =
        Simulation.builder(Topology.flat(1), plain.build(2_000 * MS))
            .costs(CostModel.FREE)
            .fair(EevdfTunables.DEFAULT)
            .run();
    assertEquals(without.tasks(), same.tasks());
  }

  @Test
  void slice_underCfs_hasNoEffect() {
    assertEquals(
        run(100 * US, FairTunables.ONE_CPU).tasks(), run(50 * MS, FairTunables.ONE_CPU).tasks());
  }
}

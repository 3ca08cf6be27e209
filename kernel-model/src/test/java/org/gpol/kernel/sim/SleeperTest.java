package org.gpol.kernel.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gpol.kernel.model.CostModel;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.kernel.workload.CpuSet;
import org.gpol.kernel.workload.SchedPolicy;
import org.junit.jupiter.api.Test;

/** What CFS gives a task for having slept ({@code place_entity} of Linux 5.11). */
class SleeperTest {
  private static final long MS = 1_000_000;

  /** A task that works 1 ms in 20 ms beside one that never stops. */
  private static SimulationResult run(int cpus, TestWorkloads others, int nice) {
    TestWorkloads tasks =
        others.add(
            SchedPolicy.OTHER, nice, CpuSet.ALL, 0, TestWorkloads.periodic(MS, 20 * MS, 5 * MS));
    return Simulation.builder(Topology.flat(cpus), tasks.build(1_000 * MS))
        .costs(CostModel.FREE)
        .invariants(true)
        .run();
  }

  @Test
  void sleeper_thatSleptLong_takesTheCpuAtOnce() {
    SimulationResult result = run(1, new TestWorkloads().spinner(0), 0);
    assertEquals(0, result.tasks().get(1).wakeupLatency().percentileNs(100));
  }

  @Test
  void sleeper_thatWakesOnAnotherCpu_takesItsAdvanceWithIt() {
    // Two CPUs and three that never stop: the sleeper wakes where most wait, or beside them.
    TestWorkloads others = new TestWorkloads().spinner(0).spinner(0).spinner(0);
    SimulationResult result = run(2, others, 0);
    assertTrue(result.tasks().get(3).wakeupLatency().percentileNs(99) <= MS);
  }

  @Test
  void sleeper_ofLittleWeight_needsMoreThanAGranularityOfItsOwnTime() {
    // A granularity of 1 ms is 15 ms of the virtual time of nice 12, more than a latency's half.
    SimulationResult result = run(1, new TestWorkloads().spinner(0), 12);
    assertTrue(result.tasks().get(1).wakeupLatency().percentileNs(50) > 0);
  }
}

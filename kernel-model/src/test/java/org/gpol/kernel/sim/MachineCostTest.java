package org.gpol.kernel.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gpol.kernel.model.Cost;
import org.gpol.kernel.model.CostModel;
import org.gpol.kernel.model.TestPolicy;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.report.CpuResult;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.kernel.workload.CpuSet;
import org.gpol.kernel.workload.SchedPolicy;
import org.gpol.kernel.workload.TaskAction;
import org.gpol.kernel.workload.Workload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What sharing a core, moving, and each act of the kernel cost. */
class MachineCostTest {
  private static final long MS = 1_000_000;

  private final RecordingListener events = new RecordingListener();

  private SimulationResult run(String topology, CostModel costs, Workload workload) {
    return Simulation.builder(Topology.parse(topology), workload)
        .costs(costs)
        .invariants(true)
        .listener(events)
        .run();
  }

  private static TestWorkloads.Maker runs(long ms) {
    return TestWorkloads.script(new TaskAction.Run(ms * MS));
  }

  private static double runtimeMs(SimulationResult result, int task) {
    return result.tasks().get(task).runtimeNs() / 1e6;
  }

  @Test
  void core_twoThreadsWork_eachTakesAsMuchLongerAsTheySay() {
    // given two tasks of 10 ms on the threads of a core, the second 5 ms later
    TestWorkloads tasks = new TestWorkloads();
    tasks.add(SchedPolicy.OTHER, 0, CpuSet.of(0), 0, runs(10));
    tasks.add(SchedPolicy.OTHER, 0, CpuSet.of(1), 5 * MS, runs(10));
    // when a thread takes twice as long while the other works
    CostModel costs = CostModel.FREE.with(Cost.SMT_SLOWDOWN, 2);
    SimulationResult result = run("1n1l1c2t", costs, tasks.build(Workload.UNTIL_ALL_EXIT));
    // then 5 of each are done alone, and 5 beside the other
    assertEquals(15, runtimeMs(result, 0), 0.000_01);
    assertEquals(15, runtimeMs(result, 1), 0.000_01);
    assertEquals(20, result.durationNs() / 1e6, 0.000_01);
  }

  @Test
  void core_manyShortTurnsBesideAnother_loseNothingToRounding() {
    TestWorkloads tasks = new TestWorkloads();
    tasks.add(SchedPolicy.OTHER, 0, CpuSet.of(0), 0, TestWorkloads.periodic(10_007, 20_011, 0));
    tasks.add(SchedPolicy.OTHER, 0, CpuSet.of(1), 0, runs(100));
    CostModel costs = CostModel.FREE.with(Cost.SMT_SLOWDOWN, 1.5);
    SimulationResult result = run("1n1l1c2t", costs, tasks.build(400 * MS));
    // the first works 1.5 * 10,007 of each 20,011 ns; in these the second does two thirds
    double part = 1.5 * 10_007 / 20_011;
    assertEquals(100 / (1 - part / 3), runtimeMs(result, 1), 0.1);
  }

  @ParameterizedTest
  @CsvSource({"1n1l4c1t, 10", "1n1l2c2t, 15", "1n1l1c4t, 25"})
  void core_moreThreads_takeLongerForEachThatWorks(String topology, double expectedMs) {
    TestWorkloads tasks = new TestWorkloads();
    for (int cpu = 0; cpu < 4; cpu++) {
      tasks.add(SchedPolicy.OTHER, 0, CpuSet.of(cpu), 0, runs(10));
    }
    CostModel costs = CostModel.FREE.with(Cost.SMT_SLOWDOWN, 1.5);
    SimulationResult result = run(topology, costs, tasks.build(Workload.UNTIL_ALL_EXIT));
    for (int cpu = 0; cpu < 4; cpu++) {
      assertEquals(expectedMs, runtimeMs(result, cpu), 0.001);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, MIGRATE_THREAD",
    "2, MIGRATE_CORE",
    "4, MIGRATE_LLC",
    "8, MIGRATE_NODE",
  })
  void migration_takesByDistance_onlyWhenATaskRunsElsewhereThanBefore(int cpu, Cost cost) {
    // given a task on CPU 0 of 2 nodes of 2 caches of 2 cores of 2 threads, which moves once
    TestWorkloads tasks = new TestWorkloads();
    tasks.add(
        SchedPolicy.OTHER,
        0,
        CpuSet.of(0),
        0,
        TestWorkloads.script(
            new TaskAction.Run(MS),
            new TaskAction.SetAffinity(CpuSet.of(cpu)),
            new TaskAction.Run(MS),
            new TaskAction.SleepUntil(5 * MS),
            new TaskAction.Run(MS)));
    // when only this distance costs anything
    CostModel costs = CostModel.FREE.with(cost, 12_345);
    SimulationResult result = run("2n2l2c2t", costs, tasks.build(Workload.UNTIL_ALL_EXIT));
    // then it executes that much longer
    assertEquals(3 * MS + 12_345, result.tasks().get(0).runtimeNs());
  }

  @Test
  void policy_latchesAndMessages_takeTheTimeOfTheCpuThatMakesThem() {
    assertCharged(Cost.RUN_GTID, 100, " latched ");
    assertCharged(Cost.MESSAGE, 50, " message ");
  }

  private void assertCharged(Cost cost, int ns, String line) {
    events.lines.clear();
    TestWorkloads tasks = new TestWorkloads();
    for (int i = 0; i < 3; i++) {
      tasks.add(TestWorkloads.periodic(MS, 5 * MS, i * MS));
    }
    SimulationResult result =
        Simulation.builder(Topology.flat(2), tasks.build(1_000 * MS))
            .costs(CostModel.FREE.with(cost, ns))
            .policy(new TestPolicy())
            .listener(events)
            .run();
    long count = events.lines.stream().filter(each -> each.contains(line)).count();
    assertTrue(count > 500, count + line);
    assertEquals(count * ns, result.cpus().stream().mapToLong(CpuResult::policyNs).sum());
  }

  @ParameterizedTest
  @EnumSource(Cost.class)
  void cost_beyondItsRange_isRefused(Cost cost) {
    assertEquals(cost.most(), CostModel.FREE.with(cost, cost.most()).value(cost));
    assertThrows(IllegalArgumentException.class, () -> CostModel.FREE.with(cost, cost.most() + 1));
    assertThrows(
        IllegalArgumentException.class, () -> CostModel.FREE.with(cost, cost.least() - 0.001));
    assertThrows(IllegalArgumentException.class, () -> CostModel.FREE.with(cost, Double.NaN));
  }

  @ParameterizedTest
  @EnumSource(Cost.class)
  void page_hasEveryCostWithItsDefault(Cost cost) throws IOException {
    String usual =
        cost.isFactor()
            ? Double.toString(cost.usual())
            : String.format("%,d ns", (long) cost.usual());
    String row = "| `" + cost.word() + "` | " + usual + " |";
    String page = Files.readString(Path.of("../docs/model.md"));
    assertTrue(page.contains(row), "docs/model.md lacks " + row);
  }
}

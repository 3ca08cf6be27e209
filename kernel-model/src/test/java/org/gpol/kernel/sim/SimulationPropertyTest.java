package org.gpol.kernel.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.gpol.kernel.model.Cost;
import org.gpol.kernel.model.CostModel;
import org.gpol.kernel.model.EevdfTunables;
import org.gpol.kernel.model.FairSettings;
import org.gpol.kernel.model.FairTunables;
import org.gpol.kernel.model.TestPolicy;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.kernel.report.TaskResult;
import org.gpol.kernel.workload.CpuSet;
import org.gpol.kernel.workload.SchedPolicy;
import org.gpol.kernel.workload.TaskAction;
import org.gpol.kernel.workload.TaskBehaviour;
import org.gpol.kernel.workload.Workload;

/** What holds for any workload: random tasks that run, sleep, yield, wake each other and end. */
class SimulationPropertyTest {
  private static final long DURATION_NS = 20_000_000;

  private static Workload workload(long seed, int tasks, int cpus) {
    TestWorkloads workload = new TestWorkloads();
    SimRandom random = new SimRandom(seed);
    for (int i = 0; i < tasks; i++) {
      long behaviourSeed = random.nextLong();
      TestWorkloads.Maker maker =
          waker -> {
            SimRandom own = new SimRandom(behaviourSeed);
            TaskBehaviour behaviour = now -> action(own, now, tasks, cpus, waker::wake);
            return behaviour;
          };
      add(workload, random, maker);
    }
    return workload.build(DURATION_NS);
  }

  /** A task of any policy; a third is ghOSt's. */
  private static void add(TestWorkloads workload, SimRandom random, TestWorkloads.Maker maker) {
    int nice = Math.floorMod(random.nextInt(), 40) - 20;
    int priority = 1 + Math.floorMod(random.nextInt(), 4);
    long startNs = Math.floorMod(random.nextLong(), DURATION_NS / 2);
    switch (Math.floorMod(random.nextInt(), 6)) {
      case 0 -> workload.add(SchedPolicy.OTHER, nice, CpuSet.ALL, startNs, maker);
      case 1 -> workload.fifo(priority, CpuSet.ALL, startNs, maker);
      case 2 -> workload.roundRobin(priority, maker);
      case 3 -> workload.deadline(1, 10 + 4 * priority, 30, startNs, bound(maker));
      default -> workload.add(SchedPolicy.GHOST, nice, CpuSet.ALL, startNs, maker);
    }
  }

  /** The same without changes of affinity, which deadline tasks may not make. */
  private static TestWorkloads.Maker bound(TestWorkloads.Maker maker) {
    return waker -> {
      TaskBehaviour behaviour = maker.make(waker);
      return now -> {
        TaskAction action = behaviour.next(now);
        return action instanceof TaskAction.SetAffinity ? new TaskAction.Run(100) : action;
      };
    };
  }

  private static Topology topology(long seed, int cpus) {
    return Math.floorMod(seed, 3) == 0 && cpus % 2 == 0
        ? Topology.parse("1n1l" + cpus / 2 + "c2t")
        : Topology.flat(cpus);
  }

  private interface Wake {
    void wake(int task);
  }

  private static TaskAction action(SimRandom random, long now, int tasks, int cpus, Wake wake) {
    return switch (Math.floorMod(random.nextInt(), 12)) {
      case 0, 1, 2, 3 -> new TaskAction.Run(1 + Math.floorMod(random.nextLong(), 900_000L));
      case 4 -> new TaskAction.Run(1);
      case 5, 6 -> new TaskAction.SleepUntil(now + Math.floorMod(random.nextLong(), 2_000_000L));
      case 7 -> TaskAction.YIELD;
      case 8 -> new TaskAction.SetNice(Math.floorMod(random.nextInt(), 40) - 20);
      case 9 -> new TaskAction.SetAffinity(CpuSet.of(Math.floorMod(random.nextInt(), cpus)));
      case 10 -> {
        wake.wake(Math.floorMod(random.nextInt(), tasks));
        yield random.nextInt() % 8 == 0 ? TaskAction.EXIT : new TaskAction.Run(1000);
      }
      default ->
          random.nextInt() % 4 == 0 ? TaskAction.BLOCK : new TaskAction.SetAffinity(CpuSet.ALL);
    };
  }

  private static SimulationResult run(
      long seed, int tasks, int cpus, boolean elide, RecordingListener listener) {
    CostModel costs =
        seed % 2 == 0
            ? CostModel.DEFAULT
            : CostModel.DEFAULT.with(Cost.BPF_INSN, 0.37).with(Cost.IDLE_POLL, 730);
    FairSettings fair =
        Math.floorMod(seed, 5) == 0 ? EevdfTunables.DEFAULT : FairTunables.forCpus(cpus);
    return Simulation.builder(topology(seed, cpus), workload(seed, tasks, cpus))
        .fair(fair)
        .policy(new TestPolicy())
        .costs(costs)
        .seed(seed)
        .elidePolls(elide)
        .invariants(true)
        .listener(listener)
        .run();
  }

  @Property(tries = 150)
  void anyWorkload_timeIsConservedAndNothingIsLost(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 12) int tasks,
      @ForAll @IntRange(min = 1, max = 5) int cpus) {
    SimulationResult result = run(seed, tasks, cpus, true, new RecordingListener());
    assertTrue(result.failure().isEmpty(), result.failure().toString());
    result.checks().stream()
        .filter(check -> !check.check().equals("affinity"))
        .forEach(check -> assertTrue(check.ok(), check.toString()));
    for (TaskResult task : result.tasks()) {
      assertTrue(task.waitNs() >= 0 && task.sleepNs() >= 0, task.toString());
    }
  }

  @Property(tries = 60)
  void anyWorkload_skippingPolls_changesNothing(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 8) int tasks,
      @ForAll @IntRange(min = 1, max = 5) int cpus) {
    RecordingListener with = new RecordingListener();
    RecordingListener without = new RecordingListener();
    SimulationResult skipped = run(seed, tasks, cpus, true, with);
    SimulationResult full = run(seed, tasks, cpus, false, without);
    assertEquals(without.lines, with.lines);
    assertEquals(full, skipped);
  }
}

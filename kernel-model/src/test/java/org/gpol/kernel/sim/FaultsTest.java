package org.gpol.kernel.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.gpol.kernel.agent.AgentProcess;
import org.gpol.kernel.agent.PerCpuFifo;
import org.gpol.kernel.hook.MessageType;
import org.gpol.kernel.model.TestPolicy;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.report.Failure;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.kernel.report.TaskResult;
import org.gpol.kernel.report.TraceListener;
import org.gpol.kernel.workload.CpuSet;
import org.gpol.kernel.workload.Fault;
import org.gpol.kernel.workload.Workload;
import org.gpol.kernel.workload.WorkloadException;
import org.gpol.kernel.workload.rtapp.RtAppReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done to a run from outside. */
class FaultsTest {
  private static final String HOG = "{ \"loop\" : -1, \"run\" : 5000000 }";
  private static final String SLEEPER = "{ \"loop\" : -1, \"run\" : 100, \"sleep\" : 10000000 }";
  private static final String BLOCKED = "{ \"loop\" : -1, \"run\" : 100, \"sem_wait\" : \"s\" }";

  private static Workload workload(String tasks, String faults) {
    return RtAppReader.parse(
        "w.json",
        "{ \"tasks\" : { "
            + tasks
            + " }, \"global\" : { \"duration\" : 1 }, \"faults\" : [ "
            + faults
            + " ] }");
  }

  /** Under a FIFO policy, with the model's state checked at every event. */
  private static SimulationResult run(int cpus, Workload workload, TraceListener listener) {
    return Simulation.builder(Topology.flat(cpus), workload)
        .policy(new TestPolicy())
        .invariants(true)
        .listener(listener)
        .run();
  }

  private static SimulationResult run(int cpus, String tasks, String faults) {
    return run(cpus, workload(tasks, faults), new TraceListener() {});
  }

  /** From the start of a task to its end. */
  private static long livedNs(SimulationResult result, int task) {
    TaskResult of = result.tasks().get(task);
    return of.runtimeNs() + of.waitNs() + of.sleepNs();
  }

  @ParameterizedTest
  @ValueSource(strings = {HOG, SLEEPER, BLOCKED})
  void kill_whateverTheTaskDoes_endsItAtOnce(String task) {
    SimulationResult result = run(1, "\"t\" : " + task, "{ \"at\" : 20000, \"kill\" : \"t\" }");
    assertTrue(result.ok(), result.toString());
    long endedNs = livedNs(result, 0);
    assertTrue(endedNs >= 20_000_000 && endedNs < 20_100_000, "ended at " + endedNs);
  }

  @Test
  void kill_ofATaskThatWaits_endsItWhenItsTurnComes() {
    SimulationResult result =
        run(
            1,
            "\"a\" : { \"loop\" : 1, \"run\" : 50000 }, \"b\" : " + HOG,
            "{ \"at\" : 20000, \"kill\" : \"b\" }");
    assertTrue(result.ok(), result.toString());
    assertEquals(0, result.tasks().get(1).runtimeNs());
    assertTrue(livedNs(result, 1) >= 50_000_000 && livedNs(result, 1) < 50_100_000);
  }

  @Test
  void kill_beforeTheStartOrTwice_hasNoEffect() {
    SimulationResult result =
        run(
            1,
            "\"t\" : { \"delay\" : 5000, \"loop\" : 1, \"run\" : 1000 }",
            "{ \"at\" : 0, \"kill\" : \"t\" }, { \"at\" : 500000, \"kill\" : \"t\" }");
    assertTrue(result.ok(), result.toString());
    assertEquals(1_000_000, result.tasks().get(0).runtimeNs());
  }

  @Test
  void depart_ofARunningTask_leavesItToTheKernelsClass() {
    List<String> told = new ArrayList<>();
    SimulationResult result =
        run(
            1,
            workload("\"t\" : " + HOG, "{ \"at\" : 20000, \"depart\" : \"t\" }"),
            new TraceListener() {
              @Override
              public void departed(long timeNs, int task) {
                told.add(task + " at " + timeNs);
              }
            });
    assertTrue(result.ok(), result.toString());
    assertEquals(List.of("0 at 20000000"), told);
    assertTrue(result.tasks().get(0).runtimeNs() > 990_000_000);
  }

  @Test
  void storm_onAWaitingTask_sendsAMessageEachTime() {
    int[] messages = {0};
    run(
        1,
        workload(
            "\"a\" : " + HOG + ", \"b\" : { \"loop\" : 1, \"run\" : 10, \"sleep\" : 900000 }",
            "{ \"at\" : 20000, \"storm\" : \"b\", \"times\" : 7 }"),
        new TraceListener() {
          @Override
          public void message(
              long timeNs, int cpu, MessageType type, int task, int seqnum, boolean delivered) {
            messages[0] += type == MessageType.TASK_PRIORITY_CHANGED ? 1 : 0;
          }
        });
    assertEquals(7, messages[0]);
  }

  @Test
  void takeCpu_whileItRunsATask_movesTheTaskElsewhere() {
    SimulationResult result =
        run(
            2,
            "\"a\" : { \"loop\" : 1, \"run\" : 400000 }, \"b\" : { \"loop\" : 1, \"run\" : 400000 }",
            "{ \"at\" : 20000, \"take_cpu\" : 1 }");
    assertTrue(result.ok(), result.toString());
    assertEquals(400_000_000, result.tasks().get(0).runtimeNs());
    assertEquals(400_000_000, result.tasks().get(1).runtimeNs());
    assertTrue(result.cpus().get(1).busyNs() <= 20_000_000);
  }

  @Test
  void giveCpu_thatWasTaken_isUsedAgain() {
    SimulationResult result =
        run(
            2,
            "\"a\" : { \"loop\" : 1, \"run\" : 400000 }, \"b\" : { \"loop\" : 1, \"run\" : 400000 }",
            "{ \"at\" : 20000, \"take_cpu\" : 1 }, { \"at\" : 60000, \"give_cpu\" : 1 }");
    assertTrue(result.ok(), result.toString());
    long busyNs = result.cpus().get(1).busyNs();
    assertTrue(busyNs > 300_000_000 && busyNs < 420_000_000, "busy for " + busyNs);
  }

  @Test
  void takeCpu_theOnlyOne_isAStall() {
    Workload workload =
        workload("\"t\" : " + HOG, "{ \"at\" : 20000, \"take_cpu\" : 0 }")
            .withDuration(3_000_000_000L);
    SimulationResult result = run(1, workload, new TraceListener() {});
    assertEquals(Failure.Kind.STALL, result.failure().orElseThrow().kind());
  }

  @Test
  void crash_ofAPolicy_leavesAllTasksToTheKernelsClass() {
    SimulationResult result =
        run(
            2,
            "\"a\" : " + HOG + ", \"b\" : " + SLEEPER + ", \"c\" : " + HOG,
            "{ \"at\" : 20000, \"crash\" : \"\" }");
    assertTrue(result.ok(), result.toString());
    assertTrue(result.tasks().get(2).runtimeNs() > 450_000_000, result.toString());
  }

  private static SimulationResult underAgents(Workload workload, TraceListener listener) {
    return Simulation.builder(Topology.flat(2), workload)
        .userSpace(
            user -> {
              BitSet all = new BitSet();
              all.set(0, 2);
              AgentProcess process = new AgentProcess(user, 1, all);
              new PerCpuFifo(process);
              for (int task = 0; task < workload.tasks().size(); task++) {
                process.enter(user.gtid(task));
              }
            })
        .invariants(true)
        .listener(listener)
        .run();
  }

  @Test
  void crash_ofAgents_leavesTheirTasksToTheKernelsClass() {
    SimulationResult result =
        underAgents(
            workload(
                "\"a\" : " + HOG + ", \"b\" : " + HOG + ", \"c\" : " + HOG,
                "{ \"at\" : 20000, \"crash\" : \"\" }"),
            new TraceListener() {});
    assertTrue(result.ok(), result.toString());
    result.tasks().forEach(t -> assertTrue(t.runtimeNs() > 400_000_000, result.toString()));
  }

  @Test
  void storm_largerThanTheQueueOfAgents_overflowsIt() {
    String tasks =
        "\"a\" : { \"loop\" : 1, \"run\" : 100000 }, \"b\" : { \"loop\" : 1, \"run\" : 100000 }, "
            + "\"c\" : { \"loop\" : -1, \"run\" : 1000, \"sleep\" : 1000 }";
    SimulationResult calm = underAgents(workload(tasks, ""), new TraceListener() {});
    assertTrue(calm.ok(), calm.toString());
    SimulationResult result =
        underAgents(
            workload(tasks, "{ \"at\" : 20500, \"storm\" : \"c\", \"times\" : 100000 }"),
            new TraceListener() {});
    // A wake-up of which the agent never hears.
    assertFalse(result.tasks().get(2).equals(calm.tasks().get(2)));
  }

  @Test
  void steps_ofARun_addUpToTheWholeOfIt() {
    String tasks = "\"a\" : " + HOG + ", \"b\" : { \"loop\" : -1, \"run\" : 700, \"sleep\" : 900 }";
    Workload workload = workload(tasks, "{ \"at\" : 500, \"renice\" : \"a\", \"priority\" : 3 }");
    SimulationResult whole = run(2, workload, new TraceListener() {});
    Simulation steps =
        Simulation.builder(Topology.flat(2), workload)
            .policy(new TestPolicy())
            .invariants(true)
            .start();
    for (long ns = 0; ns <= 1_000_000_000; ns += 7_000_001) {
      assertTrue(steps.advanceTo(ns).isEmpty());
      assertEquals(ns, steps.nowNs());
    }
    assertTrue(steps.advanceTo(2_000_000_000).isEmpty());
    assertEquals(whole, steps.finish());
  }

  @Test
  void now_betweenSteps_happensAtThatTime() {
    Workload workload = workload("\"a\" : " + HOG, "");
    Simulation run =
        Simulation.builder(Topology.flat(1), workload).policy(new TestPolicy()).start();
    run.advanceTo(30_000_000);
    run.now(user -> user.cause(new Fault.Kill(0, 0)));
    run.advanceTo(40_000_000);
    assertTrue(Math.abs(livedNs(run.finish(), 0) - 30_000_000) < 50_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ \"at\" : 1 } | a fault is nothing",
        "{ \"at\" : 1, \"kill\" : \"a\", \"depart\" : \"a\" } | a fault is kill and depart",
        "{ \"kill\" : \"a\" } | `at`",
        "{ \"at\" : 1, \"kill\" : \"b\" } | there is no task `b`",
        "{ \"at\" : 1, \"renice\" : \"a\", \"priority\" : 20 } | not in -20..19",
        "{ \"at\" : 1, \"renice\" : \"a\" } | `priority`",
        "{ \"at\" : 1, \"kill\" : \"a\", \"times\" : 2 } | `times` stands beside `kill`",
        "{ \"at\" : 1, \"storm\" : \"a\", \"times\" : 0 } | not in 1..100000",
        "{ \"at\" : -1, \"kill\" : \"a\" } | cannot be negative",
        "7 | must be an object",
      })
  void faults_thatMakeNoSense_areRefused(String fault, String message) {
    WorkloadException refused =
        assertThrows(WorkloadException.class, () -> workload("\"a\" : " + HOG, fault));
    assertTrue(refused.getMessage().contains(message), refused.getMessage());
  }

  @Test
  void faults_aboutCpusThatTheMachineLacks_areRefused() {
    Workload workload = workload("\"a\" : " + HOG, "{ \"at\" : 1, \"take_cpu\" : 2 }");
    assertThrows(WorkloadException.class, () -> run(2, workload, new TraceListener() {}));
    assertEquals(
        List.of(new Fault.Rebind(1_000, 0, CpuSet.of(0, 2))),
        workload("\"a\" : " + HOG, "{ \"at\" : 1, \"rebind\" : \"a\", \"cpus\" : [ 0, 2 ] }")
            .faults());
  }
}

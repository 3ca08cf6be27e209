package org.gpol.kernel.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.kernel.report.TaskResult;
import org.gpol.kernel.sim.Simulation;
import org.gpol.kernel.workload.CpuSet;
import org.gpol.kernel.workload.SchedPolicy;
import org.gpol.kernel.workload.TaskAction;
import org.gpol.kernel.workload.TaskBehaviour;
import org.gpol.kernel.workload.TaskSpec;
import org.gpol.kernel.workload.Workload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Schedulers in user space by name, and what becomes of tasks when they die. */
class AgentSettingsTest {
  private static final long MS = 1_000_000;
  private static final int TASKS = 6;
  private static final int ROUNDS = 20;

  /** Each task computes for 3 ms and sleeps for 2, twenty times. */
  private static Workload jobs() {
    List<TaskSpec> specs = new ArrayList<>();
    for (int i = 0; i < TASKS; i++) {
      specs.add(new TaskSpec("job" + i, SchedPolicy.OTHER, 0, CpuSet.ALL, 1000L * i));
    }
    return new Workload(
        "jobs",
        Workload.UNTIL_ALL_EXIT,
        specs,
        waker -> {
          List<TaskBehaviour> behaviours = new ArrayList<>();
          for (int i = 0; i < TASKS; i++) {
            int[] step = {0};
            behaviours.add(
                now -> {
                  int at = step[0]++;
                  if (at == 2 * ROUNDS) {
                    return TaskAction.EXIT;
                  }
                  return at % 2 == 0
                      ? new TaskAction.Run(3 * MS)
                      : new TaskAction.SleepUntil(now + 2 * MS);
                });
          }
          return behaviours;
        });
  }

  private static SimulationResult run(String agents, int cpus) {
    return Simulation.builder(Topology.flat(cpus), jobs())
        .agents(AgentSettings.parse(agents))
        .invariants(true)
        .run();
  }

  private static void assertServed(SimulationResult result) {
    assertTrue(result.ok(), () -> result.failure() + " " + result.checks());
    for (TaskResult task : result.tasks()) {
      assertEquals(ROUNDS * 3 * MS, task.runtimeNs(), task.name());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fifo-percpu", "fifo-centralised", "fifo-centralised:slice=1ms"})
  void agentsAlone_runAllTasks(String agents) {
    assertServed(run(agents, 3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"fifo-percpu", "fifo-centralised", "fifo-centralised:slice=1ms"})
  void processDies_watchdogGivesTheTasksToCfs(String agents) {
    String more = agents + (agents.contains(":") ? "," : ":");
    // Never at the same point of the agents' work.
    for (long crash = 40_000; crash < 40_003; crash++) {
      assertServed(run(more + "watchdog=50ms,crash=" + crash + "us", 3));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fifo-percpu", "fifo-centralised"})
  void agentsHang_watchdogGivesTheTasksToCfs(String agents) {
    SimulationResult result = run(agents + ":hang=40ms,watchdog=50ms", 3);
    assertServed(result);
    long worst = result.tasks().stream().mapToLong(t -> t.wakeupLatency().maxNs()).max().orElse(0);
    assertTrue(worst > 20 * MS && worst < 60 * MS, worst + " ns");
  }

  @Test
  void processDies_withoutWatchdogTasksAreStuck() {
    SimulationResult result = run("fifo-percpu:crash=40ms", 3);
    assertFalse(result.ok());
    assertTrue(result.failure().orElseThrow().toString().contains("STALL"));
  }

  @Test
  void centralised_slice_isKept() {
    SimulationResult none = run("fifo-centralised", 2);
    SimulationResult some = run("fifo-centralised:slice=1ms", 2);
    long preemptions = some.tasks().stream().mapToLong(TaskResult::preemptions).sum();
    assertTrue(preemptions > TASKS * ROUNDS, preemptions + " preemptions");
    assertEquals(0, none.tasks().stream().mapToLong(TaskResult::preemptions).sum());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fifo|`fifo` is not among fifo-percpu, fifo-centralised, fifo-woken",
        "fifo-percpu:slice=1ms|fifo-percpu has no slice",
        "fifo-woken:crash|`crash` is not a setting",
        "fifo-woken:crsh=1s|did you mean `crash`?",
        "fifo-woken:crash=soon|crash: `soon` is not a time above zero",
        "fifo-woken:watchdog=1500us|watchdog: not a number of milliseconds",
        "fifo-woken:|`` is not a setting"
      })
  void parse_nonsense_isRefused(String text, String message) {
    String said =
        assertThrows(IllegalArgumentException.class, () -> AgentSettings.parse(text)).getMessage();
    assertTrue(said.contains(message), said);
  }

  @Test
  void centralised_oneCpu_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> run("fifo-centralised", 1));
  }
}

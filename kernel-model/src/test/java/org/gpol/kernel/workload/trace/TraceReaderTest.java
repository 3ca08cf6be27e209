package org.gpol.kernel.workload.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gpol.kernel.model.CostModel;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.kernel.report.TaskResult;
import org.gpol.kernel.sim.Simulation;
import org.gpol.kernel.workload.SchedPolicy;
import org.gpol.kernel.workload.Workload;
import org.gpol.kernel.workload.WorkloadException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Recordings become workloads. */
class TraceReaderTest {
  private static final String FTRACE =
      """
      # tracer: nop
      #
                <idle>-0     [000] dnh.  100.000000: sched_wakeup: comm=my task pid=69 prio=115 target_cpu=000
                <idle>-0     [000] d...  100.000010: sched_switch: prev_comm=swapper/0 prev_pid=0 prev_prio=120 prev_state=R ==> next_comm=my task next_pid=69 next_prio=115
               my task-69    [000] d...  100.000510: sched_switch: prev_comm=my task prev_pid=69 prev_prio=115 prev_state=R+ ==> next_comm=irq/8 next_pid=7 next_prio=49
                 irq/8-7     (    7) [000] d...  100.000560: sched_switch: prev_comm=irq/8 prev_pid=7 prev_prio=49 prev_state=S ==> next_comm=my task next_pid=69 next_prio=115
               my task-69    [000] d...  100.001060: sched_switch: prev_comm=my task prev_pid=69 prev_prio=115 prev_state=S ==> next_comm=swapper/0 next_pid=0 next_prio=120
                <idle>-0     [000] dnh.  100.005000: sched_waking: comm=my task pid=69 prio=115 target_cpu=000
                <idle>-0     [000] dnh.  100.005000: sched_wakeup: comm=my task pid=69 prio=115 target_cpu=000
                <idle>-0     [000] d...  100.005000: sched_switch: prev_comm=swapper/0 prev_pid=0 prev_prio=120 prev_state=R ==> next_comm=my task next_pid=69 next_prio=115
               my task-69    [000] d...  100.005200: sched_switch: prev_comm=my task prev_pid=69 prev_prio=115 prev_state=X ==> next_comm=swapper/0 next_pid=0 next_prio=120
      """;
  private static final String TRACE_CMD =
      """
      cpus=1
                <idle>-0     [000]   100.000000: sched_wakeup:         my task:69 [115] CPU:000
                <idle>-0     [000]   100.000010: sched_switch:         swapper/0:0 [120] R ==> my task:69 [115]
               my task-69    [000]   100.000510: sched_switch:         my task:69 [115] R ==> irq/8:7 [49]
                 irq/8-7     [000]   100.000560: sched_switch:         irq/8:7 [49] S ==> my task:69 [115]
               my task-69    [000]   100.001060: sched_switch:         my task:69 [115] S ==> swapper/0:0 [120]
                <idle>-0     [000]   100.005000: sched_wakeup:         my task:69 [115] success=1 CPU:000
                <idle>-0     [000]   100.005000: sched_switch:         swapper/0:0 [120] R ==> my task:69 [115]
               my task-69    [000]   100.005200: sched_switch:         my task:69 [115] X ==> swapper/0:0 [120]
      """;
  private static final String PERF_SCRIPT =
      TRACE_CMD
          .replace("cpus=1\n", "")
          .replaceAll("(\\S)-(\\d+) ", "$1 $2 ")
          .replaceAll(": sched_", ": sched:sched_");

  @ParameterizedTest
  @ValueSource(strings = {"ftrace", "trace-cmd", "perf script"})
  void recording_inAnyDialect_keepsWorkSleepAndPriority(String dialect) {
    String text =
        dialect.equals("ftrace") ? FTRACE : dialect.equals("trace-cmd") ? TRACE_CMD : PERF_SCRIPT;
    Workload workload = TraceReader.parse("t.txt", text);
    assertEquals("irq/8", workload.tasks().get(0).name());
    assertEquals(SchedPolicy.FIFO, workload.tasks().get(0).policy());
    assertEquals(50, workload.tasks().get(0).attributes().priority());
    assertEquals(510_000, workload.tasks().get(0).startNs());
    assertEquals(-5, workload.tasks().get(1).nice());
    SimulationResult result =
        Simulation.builder(Topology.flat(1), workload).costs(CostModel.FREE).run();
    assertTrue(result.ok(), () -> result.failure() + " " + result.checks());
    TaskResult task = result.tasks().get(1);
    assertEquals(1_200_000, task.runtimeNs());
    assertEquals(50_000, result.tasks().get(0).runtimeNs());
    assertEquals(5_200_000, result.durationNs());
  }

  @Test
  void perfScript_text_isAsPerfPrintsIt() {
    assertTrue(PERF_SCRIPT.contains("<idle> 0     [000]   100.000010: sched:sched_switch: "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "R ==> my task:69 | R == my task:69 | t.txt:3:66: these are no arguments of sched_switch",
        "   100.000510 | 1.0 | t.txt:4:1: not a line of a recording",
        "   100.000510 |    99.000510 | t.txt:4:1: this is before the event above it",
        "irq/8:7 [49] S | irq/9:8 [49] S | t.txt:5:66: task 8 leaves CPU 0, which task 7 has",
        "cpus=1 | CPU:3 [LOST 12 EVENTS] | t.txt:1:1: the recording has lost events",
      })
  void recording_malformed_isRefusedWithLineAndColumn(String from, String to, String expected) {
    String text = TRACE_CMD.replaceFirst(java.util.regex.Pattern.quote(from.stripTrailing()), to);
    var refusal = assertThrows(WorkloadException.class, () -> TraceReader.parse("t.txt", text));
    assertTrue(refusal.getMessage().startsWith(expected), refusal.getMessage());
  }

  @Test
  void recording_withoutTasks_isRefused() {
    assertThrows(WorkloadException.class, () -> TraceReader.parse("t.txt", "# nothing\n"));
    assertThrows(WorkloadException.class, () -> TraceReader.parse("t.txt", "x".repeat(100_000)));
  }

  @Test
  void recording_anyPart_isReadOrRefused() {
    for (int length = 0; length < FTRACE.length(); length++) {
      String part = FTRACE.substring(0, length);
      try {
        assertTrue(TraceReader.parse("t.txt", part).tasks().size() > 0);
      } catch (WorkloadException e) {
        assertEquals("t.txt", e.position().file());
      }
    }
  }
}

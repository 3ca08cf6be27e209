package org.gpol.kernel.workload.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gpol.kernel.model.CostModel;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.kernel.sim.Simulation;
import org.gpol.kernel.workload.Workload;
import org.gpol.kernel.workload.WorkloadException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables of {@code perf sched timehist} become workloads. */
class TimehistTextTest {

  /** The tasks share a CPU, one of them is preempted; then one sleeps for 4 ms. */
  private static final String TABLE =
      """
                 time    cpu  task name                       wait time  sch delay   run time
                              [tid/pid]                          (msec)     (msec)     (msec)
      --------------- ------  ------------------------------  ---------  ---------  ---------
         79371.874569 [0000]  gcc[31949]                          0.000      0.000      1.000
         79371.875569 [0000]  my task[5/4]                        0.000      0.500      1.000
         79371.876569 [0000]  gcc[31949]                          1.000      0.000      1.000
         79371.879569 [0000]  <idle>                              3.000      0.000      3.000
         79371.880569 [0000]  my task[5/4]                        4.000      0.050      1.000
      """;

  private static SimulationResult run(String table) {
    SimulationResult result =
        Simulation.builder(Topology.flat(2), TraceReader.parse("t.txt", table))
            .costs(CostModel.FREE)
            .run();
    assertTrue(result.ok(), () -> result.failure() + " " + result.checks());
    return result;
  }

  @Test
  void table_keepsWorkAndSleep() {
    Workload workload = TraceReader.parse("t.txt", TABLE);
    assertEquals("my task", workload.tasks().get(0).name());
    assertEquals(500_000, workload.tasks().get(0).startNs());
    assertEquals("gcc", workload.tasks().get(1).name());
    SimulationResult result = run(TABLE);
    assertEquals(2_000_000, result.tasks().get(0).runtimeNs());
    assertEquals(2_000_000, result.tasks().get(1).runtimeNs());
    // Woken 50 us before it got its CPU at 6 ms of the recording.
    assertEquals(6_950_000, result.durationNs());
  }

  @Test
  void table_withStates_goesByThem() {
    String states =
        TABLE
            .replace("run time\n", "run time  state\n")
            .replaceAll("(31949\\].*1\\.000)\n", "$1      R\n")
            .replaceAll("(5/4\\].*1\\.000)\n", "$1      S\n");
    assertEquals(6_950_000, run(states).durationNs());
    String preempted = states.replaceAll("1\\.000      S", "1.000      R");
    assertEquals(2_500_000, run(preempted).durationNs());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gcc[31949]                          0.000 | gcc[31949] much | t.txt:4:1: not a row of perf sched timehist",
        "79371.876569 | 79371.870000 | t.txt:6:1: this is before the row above it",
      })
  void table_malformed_isRefusedWithItsLine(String from, String to, String expected) {
    String text = TABLE.replaceFirst(java.util.regex.Pattern.quote(from), to);
    var refusal = assertThrows(WorkloadException.class, () -> TraceReader.parse("t.txt", text));
    assertTrue(refusal.getMessage().startsWith(expected), refusal.getMessage());
  }

  @Test
  void table_anyPart_isReadOrRefused() {
    for (int length = 0; length < TABLE.length(); length++) {
      String part = TABLE.substring(0, length);
      try {
        assertTrue(TraceReader.parse("t.txt", part).tasks().size() > 0);
      } catch (WorkloadException e) {
        assertEquals("t.txt", e.position().file());
      }
    }
  }
}

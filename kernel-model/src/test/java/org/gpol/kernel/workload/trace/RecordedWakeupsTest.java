package org.gpol.kernel.workload.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.gpol.kernel.model.CostModel;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.kernel.report.TraceListener;
import org.gpol.kernel.sim.Simulation;
import org.gpol.kernel.workload.Workload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who wakes whom in a recording decides when tasks go on, wherever the text tells it. */
class RecordedWakeupsTest {
  private static final long MS = 1_000_000;

  /**
   * The client executes for 20 ms, wakes the server, and executes for 1 ms more; the server
   * executes for 0.1 ms, sleeps until it is woken, and executes for 1 ms. An urgent task executes
   * for 5 ms on a third CPU.
   */
  private static final String TEXT =
      """
          <idle>-0  [000] d..2. 10.000000: sched_switch: prev_comm=swapper/0 prev_pid=0 prev_prio=120 prev_state=R ==> next_comm=client next_pid=6 next_prio=120
          <idle>-0  [001] d..2. 10.000000: sched_switch: prev_comm=swapper/1 prev_pid=0 prev_prio=120 prev_state=R ==> next_comm=server next_pid=5 next_prio=120
          <idle>-0  [002] d..2. 10.000000: sched_switch: prev_comm=swapper/2 prev_pid=0 prev_prio=120 prev_state=R ==> next_comm=urgent next_pid=7 next_prio=49
          server-5  [001] d..2. 10.000100: sched_switch: prev_comm=server prev_pid=5 prev_prio=120 prev_state=S ==> next_comm=swapper/1 next_pid=0 next_prio=120
          urgent-7  [002] d..2. 10.005000: sched_switch: prev_comm=urgent prev_pid=7 prev_prio=49 prev_state=X ==> next_comm=swapper/2 next_pid=0 next_prio=120
          client-6  [000] d..4. 10.020000: sched_waking: comm=server pid=5 prio=120 target_cpu=001
          <idle>-0  [001] dNh4. 10.020000: sched_wakeup: comm=server pid=5 prio=120 target_cpu=001
          <idle>-0  [001] d..2. 10.020000: sched_switch: prev_comm=swapper/1 prev_pid=0 prev_prio=120 prev_state=R ==> next_comm=server next_pid=5 next_prio=120
          server-5  [001] d..2. 10.021000: sched_switch: prev_comm=server prev_pid=5 prev_prio=120 prev_state=X ==> next_comm=swapper/1 next_pid=0 next_prio=120
          client-6  [000] d..2. 10.021000: sched_switch: prev_comm=client prev_pid=6 prev_prio=120 prev_state=X ==> next_comm=swapper/0 next_pid=0 next_prio=120
      """;

  /** When each task ends on so many CPUs without costs. */
  private static Map<String, Long> ends(String text, int cpus) {
    Workload workload = TraceReader.parse("t.txt", text);
    Map<String, Long> ends = new HashMap<>();
    SimulationResult result =
        Simulation.builder(Topology.flat(cpus), workload)
            .costs(CostModel.FREE)
            .listener(
                new TraceListener() {
                  @Override
                  public void switched(
                      long timeNs, int cpu, int prev, LeaveReason reason, int next) {
                    if (reason == LeaveReason.EXITED && prev >= 0) {
                      ends.put(workload.tasks().get(prev).name(), timeNs);
                    }
                  }
                })
            .run();
    assertTrue(result.ok(), () -> result.failure() + " " + result.checks());
    return ends;
  }

  @Test
  void recording_withEnoughCpus_goesAsItWent() {
    assertEquals(Map.of("client", 21 * MS, "server", 21 * MS, "urgent", 5 * MS), ends(TEXT, 3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"both events", "sched_wakeup only", "sched_waking only"})
  void wokenTask_onASlowerMachine_waitsForItsWaker(String recorded) {
    String text =
        switch (recorded) {
          case "sched_wakeup only" ->
              TEXT.replaceAll(".*sched_wakeup.*\n", "").replace("sched_waking", "sched_wakeup");
          case "sched_waking only" -> TEXT.replaceAll(".*sched_wakeup.*\n", "");
          default -> TEXT;
        };
    // 5 ms for the urgent one, 20 ms for the client and 0.1 ms for the server come first.
    long end = ends(text, 1).get("server");
    assertTrue(end >= 26 * MS + MS / 10, () -> "at " + end);
  }

  @Test
  void taskWokenByAnInterrupt_onASlowerMachine_goesByTheClock() {
    String text = TEXT.replace("d..4. 10.020000: sched_waking", "d.h4. 10.020000: sched_waking");
    long end = ends(text, 1).get("server");
    assertTrue(end < 26 * MS, () -> "at " + end);
  }

  @Test
  void textWithoutFlags_goesByTheClockForTasksThatAnIdleCpuWoke() {
    String bare = TEXT.replaceAll(" d\\S{4} ", " ");
    long byClient = ends(bare, 1).get("server");
    assertTrue(byClient >= 26 * MS, () -> "at " + byClient);
    String later =
        bare.replace("[001] 10.021000", "[001] 10.020500")
                .replaceFirst(
                    "prev_pid=5 prev_prio=120 prev_state=X",
                    "prev_pid=5 prev_prio=120 prev_state=S")
            + """
          <idle>-0  [001] 10.024000: sched_wakeup: comm=server pid=5 prio=120 target_cpu=001
          <idle>-0  [001] 10.024000: sched_switch: prev_comm=swapper/1 prev_pid=0 prev_prio=120 prev_state=R ==> next_comm=server next_pid=5 next_prio=120
          server-5  [001] 10.024001: sched_switch: prev_comm=server prev_pid=5 prev_prio=120 prev_state=X ==> next_comm=swapper/1 next_pid=0 next_prio=120
      """;
    // The server had its half millisecond, and its last microsecond, before the client was through.
    long client = ends(later, 1).get("client");
    assertEquals(26 * MS + 6 * MS / 10 + MS / 1_000, client);
  }
}

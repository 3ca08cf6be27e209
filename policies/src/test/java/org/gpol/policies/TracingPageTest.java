package org.gpol.policies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gpol.kernel.hook.StatDistribution;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.report.LatencySummary;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.kernel.report.TaskResult;
import org.gpol.kernel.sim.Simulation;
import org.gpol.kernel.workload.Workload;
import org.gpol.testkit.Job;
import org.gpol.testkit.Jobs;
import org.gpol.testkit.PolicyUnderTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The policies of docs/tracing.md do what the page says. */
class TracingPageTest {
  private static final Path PAGE = Path.of(System.getProperty("gpol.root"), "docs/tracing.md");
  private static final long MS = 1_000_000;

  @TempDir Path dir;

  private SimulationResult run(String policy, Workload workload) throws IOException {
    Matcher block =
        Pattern.compile("```gpol\n(policy " + policy + ";.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(PAGE));
    assertTrue(block.find(), policy);
    Path file = Files.writeString(dir.resolve(policy + ".gpol"), block.group(1));
    return PolicyUnderTest.compile(file).run(workload, Topology.flat(1), 1);
  }

  /** Computes for 100 ms beside one that wakes every 3 ms and runs for 1 ms. */
  private static Workload disturbed() {
    return Jobs.workload(
        List.of(new Job(0, 1, 100 * MS, 0), new Job(MS / 2, 30, MS, 2 * MS)), 100 * MS);
  }

  @Test
  void runqlat_aRun_measuresWhatTheReportMeasures() throws IOException {
    SimulationResult result = run("runqlat", disturbed());
    LatencySummary reported = result.latency().get("wakeup");
    StatDistribution measured = result.histograms().get("wakeup_latency");
    assertEquals(reported.count(), measured.count());
    // The report counts until the switch is over, which takes less than 3 us here.
    assertTrue(Math.abs(reported.meanNs() - measured.mean()) < 3_000);
    long preempted = result.tasks().stream().mapToLong(TaskResult::preemptions).sum();
    assertEquals(preempted, result.stats().get("preempted"));
    assertTrue(preempted > 0);
  }

  @Test
  void undisturbed_wakeups_waitForTheTurnToEnd() throws IOException {
    SimulationResult plain = Simulation.builder(Topology.flat(1), disturbed()).seed(1).run();
    SimulationResult decided = run("undisturbed", disturbed());
    // A turn of at least 5 ms ends at a tick, which is every 4 ms, so after 8 ms.
    long worst = worstWakeupNs(decided);
    assertTrue(worst > worstWakeupNs(plain), worst + " and " + worstWakeupNs(plain) + " ns");
    assertTrue(worst < 9 * MS, worst + " ns");
  }

  private static long worstWakeupNs(SimulationResult result) {
    return result.tasks().get(1).wakeupLatency().percentileNs(100);
  }
}

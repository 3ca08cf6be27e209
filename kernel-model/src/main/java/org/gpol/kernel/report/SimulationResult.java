package org.gpol.kernel.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gpol.kernel.hook.StatDistribution;

/**
 * Everything a run measured. Two runs of the same input are equal.
 *
 * @param durationNs simulated time that passed
 * @param events how many, idle polls that were skipped included
 * @param latency global distributions by name: {@code wakeup}, {@code runnable_to_latched}, {@code
 *     latched_to_running}
 * @param latchFailures failed {@code run_gtid} calls by error name
 * @param unreadMessages messages the policy did not swallow; no agent reads them
 * @param stats the policy's counters and gauges, and how often it sent each event
 * @param histograms the policy's own
 * @param failure present if the run ended early
 */
public record SimulationResult(
    long durationNs,
    long events,
    List<TaskResult> tasks,
    List<CpuResult> cpus,
    Map<String, LatencySummary> latency,
    List<HookResult> hooks,
    Map<String, Long> latchFailures,
    long unreadMessages,
    Map<String, Long> stats,
    Map<String, StatDistribution> histograms,
    List<CheckResult> checks,
    Optional<Failure> failure) {

  /** Whether the run came to its end and no invariant that counts was violated. */
  public boolean ok() {
    return failure.isEmpty() && checks.stream().allMatch(check -> check.info() || check.ok());
  }
}

package org.gpol.kernel.check;

import java.util.Arrays;
import java.util.Locale;
import org.gpol.bpf.contract.Contract;
import org.gpol.kernel.report.LatencyRecorder;

/** Collects wake-up latencies and how busy the machine was; judges at the end of the run. */
final class PercentileMonitor extends ContractMonitor {
  private static final long NOT_WOKEN = -1;

  private final MonitoredTasks tasks;
  private final Contract.PercentileBelow contract;
  private final long boundNs;
  private final LatencyRecorder latencies = LatencyRecorder.dense();
  private final long[] wokenNs;
  private final long[] busySinceNs;
  private long busyNs;
  private long samples;
  private int worstTask = -1;
  private int worstCpu;
  private long worstNs;
  private long worstAtNs;

  PercentileMonitor(Contract.PercentileBelow contract, long boundNs, MonitoredTasks tasks) {
    super(contract);
    this.tasks = tasks;
    this.contract = contract;
    this.boundNs = boundNs;
    wokenNs = new long[tasks.count()];
    Arrays.fill(wokenNs, NOT_WOKEN);
    busySinceNs = new long[tasks.cpus()];
    Arrays.fill(busySinceNs, NOT_WOKEN);
  }

  @Override
  public void woken(long timeNs, int task, int cpu, int wakerCpu, boolean fresh) {
    if (tasks.ours(task)) {
      wokenNs[task] = timeNs;
    }
  }

  @Override
  public void running(long timeNs, int cpu, int task) {
    if (task < 0 || wokenNs[task] == NOT_WOKEN) {
      return;
    }
    long latencyNs = timeNs - wokenNs[task];
    wokenNs[task] = NOT_WOKEN;
    latencies.record(latencyNs);
    samples++;
    if (latencyNs > worstNs) {
      worstNs = latencyNs;
      worstTask = task;
      worstCpu = cpu;
      worstAtNs = timeNs;
    }
  }

  @Override
  public void switched(long timeNs, int cpu, int prev, LeaveReason reason, int next) {
    if (busySinceNs[cpu] != NOT_WOKEN) {
      busyNs += timeNs - busySinceNs[cpu];
    }
    busySinceNs[cpu] = next >= 0 ? timeNs : NOT_WOKEN;
  }

  @Override
  public void departed(long timeNs, int task) {
    wokenNs[task] = NOT_WOKEN;
    tasks.departed().set(task);
  }

  @Override
  public void ended(long timeNs) {
    for (long sinceNs : busySinceNs) {
      busyNs += sinceNs == NOT_WOKEN ? 0 : timeNs - sinceNs;
    }
    double load = timeNs == 0 ? 0 : (double) busyNs / timeNs / tasks.cpus();
    if (samples == 0 || load >= contract.load()) {
      return;
    }
    long found = latencies.summary().percentileNs(contract.percentile());
    if (found >= boundNs) {
      violated(
          timeNs,
          worstTask,
          String.format(
              Locale.ROOT,
              "percentile %s of %d wake-up latencies is %s at load %.2f, not below %s; longest: "
                  + "%s, which ran on CPU %d at %s after %s",
              contract.percentile(),
              samples,
              MonitoredTasks.ms(found),
              load,
              MonitoredTasks.ms(boundNs),
              worstTask < 0 ? "none" : tasks.name(worstTask),
              worstCpu,
              MonitoredTasks.ms(worstAtNs),
              MonitoredTasks.ms(worstNs)));
    }
  }
}

package org.gpol.kernel.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gpol.kernel.report.CpuResult;
import org.gpol.kernel.report.HookResult;
import org.gpol.kernel.report.LatencySummary;
import org.gpol.kernel.report.TaskResult;

/** What a kernel measured, as values. */
public final class Measurements {
  private final Kernel kernel;

  Measurements(Kernel kernel) {
    this.kernel = kernel;
  }

  /** By task index. */
  public List<TaskResult> tasks() {
    List<TaskResult> results = new ArrayList<>();
    for (Task task : kernel.tasks) {
      results.add(result(task));
    }
    return results;
  }

  private TaskResult result(Task task) {
    boolean asleep = task.state == TaskState.SLEEPING || task.state == TaskState.BLOCKED;
    long sleepNs = task.sleepNs + (asleep ? kernel.nowNs() - task.sleepSinceNs : 0);
    long endNs = task.endedAtNs >= 0 ? task.endedAtNs : kernel.nowNs();
    long lifeNs = task.state == TaskState.NEW ? 0 : endNs - task.startedAtNs;
    return new TaskResult(
        task.name,
        task.gtid,
        task.schedClass == SchedClass.GHOST,
        task.runtimeNs,
        lifeNs - task.runtimeNs - sleepNs,
        sleepNs,
        task.switches,
        task.migrations,
        task.preemptions,
        task.wakeupLatency.summary());
  }

  /** By CPU number. */
  public List<CpuResult> cpus() {
    List<CpuResult> results = new ArrayList<>();
    for (Cpu cpu : kernel.cpus) {
      results.add(
          new CpuResult(cpu.id, cpu.busyNs, cpu.idleNs, cpu.switchNs, cpu.policyNs, cpu.switches));
    }
    return results;
  }

  /** Global latencies by name. */
  public Map<String, LatencySummary> latency() {
    Map<String, LatencySummary> latency = new LinkedHashMap<>();
    latency.put("wakeup", kernel.scheduler.wakeup.summary());
    latency.put("runnable_to_latched", kernel.latcher.runnableToLatched.summary());
    latency.put("latched_to_running", kernel.scheduler.latchedToRunning.summary());
    return Collections.unmodifiableMap(latency);
  }

  /** Hooks that have a program. */
  public List<HookResult> hooks() {
    List<HookResult> results = new ArrayList<>();
    kernel.enclaves.all().forEach(enclave -> results.addAll(enclave.hooks.results()));
    results.addAll(kernel.probes.results());
    return results;
  }

  /** Failed latches by error name. */
  public Map<String, Long> latchFailures() {
    return kernel.latcher.failures();
  }

  /** Messages that no one will read. */
  public long unreadMessages() {
    return kernel.enclaves.queues().stream().mapToLong(MessageQueue::unread).sum();
  }

  /** Idle polls that were counted but not run. */
  public long elidedPolls() {
    return kernel.polling.elided();
  }
}

package org.gpol.kernel.model;

import org.gpol.kernel.report.LatencyRecorder;
import org.gpol.kernel.report.TraceListener;
import org.gpol.kernel.workload.CpuSet;
import org.gpol.kernel.workload.SchedPolicy;
import org.gpol.kernel.workload.TaskSpec;

/** A schedulable entity: a workload's task, or a CPU's agent, migration thread or idle task. */
final class Task {
  /** Workload index, or {@link TraceListener#IDLE} and its like. */
  final int index;

  final String name;
  final long gtid;
  final SchedPolicy policy;

  SchedClass schedClass;
  TaskState state = TaskState.NEW;
  CpuSet affinity;
  int nice;

  /** The CPU whose run queue it is on or was last on. */
  Cpu cpu;

  /** Where it executed last, null if it never did. */
  Cpu ranOn;

  /** On a run queue, current ones included. */
  boolean queued;

  /** Current on its CPU. */
  boolean onCpu;

  /** Its work is to wait for a wake. */
  boolean spinning;

  /** Has been sent {@code SIGKILL}: it ends as soon as it executes. */
  boolean killed;

  /** Work left of the present step. */
  long remainingNs;

  /** Executed so far ({@code sum_exec_runtime}). */
  long runtimeNs;

  /** The CPU it left is done with it from this time on ({@code p->on_cpu} becomes 0). */
  long leftCpuAtNs;

  /** Fair: what it has had of the CPU, by weight. */
  long vruntime;

  /** EEVDF: when its request is due, now and when it was last picked, and its lag while away. */
  long vdeadline;

  long vdeadlineAtPick;
  long vlag;

  /** Fair: its order in the heap of its run queue; does not change while it is there. */
  long fairKey;

  long weight;

  /** Fair: {@link #runtimeNs} when it was last picked. */
  long runtimeAtPickNs;

  /** EEVDF: what it asks for at a time, 0 for what all do. */
  long sliceNs;

  /** Fair: place in its run queue's heap, -1 when not in it. */
  int heapIndex = -1;

  long heapSeq;

  /** Real-time state, null if its policy has no priority. */
  final RtEntity rt;

  /** Deadline state, null if its policy has none. */
  final DeadlineEntity deadline;

  /** ghOSt state, null while not in the enclave. */
  GhostTask ghost;

  /** The enclave that has not acknowledged yet that the task departed from it; null if none. */
  Enclave inhibitor;

  /** Its barrier when it last departed: the next status word goes on from there. */
  int ghostPrevBarrier;

  /** The task that made it, 0 if none of the workload's did. */
  long parentGtid;

  long startedAtNs;
  long endedAtNs = -1;
  long sleepSinceNs;
  long sleepNs;

  /** Time of the wake-up it has not run after yet, -1 if none. */
  long wokenAtNs = -1;

  long switches;
  long migrations;
  long preemptions;
  final LatencyRecorder wakeupLatency;

  private Task(
      int index,
      String name,
      long gtid,
      SchedPolicy policy,
      SchedClass schedClass,
      RtEntity rt,
      DeadlineEntity deadline) {
    this.index = index;
    this.name = name;
    this.gtid = gtid;
    this.policy = policy;
    this.schedClass = schedClass;
    this.rt = rt;
    this.deadline = deadline;
    this.affinity = CpuSet.ALL;
    this.wakeupLatency = index >= 0 ? LatencyRecorder.sparse() : null;
  }

  static Task ofWorkload(int index, String name, long gtid, SchedPolicy policy) {
    return new Task(index, name, gtid, policy, SchedClass.FAIR, null, null);
  }

  /** A task in the class that its policy has. */
  static Task ofWorkload(int index, TaskSpec spec, long gtid, long tickNs) {
    SchedPolicy policy = spec.policy();
    RtEntity rt = RtEntity.of(policy, spec.attributes(), tickNs);
    DeadlineEntity deadline = DeadlineEntity.of(policy, spec.attributes());
    SchedClass schedClass =
        rt != null ? SchedClass.RT : deadline != null ? SchedClass.DEADLINE : SchedClass.FAIR;
    Task task = new Task(index, spec.name(), gtid, policy, schedClass, rt, deadline);
    task.sliceNs = spec.attributes().sliceNs();
    return task;
  }

  /** The agent, migration thread or idle task of {@code cpu}. */
  static Task internal(int index, String name, long gtid, SchedClass schedClass, Cpu cpu) {
    Task task = new Task(index, name, gtid, SchedPolicy.OTHER, schedClass, null, null);
    task.cpu = cpu;
    task.state = TaskState.RUNNABLE;
    return task;
  }

  boolean isWorkload() {
    return index >= 0;
  }

  boolean isIdle() {
    return index == TraceListener.IDLE;
  }

  boolean isAgent() {
    return index == TraceListener.AGENT;
  }

  /** A ghost task that is no agent. */
  boolean isGhostTask() {
    return schedClass == SchedClass.GHOST && !isAgent();
  }

  @Override
  public String toString() {
    return name;
  }
}

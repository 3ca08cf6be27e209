package org.gpol.kernel.model;

import static org.gpol.kernel.hook.GhostAbi.SW_CPU_AVAIL;
import static org.gpol.kernel.hook.GhostAbi.SW_TASK_ONCPU;
import static org.gpol.kernel.hook.GhostAbi.SW_TASK_RUNNABLE;

import java.util.Arrays;
import org.gpol.bpf.GpolBug;

/**
 * What must hold of the kernel's own state after every event; anything else is a fault of the
 * model. Looks at every CPU and task, so a run with it takes many times as long.
 *
 * <ul>
 *   <li>the clock does not go back, and every CPU's times add up
 *   <li>a task is current on one CPU at most, and queued exactly if it is runnable, where it says
 *   <li>run queues count what they hold
 *   <li>barriers do not go back
 *   <li>status words say what is
 * </ul>
 */
public final class Invariants {
  private final Kernel kernel;
  private final int[] barriers;
  private final StatusWord[] words;
  private final int[] currentOn;
  private final int[] queuedGhosts;
  private long lastNs;

  /** Invariants of a kernel that is at its start. */
  public Invariants(Kernel kernel) {
    this.kernel = kernel;
    this.barriers = new int[kernel.tasks.length];
    this.words = new StatusWord[kernel.tasks.length];
    this.currentOn = new int[kernel.tasks.length];
    this.queuedGhosts = new int[kernel.cpuCount()];
  }

  /**
   * Looks at everything.
   *
   * @throws GpolBug saying what does not hold
   */
  public void check() {
    require(kernel.nowNs() >= lastNs, "the clock goes back from", lastNs);
    lastNs = kernel.nowNs();
    Arrays.fill(currentOn, 0);
    Arrays.fill(queuedGhosts, 0);
    for (Cpu cpu : kernel.cpus) {
      checkCpu(cpu);
    }
    for (Task task : kernel.tasks) {
      checkTask(task);
    }
    for (Cpu cpu : kernel.cpus) {
      checkGhost(cpu);
    }
  }

  private void checkCpu(Cpu cpu) {
    long sum = cpu.busyNs + cpu.idleNs + cpu.switchNs + cpu.policyNs;
    require(sum == cpu.accountedAtNs, "the times do not add up of CPU", cpu.id);
    require(cpu.curr.onCpu, "the current task does not know that it is, on CPU", cpu.id);
    boolean fair = cpu.fair.curr != null;
    int fairTasks = cpu.fair.waiting() + (fair ? 1 : 0);
    require(cpu.fair.nrRunning == fairTasks, "CFS's count is wrong of CPU", cpu.id);
    require(!fair || cpu.fair.curr == cpu.curr, "CFS has another current task on CPU", cpu.id);
    checkRealTime(cpu);
    if (cpu.curr.isWorkload()) {
      currentOn[cpu.curr.index]++;
      require(cpu.curr.cpu == cpu, "the current task thinks that it is elsewhere, CPU", cpu.id);
    }
  }

  private void checkRealTime(Cpu cpu) {
    int rtTasks = 0;
    for (Task task = cpu.rt.first(); task != null; task = cpu.rt.after(task)) {
      boolean here = task.cpu == cpu && task.queued && task.schedClass == SchedClass.RT;
      require(here, "does not belong in the real-time queue, task", task.index);
      rtTasks++;
    }
    require(cpu.rt.nrRunning == rtTasks, "the real-time count is wrong of CPU", cpu.id);
    long dueNs = Long.MIN_VALUE;
    for (Task task = cpu.deadline.first(); task != null; task = cpu.deadline.after(task)) {
      boolean here = task.cpu == cpu && task.queued && !task.deadline.throttled;
      require(here, "does not belong in the deadline queue, task", task.index);
      require(task.deadline.dueNs >= dueNs, "deadlines are out of order on CPU", cpu.id);
      dueNs = task.deadline.dueNs;
    }
    for (Task task = cpu.throttled.first(); task != null; task = cpu.throttled.after(task)) {
      boolean here = task.deadline.throttled && task.deadline.throttledOn == cpu;
      require(here, "does not belong among the throttled, task", task.index);
    }
  }

  private void checkTask(Task task) {
    require(currentOn[task.index] == (task.onCpu ? 1 : 0), "not on as many CPUs, task", task.index);
    boolean runnable = task.state == TaskState.RUNNABLE;
    require(task.queued == runnable, "queued without being runnable or lost, task", task.index);
    require(!task.onCpu || runnable || task.cpu.curr == task, "cannot run, task", task.index);
    if (task.ghost == null) {
      words[task.index] = null;
      return;
    }
    StatusWord word = task.ghost.statusWord;
    if (task.queued) {
      queuedGhosts[task.cpu.id]++;
      require(task.ghost.onRunList, "on no run list, task", task.index);
    }
    if (task.state != TaskState.NEW) {
      require(word.has(SW_TASK_RUNNABLE) == task.queued, "RUNNABLE is not true, task", task.index);
      require(word.has(SW_TASK_ONCPU) == task.onCpu, "ONCPU is not true, task", task.index);
    }
    require(word.gtid == task.gtid, "not its status word, task", task.index);
    require(word.runtimeNs <= task.runtimeNs, "runtime runs ahead, task", task.index);
    boolean same = words[task.index] == word;
    require(
        !same || word.barrier - barriers[task.index] >= 0, "barrier goes back, task", task.index);
    words[task.index] = word;
    barriers[task.index] = word.barrier;
  }

  private void checkGhost(Cpu cpu) {
    GhostCpu ghost = cpu.ghost;
    int listed = 0;
    for (Task task = ghost.runFirst; task != null; task = task.ghost.rqNext) {
      require(task.cpu == cpu && task.queued, "does not belong on the run list, task", task.index);
      listed++;
    }
    require(listed == queuedGhosts[cpu.id], "ghost tasks are lost on CPU", cpu.id);
    int all = listed + (ghost.agentOnRq() ? 1 : 0);
    require(ghost.nrRunning == all, "ghOSt's count is wrong of CPU", cpu.id);
    Task latched = ghost.latched;
    if (latched != null && !latched.isIdle()) {
      boolean waits = latched.queued && !latched.onCpu && latched.cpu == cpu;
      require(waits, "what is latched cannot run on CPU", cpu.id);
    }
    if (ghost.agent != null) {
      StatusWord word = ghost.agent.ghost.statusWord;
      require(word.has(SW_CPU_AVAIL) == ghost.available, "CPU_AVAIL is not true, CPU", cpu.id);
      require(word.barrier - ghost.agentBarrier <= 0, "the agent's word runs ahead, CPU", cpu.id);
      boolean current = cpu.curr == ghost.agent;
      require(word.has(SW_TASK_ONCPU) == current, "ONCPU of the agent is not true, CPU", cpu.id);
    }
  }

  private void require(boolean holds, String what, long which) {
    if (!holds) {
      throw new GpolBug("at " + kernel.nowNs() + " ns: " + what + " " + which);
    }
  }
}

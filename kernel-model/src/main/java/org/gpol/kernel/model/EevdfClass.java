package org.gpol.kernel.model;

/**
 * EEVDF: {@code kernel/sched/fair.c} of Linux 6.6 without groups or load tracking. Of the tasks
 * that have not had more than their part, the one goes first whose request for a slice is due
 * first, by virtual time. A task keeps the CPU until it has had its slice or is no longer eligible
 * ({@code RUN_TO_PARITY}); what it lacked or had too much when it left is there again when it
 * returns ({@code PLACE_LAG}).
 */
final class EevdfClass extends FairClass {
  /** No deadline: the current task may be preempted before its slice is over. */
  private static final long UNPROTECTED = Long.MIN_VALUE;

  private final long baseSliceNs;
  private final long tickNs;

  EevdfClass(EevdfTunables tunables, long tickNs) {
    this.baseSliceNs = tunables.baseSliceNs();
    this.tickNs = tickNs;
  }

  private long sliceNs(Task task) {
    return task.sliceNs > 0 ? task.sliceNs : baseSliceNs;
  }

  private static EevdfRunQueue queue(Cpu cpu) {
    return (EevdfRunQueue) cpu.fair;
  }

  @Override
  FairRunQueue newRunQueue(int[] machineWaiting) {
    return new EevdfRunQueue(machineWaiting);
  }

  @Override
  boolean charge(Cpu cpu, long ranNs) {
    Task curr = cpu.fair.curr;
    curr.vruntime += weighted(ranNs, curr.weight);
    if (curr.vruntime >= curr.vdeadline) {
      curr.vdeadline = curr.vruntime + weighted(sliceNs(curr), curr.weight);
    }
    cpu.fair.updateMinVruntime();
    return tickPreempts(cpu);
  }

  /** {@code place_entity}. */
  @Override
  void enqueue(Cpu cpu, Task task, Arrival arrival) {
    EevdfRunQueue rq = queue(cpu);
    long lag = arrival == Arrival.FORK ? 0 : task.vlag;
    long others = rq.weight();
    if (others > 0) {
      // Its return moves the average towards it; this much lag leaves it what it had.
      lag = Math.floorDiv(lag * (others + task.weight), others);
    } else {
      lag = 0;
    }
    task.vruntime = rq.average() - lag;
    long slice = weighted(sliceNs(task), task.weight);
    task.vdeadline = task.vruntime + (arrival == Arrival.FORK ? slice / 2 : slice);
    rq.totalWeight += task.weight;
    rq.nrRunning++;
    rq.insert(task);
  }

  @Override
  void dequeue(Cpu cpu, Task task, boolean sleep) {
    EevdfRunQueue rq = queue(cpu);
    // No task takes more lag than this with it.
    long limit = weighted(Math.max(2 * sliceNs(task), tickNs), task.weight);
    task.vlag = Math.max(-limit, Math.min(limit, rq.average() - task.vruntime));
    if (rq.curr == task) {
      rq.curr = null;
    } else {
      rq.remove(task);
    }
    rq.totalWeight -= task.weight;
    rq.nrRunning--;
    rq.updateMinVruntime();
  }

  /** Its lag is all that it has. */
  @Override
  void waking(Task task) {}

  @Override
  void joins(Task task) {
    task.vruntime = 0;
    task.vlag = 0;
  }

  @Override
  void putPrev(Cpu cpu, Task task) {
    cpu.fair.curr = null;
    cpu.fair.insert(task);
  }

  @Override
  Task pick(Cpu cpu, Task prev) {
    EevdfRunQueue rq = queue(cpu);
    if (rq.waiting() == 0) {
      return null;
    }
    boolean mayKeep = prev.heapIndex >= 0 && prev.cpu == cpu && prev.schedClass == SchedClass.FAIR;
    Task next = mayKeep && keepsCpu(rq, prev) ? prev : rq.earliestEligible();
    next = next == null ? rq.first() : next;
    setCurr(cpu, next);
    return next;
  }

  /** Eligible, and its slice is not used up nor given up. */
  private static boolean keepsCpu(EevdfRunQueue rq, Task curr) {
    return curr.vdeadline == curr.vdeadlineAtPick && rq.isEligible(curr.vruntime);
  }

  @Override
  void setCurr(Cpu cpu, Task task) {
    cpu.fair.remove(task);
    cpu.fair.curr = task;
    task.vdeadlineAtPick = task.vdeadline;
    task.runtimeAtPickNs = task.runtimeNs;
  }

  @Override
  void taskYields(Cpu cpu, Task task) {
    task.vdeadline += weighted(sliceNs(task), task.weight);
  }

  @Override
  boolean tickPreempts(Cpu cpu) {
    Task curr = cpu.fair.curr;
    return cpu.fair.waiting() > 0 && curr.vdeadline != curr.vdeadlineAtPick;
  }

  @Override
  boolean wakeupPreempts(Cpu cpu, Task woken) {
    Task curr = cpu.fair.curr;
    return switch (byPolicy(curr, woken)) {
      case YES -> true;
      case NO -> false;
      case OPEN -> isNext(queue(cpu), curr, woken);
    };
  }

  /** {@code PREEMPT_SHORT} of Linux 6.12: who asks for less need not wait for a slice's end. */
  private boolean goesFirstAsShorter(EevdfRunQueue rq, Task curr, Task woken) {
    return sliceNs(woken) < sliceNs(curr)
        && rq.isEligible(woken.vruntime)
        && (woken.vdeadline < curr.vdeadline || !rq.isEligible(curr.vruntime));
  }

  private boolean isNext(EevdfRunQueue rq, Task curr, Task woken) {
    if (goesFirstAsShorter(rq, curr, woken)) {
      curr.vdeadlineAtPick = UNPROTECTED;
    }
    if (keepsCpu(rq, curr) || rq.earliestEligible() != woken) {
      return false;
    }
    return !rq.isEligible(curr.vruntime) || woken.vdeadline <= curr.vdeadline;
  }

  /** {@code reweight_eevdf}: its lag and its request stay the same in real time. */
  @Override
  void setNice(Cpu cpu, Task task, int nice) {
    long weight = weight(task.policy, nice);
    if (task.queued) {
      EevdfRunQueue rq = queue(cpu);
      boolean waits = rq.curr != task;
      long average = rq.average();
      if (waits) {
        rq.remove(task);
      }
      boolean usedUp = task.vdeadline != task.vdeadlineAtPick;
      task.vruntime = average - (average - task.vruntime) * task.weight / weight;
      task.vdeadline = average + (task.vdeadline - average) * task.weight / weight;
      task.vdeadlineAtPick = usedUp ? Long.MIN_VALUE : task.vdeadline;
      rq.totalWeight += weight - task.weight;
      task.weight = weight;
      if (waits) {
        rq.insert(task);
      }
      rq.updateMinVruntime();
    } else {
      task.vlag = task.vlag * task.weight / weight;
      task.weight = weight;
    }
  }
}

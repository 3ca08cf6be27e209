package org.gpol.kernel.model;

/**
 * How tasks of the real-time and deadline classes are spread: the most urgent ones of the machine
 * run, as Linux has it by pushing tasks that wait to CPUs with something less urgent, and pulling
 * them where something less urgent would be next ({@code push_rt_task}, {@code pull_rt_task} and
 * their like for deadlines).
 */
final class RealTimeMigration {
  private final Kernel kernel;

  /** Tasks of both classes in the run queues of the machine. */
  private int queued;

  RealTimeMigration(Kernel kernel) {
    this.kernel = kernel;
  }

  void queued(int change) {
    queued += change;
  }

  /** Stays where it would preempt; else the least urgent CPU, if less urgent than itself. */
  Cpu select(Task task) {
    Cpu last = task.cpu;
    if (task.affinity.contains(last.id) && outranks(task, last.curr) && !last.rt.throttled) {
      return last;
    }
    Cpu lowest = lowest(task);
    return lowest == null ? last : lowest;
  }

  /** {@code task_woken}: a task that does not get this CPU may get another. */
  void woken(Cpu cpu, Task task) {
    if (!cpu.needResched && isRealTime(cpu.curr) && task != cpu.curr) {
      push(cpu);
    }
  }

  /** Gives tasks that wait here to less urgent CPUs, the most urgent first. */
  void push(Cpu cpu) {
    if (queued == 0) {
      return;
    }
    for (Task task = pushable(cpu, null); task != null; task = pushable(cpu, null)) {
      Cpu target = lowest(task);
      if (target == null || target == cpu) {
        return;
      }
      kernel.placement.move(task, target);
    }
  }

  /** A CPU that would go on with something less urgent than before takes tasks that wait. */
  void pull(Cpu cpu, Task prev) {
    if (queued == 0 || !isRealTime(prev)) {
      return;
    }
    for (Cpu from : kernel.cpus) {
      Task task = from == cpu ? null : pushable(from, cpu);
      Task top = top(cpu);
      if (task != null && (top == null || outranks(task, top)) && !outranks(task, from.curr)) {
        kernel.placement.move(task, cpu);
      }
    }
  }

  /** The most urgent task that waits and may run elsewhere, or on {@code to} if that is given. */
  private Task pushable(Cpu cpu, Cpu to) {
    for (Task t = cpu.deadline.first(); t != null; t = cpu.deadline.after(t)) {
      if (t != cpu.curr && mayGo(t, cpu, to)) {
        return t;
      }
    }
    for (Task t = cpu.rt.first(); t != null; t = cpu.rt.after(t)) {
      if (t != cpu.curr && mayGo(t, cpu, to)) {
        return t;
      }
    }
    return null;
  }

  private boolean mayGo(Task task, Cpu from, Cpu to) {
    if (to != null) {
      return task.affinity.contains(to.id) && !(to.rt.throttled && task.rt != null);
    }
    int first = task.affinity.first();
    return first != from.id || task.affinity.nextFrom(first + 1) >= 0;
  }

  /** {@code cpupri_find}: the least urgent CPU, the last one if it is among those, else near it. */
  private Cpu lowest(Task task) {
    Cpu best = null;
    for (Cpu cpu : kernel.cpus) {
      boolean usable = task.affinity.contains(cpu.id) && !(cpu.rt.throttled && task.rt != null);
      if (usable && outranksAll(task, cpu) && (best == null || isBetter(task, cpu, best))) {
        best = cpu;
      }
    }
    return best;
  }

  private boolean isBetter(Task task, Cpu cpu, Cpu best) {
    int here = level(cpu);
    int there = level(best);
    if (here != there) {
      return here < there;
    }
    return distance(task.cpu, cpu) < distance(task.cpu, best);
  }

  private int distance(Cpu a, Cpu b) {
    Topology topology = kernel.config.topology();
    if (a == b) {
      return 0;
    }
    return topology.llc(a.id) == topology.llc(b.id) ? 1 : 2;
  }

  private static boolean outranksAll(Task task, Cpu cpu) {
    Task top = top(cpu);
    return outranks(task, cpu.curr) && (top == null || outranks(task, top));
  }

  private static Task top(Cpu cpu) {
    Task deadline = cpu.deadline.first();
    return deadline != null || cpu.rt.throttled ? deadline : cpu.rt.first();
  }

  /** 0 idle, 1 busy with others, above that by priority, and deadlines last. */
  private static int level(Cpu cpu) {
    if (cpu.deadline.size() > 0) {
      return 1000;
    }
    if (cpu.rt.wantsCpu()) {
      return 1 + cpu.rt.topPriority();
    }
    return cpu.isIdle() ? 0 : 1;
  }

  private static boolean isRealTime(Task task) {
    return task.schedClass == SchedClass.DEADLINE || task.schedClass == SchedClass.RT;
  }

  /** Whether {@code a}, a task of the two classes, goes before {@code b}. */
  private static boolean outranks(Task a, Task b) {
    if (b.isAgent() || b.schedClass == SchedClass.STOP) {
      return false;
    }
    if (a.schedClass != b.schedClass) {
      return a.schedClass.compareTo(b.schedClass) < 0;
    }
    return a.schedClass == SchedClass.DEADLINE
        ? a.deadline.dueNs < b.deadline.dueNs
        : a.rt.priority > b.rt.priority;
  }
}

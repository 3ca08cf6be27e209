package org.gpol.kernel.model;

/**
 * Threads of a core get in each other's way: while others of its core work, a thread needs longer
 * for the same work. With a slowdown of s and k others working it takes 1 + k (s - 1) times as
 * long. CPUs of less than full capacity need longer in any case.
 */
final class SharedCores {
  private final Kernel kernel;
  private final Topology topology;
  private final double slowdown;

  SharedCores(Kernel kernel) {
    this.kernel = kernel;
    this.topology = kernel.config.topology();
    this.slowdown = kernel.config.costs().value(Cost.SMT_SLOWDOWN);
  }

  /** The pace of a CPU that nobody gets in the way of. */
  long initialPace(int cpu) {
    return pace(cpu, 0);
  }

  /** The CPU began or ceased to work, at the present time, up to which it is accounted for. */
  void changed(Cpu cpu) {
    int[] threads = topology.siblings(cpu.id);
    if (threads.length == 1) {
      return;
    }
    int working = 0;
    for (int id : threads) {
      working += kernel.cpu(id).curr.isIdle() ? 0 : 1;
    }
    for (int id : threads) {
      Cpu thread = kernel.cpu(id);
      if (thread == cpu) {
        thread.pace = pace(id, working - 1);
      } else if (!thread.curr.isIdle()) {
        kernel.account(thread);
        thread.pace = pace(id, working - 1);
        kernel.timers.arm(TimerKind.RUN, id, thread.workEndNs());
      }
    }
  }

  private long pace(int cpu, int others) {
    double full = (double) Cpu.FULL_PACE * topology.capacity(cpu) / Topology.FULL_CAPACITY;
    return Math.max(1, Math.round(full / (1 + Math.max(0, others) * (slowdown - 1))));
  }
}

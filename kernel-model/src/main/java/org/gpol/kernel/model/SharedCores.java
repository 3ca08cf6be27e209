package org.gpol.kernel.model;

/**
 * Threads of a core get in each other's way: while others of its core work, a thread needs longer
 * for the same work. With a slowdown of s and k others working it takes 1 + k (s - 1) times as
 * long.
 */
final class SharedCores {
  private final Kernel kernel;
  private final int threads;
  private final long[] paces;

  SharedCores(Kernel kernel) {
    this.kernel = kernel;
    this.threads = kernel.config.topology().threadsPerCore();
    this.paces = new long[threads];
    double slowdown = kernel.config.costs().value(Cost.SMT_SLOWDOWN);
    for (int others = 0; others < threads; others++) {
      paces[others] = Math.max(1, Math.round(Cpu.FULL_PACE / (1 + others * (slowdown - 1))));
    }
  }

  /** The CPU began or ceased to work, at the present time, up to which it is accounted for. */
  void changed(Cpu cpu) {
    if (threads == 1) {
      return;
    }
    int first = cpu.id - cpu.id % threads;
    int working = 0;
    for (int id = first; id < first + threads; id++) {
      working += kernel.cpu(id).curr.isIdle() ? 0 : 1;
    }
    for (int id = first; id < first + threads; id++) {
      Cpu thread = kernel.cpu(id);
      if (thread == cpu) {
        thread.pace = pace(working - 1);
      } else if (!thread.curr.isIdle()) {
        kernel.account(thread);
        thread.pace = pace(working - 1);
        kernel.timers.arm(TimerKind.RUN, id, thread.workEndNs());
      }
    }
  }

  private long pace(int others) {
    return paces[Math.max(0, others)];
  }
}

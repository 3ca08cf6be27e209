package org.gpol.kernel.model;

/** Tasks whose work has no end of its own: they wait for others by looking again and again. */
final class Spinning {
  /** Work that no run of the simulation is long enough for: two weeks. */
  static final long NS = 1L << 50;

  private Spinning() {}

  /** What the task waits for is there: it notices now if it has a CPU, else when it has one. */
  static void end(Kernel kernel, Task task) {
    task.spinning = false;
    Cpu cpu = task.cpu;
    if (cpu.curr != task) {
      task.remainingNs = 1;
      return;
    }
    kernel.account(cpu);
    task.remainingNs = 1;
    kernel.timers.arm(TimerKind.RUN, cpu.id, cpu.workEndNs());
  }
}

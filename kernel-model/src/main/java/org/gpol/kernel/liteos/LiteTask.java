package org.gpol.kernel.liteos;

/** A task's control block. */
final class LiteTask {
  final int id;
  final String name;
  final LiteOsProgram program;
  int priority;
  int status = LiteOsStatus.SUSPEND;

  /** Suspended while it was ready: traces, which know no suspension, see it as waiting. */
  boolean suspendedReady;

  int sliceTicks;
  long wakeTick;
  long order;
  long remainingNs;
  long runtimeNs;
  long switches;

  LiteTask(int id, String name, int priority, LiteOsProgram program) {
    this.id = id;
    this.name = name;
    this.priority = priority;
    this.program = program;
  }

  boolean is(int bits) {
    return (status & bits) != 0;
  }

  void set(int bits, boolean on) {
    status = on ? status | bits : status & ~bits;
  }

  LiteOsTaskInfo info() {
    return new LiteOsTaskInfo(id, name, priority, status, runtimeNs, switches);
  }
}

package org.gpol.kernel.model;

/** The kernel's side of a ghOSt status word: what it tells user space about a task or agent. */
final class StatusWord {
  /** Region and entry, as in TASK_NEW. */
  final int region;

  final int index;

  int barrier;
  int flags;
  long switchTimeNs;
  long runtimeNs;

  StatusWord(int region, int index, int flags) {
    this.region = region;
    this.index = index;
    this.flags = flags;
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  void set(int flag, boolean on) {
    flags = on ? flags | flag : flags & ~flag;
  }
}

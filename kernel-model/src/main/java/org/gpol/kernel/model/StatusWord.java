package org.gpol.kernel.model;

/**
 * A ghOSt status word: what the kernel lets user space know of a task or agent at any time. Only
 * the kernel writes it.
 */
public final class StatusWord {
  /** Region and entry, as in TASK_NEW. */
  final int region;

  final int index;

  int barrier;
  int flags;
  long gtid;
  long switchTimeNs;
  long runtimeNs;

  StatusWord(int region, int index) {
    this.region = region;
    this.index = index;
  }

  /** Number of the region it is in. */
  public int region() {
    return region;
  }

  /** Its place in the region. */
  public int index() {
    return index;
  }

  /** Of a task, sequence number of its last message; of an agent, its barrier. */
  public int barrier() {
    return barrier;
  }

  /** {@link org.gpol.kernel.hook.GhostAbi} {@code SW_*} flags. */
  public int flags() {
    return flags;
  }

  /** Whose it is. */
  public long gtid() {
    return gtid;
  }

  /** When the task was last switched in. */
  public long switchTimeNs() {
    return switchTimeNs;
  }

  /** CPU time of the task when it was last written. */
  public long runtimeNs() {
    return runtimeNs;
  }

  /** Whether any of the flags is set. */
  public boolean has(int flag) {
    return (flags & flag) != 0;
  }

  void set(int flag, boolean on) {
    flags = on ? flags | flag : flags & ~flag;
  }

  /** Freeing leaves nothing but zeroes. */
  void clear() {
    barrier = 0;
    flags = 0;
    gtid = 0;
    switchTimeNs = 0;
    runtimeNs = 0;
  }
}

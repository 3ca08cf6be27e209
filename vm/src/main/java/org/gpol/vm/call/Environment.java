package org.gpol.vm.call;

/**
 * What a program can learn of the world it runs in. Whoever runs programs injects it, time and
 * randomness included.
 *
 * <p>Without more, it is a world of a single node that was never suspended and has no calendar, so
 * that all its clocks agree, and no tasks but the idle ones. A task is known by a handle: a number
 * that no other task has or will have.
 */
public interface Environment {
  /** The handle of no task. */
  long NO_TASK = -1;

  /** Monotonic time in nanoseconds. */
  long ktimeNs();

  /** The CPU that executes the program, from 0. */
  int currentCpu();

  /** Thirty-two random bits. */
  int randomU32();

  /** A line that the program prints. */
  void tracePrintk(String line);

  /** Time since boot in nanoseconds, suspension included. */
  default long bootNs() {
    return ktimeNs();
  }

  /** Time since 1970 in nanoseconds; since boot where there is no calendar. */
  default long realtimeNs() {
    return ktimeNs();
  }

  /** Like {@link #realtimeNs}, leap seconds counted. */
  default long taiNs() {
    return realtimeNs();
  }

  /** Time from one tick to the next in nanoseconds; 4 ms are the kernel's HZ=250. */
  default long tickNs() {
    return 4_000_000;
  }

  /** The memory node of the executing CPU. */
  default int numaNode() {
    return 0;
  }

  /** The task that the executing CPU runs; 0 to nrCpus - 1 are the idle ones. */
  default long currentTask() {
    return currentCpu();
  }

  /** The thread id of {@code task}, one that {@link #currentTask} or {@link #taskByPid} named. */
  default int pid(long task) {
    return 0;
  }

  /** The process id of {@code task}. */
  default int tgid(long task) {
    return pid(task);
  }

  /** The name of {@code task}, of which programs see 15 bytes. */
  default String comm(long task) {
    return "swapper/" + task;
  }

  /** User id of the current task, the group id above it; 0 is root. */
  default long currentUidGid() {
    return 0;
  }

  /** The task with a thread id, or {@link #NO_TASK}. */
  default long taskByPid(int pid) {
    return NO_TASK;
  }
}

package org.gpol.kernel.hook;

import java.util.Map;
import org.gpol.bpf.object.EventType;

/** What is attached to an enclave: at most one program a hook point, and the enclave's tunables. */
public interface Policy {

  /** For reports. */
  String name();

  /** The program attached to {@code point}, or null. */
  HookProgram program(HookPoint point);

  /** The program at a tracepoint, or null. */
  default HookProgram program(Tracepoint point) {
    return null;
  }

  /** The program that decides for CFS, or null. */
  default HookProgram program(FairHook hook) {
    return null;
  }

  /** Whether it has a program for an enclave; without one it only looks on, or decides for CFS. */
  default boolean schedules() {
    for (HookPoint point : HookPoint.values()) {
      if (program(point) != null) {
        return true;
      }
    }
    return false;
  }

  /** Read once, before the first event. */
  EnclaveTunables tunables();

  /**
   * A number that grows whenever a program changes anything that a later run of any program could
   * see. A run that leaves it alone, asks its environment nothing but the CPU and gets the same
   * context again would do the same again; the simulation uses that to skip idle polls. A policy
   * that cannot tell returns a new number each time.
   */
  long mutations();

  /**
   * When the next timer that a program started on {@code cpu} expires; {@link Long#MAX_VALUE} if
   * none will.
   */
  default long nextTimerNs(int cpu) {
    return Long.MAX_VALUE;
  }

  /** A number that grows whenever {@link #nextTimerNs} may have changed. */
  default long timerChanges() {
    return 0;
  }

  /**
   * Runs what the next timer of {@code cpu} calls and returns how many instructions that took;
   * asked for only when {@link #nextTimerNs} has come.
   *
   * @throws HookFault if the program cannot go on
   */
  default long runTimer(int cpu, HookEnvironment environment) {
    throw new UnsupportedOperationException("a policy without timers");
  }

  /** Says that a task is gone for good; programs may have kept something for it. */
  default void taskExited(long task) {}

  /** The policy's own counters and gauges by name, in a fixed order. */
  Map<String, Long> stats();

  /** The policy's own histograms by name, in a fixed order. */
  default Map<String, StatDistribution> histograms() {
    return Map.of();
  }

  /** Sees what programs send. */
  @FunctionalInterface
  interface EventConsumer {
    /** The values of the fields of {@code type}; the array is used again. */
    void event(EventType type, long[] values);
  }

  /** Shows what programs have sent since the last call; asked for after every run that wrote. */
  default void drainEvents(EventConsumer consumer) {}
}

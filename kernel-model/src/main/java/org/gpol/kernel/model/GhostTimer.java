package org.gpol.kernel.model;

/** A timer of a process; with ghOSt's part enabled it tells an agent when it expires. */
final class GhostTimer {
  private TimerTarget target;
  private long intervalNs;

  /** Expirations since it was last read. */
  private long expired;

  /** Grows with each setting, so that an expiry that was asked for earlier is known as such. */
  private int generation;

  /** Sets it anew; {@code firstNs} 0 stops it. */
  void start(Kernel kernel, int cpu, long firstNs, long interval, TimerTarget newTarget) {
    target = newTarget;
    intervalNs = interval;
    expired = 0;
    generation++;
    if (firstNs > 0) {
      arm(kernel, newTarget == null ? cpu : newTarget.cpu(), firstNs);
    }
  }

  private void arm(Kernel kernel, int cpu, long atNs) {
    int setting = generation;
    kernel
        .userSpace()
        .at(
            atNs,
            cpu,
            () -> {
              if (setting == generation) {
                expire(kernel, cpu, atNs);
              }
            });
  }

  private void expire(Kernel kernel, int cpu, long atNs) {
    expired++;
    Cpu told = kernel.cpu(cpu);
    if (target != null && told.ghost.agent != null) {
      kernel.messages.timerExpired(told, target.type(), target.cookie());
    }
    if (intervalNs > 0) {
      arm(kernel, cpu, atNs + intervalNs);
    }
  }

  long take() {
    long count = expired;
    expired = 0;
    return count;
  }
}

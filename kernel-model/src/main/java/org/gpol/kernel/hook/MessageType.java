package org.gpol.kernel.hook;

/**
 * Messages of the ghOSt ABI: number, payload size, and the name of the policy hook that gets it.
 */
public enum MessageType {
  TASK_DEAD(64, 16, "task_dead"),
  TASK_BLOCKED(65, 32, "task_blocked"),
  TASK_WAKEUP(66, 32, "task_wakeup"),
  TASK_NEW(67, 48, "task_new"),
  TASK_PREEMPT(68, 40, "task_preempt"),
  TASK_YIELD(69, 40, "task_yield"),
  TASK_DEPARTED(70, 24, "task_departed"),
  TASK_AFFINITY_CHANGED(72, 8, "task_affinity_changed"),
  TASK_ON_CPU(73, 32, "task_on_cpu"),
  TASK_PRIORITY_CHANGED(74, 16, "task_priority_changed"),
  TASK_LATCH_FAILURE(75, 16, "task_latch_failure"),
  CPU_TICK(128, 8, "task_tick"),
  CPU_AVAILABLE(131, 4, "cpu_available"),
  CPU_BUSY(132, 4, "cpu_busy");

  private final int number;
  private final int payloadSize;
  private final String hookName;

  MessageType(int number, int payloadSize, String hookName) {
    this.number = number;
    this.payloadSize = payloadSize;
    this.hookName = hookName;
  }

  /** The number in the context's type field. */
  public int number() {
    return number;
  }

  /** Bytes of payload. */
  public int payloadSize() {
    return payloadSize;
  }

  /** What a .gpol policy calls the hook for this message. */
  public String hookName() {
    return hookName;
  }

  /** Whether the message is about a CPU and numbered by its agent, not about a task. */
  public boolean isCpuMessage() {
    return number >= CPU_TICK.number;
  }
}

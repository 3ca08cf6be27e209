package org.gpol.kernel.hook;

import java.util.ArrayList;
import java.util.List;
import org.gpol.bpf.platform.ContextField;

/**
 * Messages of the ghOSt ABI: number, payload size, the name of the policy hook that gets it, and
 * the payload's fields.
 */
public enum MessageType {
  TASK_DEAD(64, 16, "task_dead", "gtid@0:8 cpu@8:4"),
  TASK_BLOCKED(
      65, 32, "task_blocked", "gtid@0:8 runtime@8:8 cpu_seqnum@16:8 cpu@24:4 from_switchto@28:1"),
  TASK_WAKEUP(
      66,
      32,
      "task_wakeup",
      "gtid@0:8 agent_data@8:8 deferrable@16:1 last_ran_cpu@20:4 wake_up_cpu@24:4 waker_cpu@28:4"),
  TASK_NEW(
      67,
      48,
      "task_new",
      "gtid@0:8 parent_gtid@8:8 runtime@16:8 runnable@24:2 nice@28:4 sw_id@32:4 sw_index@36:4 agent_data@40:8"),
  TASK_PREEMPT(
      68,
      40,
      "task_preempt",
      "gtid@0:8 runtime@8:8 cpu_seqnum@16:8 agent_data@24:8 cpu@32:4 from_switchto@36:1 was_latched@37:1"),
  TASK_YIELD(
      69,
      40,
      "task_yield",
      "gtid@0:8 runtime@8:8 cpu_seqnum@16:8 agent_data@24:8 cpu@32:4 from_switchto@36:1"),
  TASK_DEPARTED(
      70,
      24,
      "task_departed",
      "gtid@0:8 cpu_seqnum@8:8 cpu@16:4 from_switchto@20:1 was_current@21:1"),
  TASK_SWITCHTO(71, 32, "task_switchto", "gtid@0:8 runtime@8:8 cpu_seqnum@16:8 cpu@24:4"),
  TASK_AFFINITY_CHANGED(72, 8, "task_affinity_changed", "gtid@0:8"),
  TASK_ON_CPU(73, 32, "task_on_cpu", "gtid@0:8 commit_time@8:8 cpu_seqnum@16:8 cpu@24:4"),
  TASK_PRIORITY_CHANGED(74, 16, "task_priority_changed", "gtid@0:8 nice@8:4"),
  TASK_LATCH_FAILURE(75, 16, "task_latch_failure", "gtid@0:8 errno@8:4"),
  CPU_TICK(128, 8, "task_tick", "cpu@0:4 is_agent@4:4"),
  CPU_TIMER_EXPIRED(129, 24, "cpu_timer_expired", "cpu@0:4 type@8:8 cookie@16:8"),
  CPU_NOT_IDLE(130, 16, "cpu_not_idle", "cpu@0:4 next_gtid@8:8"),
  CPU_AVAILABLE(131, 4, "cpu_available", "cpu@0:4"),
  CPU_BUSY(132, 4, "cpu_busy", "cpu@0:4"),
  CPU_AGENT_BLOCKED(133, 4, "cpu_agent_blocked", "cpu@0:4"),
  CPU_AGENT_WAKEUP(134, 4, "cpu_agent_wakeup", "cpu@0:4");

  private static final MessageType[] BY_NUMBER = new MessageType[256];

  static {
    for (MessageType type : values()) {
      BY_NUMBER[type.number] = type;
    }
  }

  private final int number;
  private final int payloadSize;
  private final String hookName;
  private final List<ContextField> payload;

  /** Fields are given as {@code name@offset:bytes}. */
  MessageType(int number, int payloadSize, String hookName, String fields) {
    this.number = number;
    this.payloadSize = payloadSize;
    this.hookName = hookName;
    this.payload = parse(fields);
  }

  private static List<ContextField> parse(String fields) {
    List<ContextField> parsed = new ArrayList<>();
    for (String field : fields.split(" ")) {
      int at = field.indexOf('@');
      int colon = field.indexOf(':');
      int offset = Integer.parseInt(field.substring(at + 1, colon));
      int bytes = Integer.parseInt(field.substring(colon + 1));
      parsed.add(new ContextField(field.substring(0, at), offset, bytes, false));
    }
    return List.copyOf(parsed);
  }

  /** The number in the context's type field. */
  public int number() {
    return number;
  }

  /** The message of a number, null if there is none. */
  public static MessageType ofNumber(int number) {
    return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : null;
  }

  /** Bytes of payload. */
  public int payloadSize() {
    return payloadSize;
  }

  /** The payload's fields in the order of their offsets. */
  public List<ContextField> payload() {
    return payload;
  }

  /** Where a field of the payload starts; there must be one of that name. */
  public int offset(String field) {
    return payload.stream()
        .filter(candidate -> candidate.name().equals(field))
        .findFirst()
        .orElseThrow()
        .offset();
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

package org.gpol.cli.report;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.gpol.bpf.object.EventType;
import org.gpol.kernel.report.TraceListener;
import org.gpol.kernel.trace.EventLines;
import org.gpol.kernel.trace.Threads;
import org.gpol.kernel.workload.TaskSpec;

/**
 * Writes the text that Linux's {@code /sys/kernel/tracing/trace} shows: {@code sched_switch},
 * {@code sched_wakeup}, {@code sched_wakeup_new}, {@code sched_migrate_task} and {@code
 * bpf_trace_printk}, with all nine digits of a nanosecond clock.
 */
public final class FtraceText implements TraceListener {
  private static final long NS_PER_S = 1_000_000_000L;
  private static final String IN_TASK = "d..2.";
  private static final String IN_INTERRUPT = "d.h2.";
  private static final int NOBODY = Integer.MIN_VALUE;

  private final OutputStream to;
  private final Threads threads;
  private final int[] current;
  private int wokenByTimer = NOBODY;

  /** A trace of {@code tasks} on {@code cpus} CPUs. */
  public FtraceText(OutputStream to, int cpus, List<TaskSpec> tasks) {
    this.to = to;
    threads = Threads.of(tasks, cpus);
    current = new int[cpus];
    Arrays.fill(current, IDLE);
    write("# tracer: nop\n#\n#           TASK-PID     CPU#  |||||  TIMESTAMP  FUNCTION\n");
  }

  @Override
  public void switched(long timeNs, int cpu, int prev, LeaveReason reason, int next) {
    event(
        timeNs,
        cpu,
        prev,
        "sched_switch: prev_comm=%s prev_pid=%d prev_prio=%d prev_state=%s ==> next_comm=%s"
            + " next_pid=%d next_prio=%d",
        threads.name(prev, cpu),
        threads.tid(prev, cpu),
        threads.prio(prev),
        state(prev, reason),
        threads.name(next, cpu),
        threads.tid(next, cpu),
        threads.prio(next));
    current[cpu] = next;
  }

  private static String state(int task, LeaveReason reason) {
    if (task < 0) {
      return task == IDLE ? "R" : "S";
    }
    return switch (reason) {
      case PREEMPTED -> "R+";
      case YIELDED, INTERNAL -> "R";
      case BLOCKED -> "S";
      case EXITED -> "X";
    };
  }

  @Override
  public void timerExpired(long timeNs, int task) {
    wokenByTimer = task;
  }

  @Override
  public void woken(long timeNs, int task, int cpu, int wakerCpu, boolean fresh) {
    String flags = task == wokenByTimer ? IN_INTERRUPT : IN_TASK;
    wokenByTimer = NOBODY;
    line(
        timeNs,
        wakerCpu,
        current[wakerCpu],
        flags,
        "%s: comm=%s pid=%d prio=%d target_cpu=%03d",
        fresh ? "sched_wakeup_new" : "sched_wakeup",
        threads.name(task, cpu),
        threads.tid(task, cpu),
        threads.prio(task),
        cpu);
  }

  @Override
  public void migrated(long timeNs, int task, int fromCpu, int toCpu) {
    event(
        timeNs,
        toCpu,
        current[toCpu],
        "sched_migrate_task: comm=%s pid=%d prio=%d orig_cpu=%d dest_cpu=%d",
        threads.name(task, toCpu),
        threads.tid(task, toCpu),
        threads.prio(task),
        fromCpu,
        toCpu);
  }

  @Override
  public void printk(long timeNs, int cpu, String line) {
    event(timeNs, cpu, current[cpu], "bpf_trace_printk: %s", line);
  }

  /** As a program that prints it would show. */
  @Override
  public void policyEvent(long timeNs, int cpu, EventType type, long[] values) {
    event(timeNs, cpu, current[cpu], "bpf_trace_printk: %s", EventLines.text(type, values));
  }

  private void event(long timeNs, int cpu, int task, String format, Object... values) {
    line(timeNs, cpu, task, IN_TASK, format, values);
  }

  private void line(long timeNs, int cpu, int task, String flags, String format, Object... values) {
    String name = task == IDLE ? "<idle>" : threads.name(task, cpu);
    write(
        String.format(
                Locale.ROOT,
                "%16s-%-7d [%03d] %s %5d.%09d: ",
                name,
                threads.tid(task, cpu),
                cpu,
                flags,
                timeNs / NS_PER_S,
                timeNs % NS_PER_S)
            + String.format(Locale.ROOT, format, values)
            + "\n");
  }

  private void write(String text) {
    try {
      to.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

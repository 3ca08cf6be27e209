package org.gpol.kernel.workload.trace;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gpol.kernel.workload.SourcePosition;
import org.gpol.kernel.workload.WorkloadException;

/**
 * A line of a recording: {@code TASK-PID (TGID) [CPU] FLAGS TIME: EVENT: ARGUMENTS}, as ftrace and
 * trace-cmd print it, or {@code TASK PID [CPU] TIME: sched:EVENT: ARGUMENTS} of perf script.
 *
 * @param pid of the task on the CPU; 0 if that idles
 * @param timeNs since whatever the recording's clock counts from
 */
record TraceLine(
    int pid,
    Context context,
    int cpu,
    long timeNs,
    String event,
    String arguments,
    SourcePosition position) {

  /** Whose doing the event is. */
  enum Context {
    /** The task on the CPU, or the kernel for it. */
    TASK,
    /** An interrupt, whatever task it came upon. */
    INTERRUPT,
    /** The text does not say. */
    UNKNOWN
  }

  /** Letters of {@code hardirq/softirq}: in an interrupt, a soft one, or both. */
  private static final String INTERRUPT_FLAGS = "hHszZ";

  private static final int INTERRUPT_FLAG = 2;

  private static final Pattern LINE =
      Pattern.compile(
          "\\s*.*?[- ](?:\\d{1,9}/)?(\\d{1,9})\\s+(?:\\([^)]{0,9}\\)\\s+)?\\[(\\d{1,4})\\]\\s+"
              + "(?:([^\\s:]{1,9})\\s+)?(\\d{1,9})\\.(\\d{6}|\\d{9}):\\s+(?:sched:)?(\\w+):\\s*(.*)");

  static TraceLine parse(String text, SourcePosition position) {
    Matcher line = LINE.matcher(text);
    if (!line.matches()) {
      throw new WorkloadException(
          position,
          "not a line of a recording",
          "want `TASK-PID [CPU] FLAGS SECONDS.MICROSECONDS: EVENT: ...` of ftrace, trace-cmd report or perf script");
    }
    String digits = line.group(5);
    long fractionNs = Long.parseLong(digits) * (digits.length() == 6 ? 1_000 : 1);
    return new TraceLine(
        Integer.parseInt(line.group(1)),
        context(line.group(3)),
        Integer.parseInt(line.group(2)),
        Long.parseLong(line.group(4)) * 1_000_000_000L + fractionNs,
        line.group(6),
        line.group(7),
        new SourcePosition(position.file(), position.line(), line.start(7) + 1));
  }

  private static Context context(String flags) {
    if (flags == null || flags.length() <= INTERRUPT_FLAG) {
      return Context.UNKNOWN;
    }
    boolean interrupt = INTERRUPT_FLAGS.indexOf(flags.charAt(INTERRUPT_FLAG)) >= 0;
    return interrupt ? Context.INTERRUPT : Context.TASK;
  }
}

package org.gpol.kernel.workload.trace;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gpol.kernel.workload.SourcePosition;
import org.gpol.kernel.workload.WorkloadException;

/**
 * A line of a recording: {@code TASK-PID (TGID) [CPU] FLAGS TIME: EVENT: ARGUMENTS}, as ftrace and
 * trace-cmd print it, or {@code TASK PID [CPU] TIME: sched:EVENT: ARGUMENTS} of perf script.
 *
 * @param timeNs since whatever the recording's clock counts from
 */
record TraceLine(int cpu, long timeNs, String event, String arguments, SourcePosition position) {
  private static final Pattern LINE =
      Pattern.compile(
          "\\s*.*?[- ]\\d{1,9}(?:/\\d{1,9})?\\s+(?:\\([^)]{0,9}\\)\\s+)?\\[(\\d{1,4})\\]\\s+"
              + "(?:[^\\s:]{1,9}\\s+)?(\\d{1,9})\\.(\\d{6}|\\d{9}):\\s+(?:sched:)?(\\w+):\\s*(.*)");

  static TraceLine parse(String text, SourcePosition position) {
    Matcher line = LINE.matcher(text);
    if (!line.matches()) {
      throw new WorkloadException(
          position,
          "not a line of a recording",
          "want `TASK-PID [CPU] FLAGS SECONDS.MICROSECONDS: EVENT: ...` of ftrace, trace-cmd report or perf script");
    }
    String digits = line.group(3);
    long fractionNs = Long.parseLong(digits) * (digits.length() == 6 ? 1_000 : 1);
    return new TraceLine(
        Integer.parseInt(line.group(1)),
        Long.parseLong(line.group(2)) * 1_000_000_000L + fractionNs,
        line.group(4),
        line.group(5),
        new SourcePosition(position.file(), position.line(), line.start(5) + 1));
  }
}

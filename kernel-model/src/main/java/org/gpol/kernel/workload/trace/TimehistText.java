package org.gpol.kernel.workload.trace;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gpol.kernel.workload.SourcePosition;
import org.gpol.kernel.workload.Workload;
import org.gpol.kernel.workload.WorkloadException;

/**
 * The table of {@code perf sched timehist}: a row when a task leaves its CPU, with the time since
 * it left the last one, how much of that it could have run, and how long it ran. Nothing says who
 * woke it. Priorities are not shown: all tasks have nice value 0.
 */
final class TimehistText implements RecordedText {
  private static final Pattern HEADER =
      Pattern.compile("\\s*time\\s+cpu\\s+task name\\s.*run time.*");
  private static final Pattern UNITS = Pattern.compile("\\s*\\[tid/pid\\]\\s.*|[\\s-]+");
  private static final String MS = "\\s+(\\d{1,9})\\.(\\d{3})";
  private static final Pattern ROW =
      Pattern.compile(
          "\\s*(\\d{1,9})\\.(\\d{6}) [ A-Z]*\\[(\\d{4})\\]\\s+(?:[si]+\\s+)?(.*?)"
              + "(?:\\[(\\d{1,9})(?:/\\d{1,9})?\\])?"
              + MS
              + MS
              + MS
              + "(?:\\s+([A-Za-z])\\+?)?(?:\\s.*)?");
  private static final Pattern OTHER_ROW = Pattern.compile(".* (awakened|migrated): .*");
  private static final int NICE_0_PRIO = 120;
  private static final int NS_PER_US = 1_000;
  private static final long US_PER_MS = 1_000;
  private static final long US_PER_S = 1_000_000;

  private final Recording recording = new Recording();
  private boolean hasStates;
  private long startUs = -1;
  private long nowUs;

  static boolean isHeader(String line) {
    return HEADER.matcher(line).matches();
  }

  @Override
  public void read(String line, SourcePosition position) {
    if (isHeader(line)) {
      hasStates = line.contains(" state");
      return;
    }
    if (UNITS.matcher(line).matches() || OTHER_ROW.matcher(line).matches()) {
      return;
    }
    Matcher row = ROW.matcher(line);
    if (!row.matches()) {
      throw new WorkloadException(
          position,
          "not a row of perf sched timehist",
          "want `SECONDS.MICROSECONDS [CPU] TASK[TID] WAIT DELAY RUN`");
    }
    left(row, position);
  }

  private void left(Matcher row, SourcePosition position) {
    long timeUs = Long.parseLong(row.group(1)) * US_PER_S + Long.parseLong(row.group(2));
    long waitUs = us(row, 6);
    long delayUs = us(row, 8);
    long runUs = us(row, 10);
    // The first row may tell of what began before it.
    startUs = startUs < 0 ? timeUs - runUs - delayUs : startUs;
    if (timeUs - startUs < nowUs) {
      throw new WorkloadException(position, "this is before the row above it", "");
    }
    nowUs = timeUs - startUs;
    if (row.group(5) == null) {
      return;
    }
    int pid = Integer.parseInt(row.group(5));
    RecordedTask task = recording.task(new SchedEvents.Who(row.group(4), pid, NICE_0_PRIO));
    long onUs = Math.max(0, nowUs - runUs);
    boolean slept = delayUs > 0 && delayUs < waitUs;
    if (!hasStates) {
      // Who leaves while it could go on has not waited for longer than it could have run.
      task.sleeps(slept);
    }
    task.runnable(Math.max(0, onUs - delayUs) * NS_PER_US, Wakeups.BY_INTERRUPT);
    task.on(onUs * NS_PER_US);
    task.off(nowUs * NS_PER_US, hasStates && !"R".equals(row.group(12)));
  }

  private static long us(Matcher row, int group) {
    return Long.parseLong(row.group(group)) * US_PER_MS + Long.parseLong(row.group(group + 1));
  }

  @Override
  public Workload workload(String name, SourcePosition end) {
    return recording.workload(name, nowUs * NS_PER_US, end);
  }
}

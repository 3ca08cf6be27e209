package org.gpol.cli.report;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.gpol.bpf.object.EventType;
import org.gpol.kernel.report.TraceListener;
import org.gpol.kernel.trace.EventLines;
import org.gpol.kernel.trace.Threads;

/**
 * Writes one line an event: time in nanoseconds, CPU, event, task and what else there is to say.
 */
public final class EventCsv implements TraceListener {
  private final OutputStream to;
  private final Threads threads;

  /** A table of tasks called {@code names} on {@code cpus} CPUs. */
  public EventCsv(OutputStream to, int cpus, List<String> names) {
    this.to = to;
    threads = new Threads(names, cpus);
    write("time_ns,cpu,event,task,detail\n");
  }

  @Override
  public void switched(long timeNs, int cpu, int prev, LeaveReason reason, int next) {
    row(timeNs, cpu, "out", prev, reason.name().toLowerCase(Locale.ROOT));
    row(timeNs, cpu, "in", next, "");
  }

  @Override
  public void running(long timeNs, int cpu, int task) {
    row(timeNs, cpu, "running", task, "");
  }

  @Override
  public void woken(long timeNs, int task, int cpu, int wakerCpu, boolean fresh) {
    row(timeNs, cpu, fresh ? "new" : "woken", task, "by CPU " + wakerCpu);
  }

  @Override
  public void migrated(long timeNs, int task, int fromCpu, int toCpu) {
    row(timeNs, toCpu, "migrated", task, "from CPU " + fromCpu);
  }

  @Override
  public void latched(long timeNs, int task, int cpu) {
    row(timeNs, cpu, "latched", task, "");
  }

  @Override
  public void policyEvent(long timeNs, int cpu, EventType type, long[] values) {
    write(timeNs + "," + cpu + ",event,," + quoted(EventLines.text(type, values)) + "\n");
  }

  private void row(long timeNs, int cpu, String event, int task, String detail) {
    write(timeNs + "," + cpu + "," + event + "," + quoted(threads.name(task, cpu)) + "," + detail);
    write("\n");
  }

  /** As RFC 4180 has it: in quotes if it holds a comma, a quote or a line's end. */
  static String quoted(String text) {
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  private void write(String text) {
    try {
      to.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

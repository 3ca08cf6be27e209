package org.gpol.cli.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.gpol.bpf.object.EventType;
import org.gpol.kernel.report.TraceListener;
import org.gpol.kernel.trace.EventLines;

/**
 * Writes the trace event format that the Perfetto UI and chrome://tracing open: a track per CPU
 * with the task that executes there, and a track per task with when it runs, where, and when it
 * waits.
 */
public final class ChromeTrace implements TraceListener {
  private static final int CPUS = 1;
  private static final int TASKS = 2;
  private static final int NOBODY = Integer.MIN_VALUE;
  private static final long NEVER = -1;

  private final JsonGenerator json;
  private final TaskNames names;
  private final int[] current;
  private final long[] runningSinceNs;
  private final long[] runnableSinceNs;

  /**
   * A trace of tasks called {@code names} on {@code cpus} CPUs, written to {@code to} as it
   * happens.
   */
  public ChromeTrace(OutputStream to, int cpus, List<String> names) throws IOException {
    this.names = new TaskNames(names);
    this.current = new int[cpus];
    this.runningSinceNs = new long[cpus];
    this.runnableSinceNs = new long[names.size()];
    Arrays.fill(current, NOBODY);
    Arrays.fill(runningSinceNs, NEVER);
    Arrays.fill(runnableSinceNs, NEVER);
    this.json = new JsonFactory().createGenerator(to);
    json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    json.writeStartObject();
    json.writeStringField("displayTimeUnit", "ns");
    json.writeArrayFieldStart("traceEvents");
    tracks(cpus);
  }

  private void tracks(int cpus) throws IOException {
    name("process_name", CPUS, 0, "CPUs");
    name("process_name", TASKS, 0, "Tasks");
    for (int cpu = 0; cpu < cpus; cpu++) {
      name("thread_name", CPUS, cpu, "CPU " + cpu);
    }
    for (int task = 0; task < runnableSinceNs.length; task++) {
      name("thread_name", TASKS, task, names.of(task));
    }
  }

  private void name(String what, int process, int thread, String name) throws IOException {
    json.writeRaw('\n');
    json.writeStartObject();
    json.writeStringField("name", what);
    json.writeStringField("ph", "M");
    track(process, thread);
    json.writeObjectFieldStart("args");
    json.writeStringField("name", name);
    json.writeEndObject();
    json.writeEndObject();
  }

  /** Threads are numbered from 1: tools take 0 for the idle task. */
  private void track(int process, int thread) throws IOException {
    json.writeNumberField("pid", process);
    json.writeNumberField("tid", thread + 1);
  }

  @Override
  public void switched(long timeNs, int cpu, int prev, LeaveReason reason, int next) {
    leave(timeNs, cpu);
    if (prev >= 0 && (reason == LeaveReason.PREEMPTED || reason == LeaveReason.YIELDED)) {
      runnableSinceNs[prev] = timeNs;
    }
    current[cpu] = next;
  }

  @Override
  public void running(long timeNs, int cpu, int task) {
    runningSinceNs[cpu] = timeNs;
    if (task >= 0 && runnableSinceNs[task] != NEVER) {
      slice(TASKS, task, "Runnable", runnableSinceNs[task], timeNs, NOBODY);
      runnableSinceNs[task] = NEVER;
    }
  }

  @Override
  public void woken(long timeNs, int task, int cpu, int wakerCpu, boolean fresh) {
    if (task >= 0) {
      runnableSinceNs[task] = timeNs;
    }
  }

  @Override
  public void printk(long timeNs, int cpu, String line) {
    try {
      json.writeRaw('\n');
      json.writeStartObject();
      json.writeStringField("name", line);
      json.writeStringField("ph", "i");
      json.writeStringField("s", "t");
      track(CPUS, cpu);
      time("ts", timeNs);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void policyEvent(long timeNs, int cpu, EventType type, long[] values) {
    printk(timeNs, cpu, EventLines.text(type, values));
  }

  @Override
  public void ended(long timeNs) {
    for (int cpu = 0; cpu < current.length; cpu++) {
      leave(timeNs, cpu);
    }
    for (int task = 0; task < runnableSinceNs.length; task++) {
      if (runnableSinceNs[task] != NEVER) {
        slice(TASKS, task, "Runnable", runnableSinceNs[task], timeNs, NOBODY);
      }
    }
    try {
      json.writeEndArray();
      json.writeEndObject();
      json.writeRaw('\n');
      json.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void leave(long timeNs, int cpu) {
    int task = current[cpu];
    long sinceNs = runningSinceNs[cpu];
    if (task != NOBODY && task != IDLE && sinceNs != NEVER && sinceNs < timeNs) {
      slice(CPUS, cpu, names.of(task), sinceNs, timeNs, NOBODY);
      if (task >= 0) {
        slice(TASKS, task, "Running", sinceNs, timeNs, cpu);
      }
    }
    runningSinceNs[cpu] = NEVER;
  }

  private void slice(int process, int thread, String name, long fromNs, long toNs, int cpu) {
    try {
      json.writeRaw('\n');
      json.writeStartObject();
      json.writeStringField("name", name);
      json.writeStringField("ph", "X");
      track(process, thread);
      time("ts", fromNs);
      time("dur", toNs - fromNs);
      if (cpu != NOBODY) {
        json.writeObjectFieldStart("args");
        json.writeNumberField("cpu", cpu);
        json.writeEndObject();
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The format counts microseconds; three decimals keep every nanosecond. */
  private void time(String field, long ns) throws IOException {
    json.writeFieldName(field);
    String fraction = Long.toString(1000 + ns % 1000).substring(1);
    json.writeNumber(ns / 1000 + "." + fraction);
  }
}

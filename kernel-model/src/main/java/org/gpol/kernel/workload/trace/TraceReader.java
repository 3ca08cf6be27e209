package org.gpol.kernel.workload.trace;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gpol.kernel.workload.SourcePosition;
import org.gpol.kernel.workload.TaskBehaviour;
import org.gpol.kernel.workload.TaskSpec;
import org.gpol.kernel.workload.Workload;
import org.gpol.kernel.workload.WorkloadException;

/**
 * Reads recordings of {@code sched_switch} and {@code sched_wakeup}. Other events say nothing about
 * when tasks run and sleep, and are passed over. A task that nobody was seen to wake was woken when
 * it came onto its CPU. A recording that has lost events, or whose events contradict each other, is
 * refused.
 */
public final class TraceReader {
  private static final int MAX_LINE = 1_024;
  private static final int MAX_EVENTS = 20_000_000;

  private final String file;
  private int line;
  private int events;
  private long startNs = -1;
  private long nowNs;
  private final TreeMap<Integer, RecordedTask> tasks = new TreeMap<>();

  /** Who is on each CPU; 0 is its idle task. */
  private final Map<Integer, Integer> current = new HashMap<>();

  private TraceReader(String file) {
    this.file = file;
  }

  /** Whether the name of a file says that it is a recording: it ends with .txt. */
  public static boolean isRecording(String path) {
    return path.endsWith(".txt");
  }

  /**
   * Reads a file.
   *
   * @throws WorkloadException with line and column of what is wrong
   */
  public static Workload read(Path path) throws IOException {
    try (Reader text = Files.newBufferedReader(path, StandardCharsets.ISO_8859_1)) {
      return new TraceReader(path.toString()).workload(text, name(path));
    }
  }

  private static String name(Path path) {
    Path last = path.getFileName();
    return last == null ? "recording" : last.toString().replaceFirst("\\.txt$", "");
  }

  /** Reads text; {@code name} stands for the file in messages. */
  public static Workload parse(String name, String text) {
    try (Reader reader = new StringReader(text)) {
      return new TraceReader(name).workload(reader, name);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Workload workload(Reader text, String name) throws IOException {
    try (BufferedReader reader = new BufferedReader(text)) {
      StringBuilder buffer = new StringBuilder();
      for (String next = line(reader, buffer); next != null; next = line(reader, buffer)) {
        read(next);
      }
    }
    return finish(name);
  }

  /** The next line, without its end; null after the last. */
  private String line(BufferedReader reader, StringBuilder buffer) throws IOException {
    buffer.setLength(0);
    int c = reader.read();
    if (c < 0) {
      return null;
    }
    line++;
    for (; c >= 0 && c != '\n'; c = reader.read()) {
      if (buffer.length() == MAX_LINE) {
        throw wrong("longer than " + MAX_LINE + " characters: this is no line of a recording");
      }
      if (c != '\r') {
        buffer.append((char) c);
      }
    }
    return buffer.toString();
  }

  private WorkloadException wrong(String problem) {
    return new WorkloadException(position(), problem, "");
  }

  private SourcePosition position() {
    return new SourcePosition(file, line, 1);
  }

  private void read(String text) {
    if (text.isBlank() || text.startsWith("#") || text.matches("cpus=[0-9]{1,4}|version = .*")) {
      return;
    }
    if (text.contains("LOST") && text.contains("EVENTS]")) {
      throw wrong("the recording has lost events, so what tasks did is not known");
    }
    TraceLine event = TraceLine.parse(text, position());
    if (event.timeNs() < nowNs) {
      throw wrong("this is before the event above it");
    }
    if (++events > MAX_EVENTS) {
      throw wrong("more than " + MAX_EVENTS + " events");
    }
    nowNs = event.timeNs();
    startNs = startNs < 0 ? nowNs : startNs;
    switch (event.event()) {
      case "sched_switch" -> switched(event);
      case "sched_wakeup", "sched_wakeup_new" -> woken(SchedEvents.woken(event));
      default -> {}
    }
  }

  private RecordedTask task(SchedEvents.Who who) {
    RecordedTask task = tasks.computeIfAbsent(who.pid(), pid -> new RecordedTask(who));
    task.seen(who);
    return task;
  }

  private void woken(SchedEvents.Who who) {
    if (who.pid() != 0) {
      RecordedTask task = task(who);
      // A task that is woken before it has gone to sleep does not go.
      task.runnable(nowNs - startNs);
    }
  }

  private void switched(TraceLine event) {
    SchedEvents.Switch change = SchedEvents.switched(event);
    Integer before = current.put(event.cpu(), change.next().pid());
    if (before != null && before != change.prev().pid()) {
      throw new WorkloadException(
          event.position(),
          "task %d leaves CPU %d, which task %d has"
              .formatted(change.prev().pid(), event.cpu(), before),
          "");
    }
    if (change.prev().pid() != 0) {
      leaves(task(change.prev()), change.state(), event);
    }
    if (change.next().pid() != 0) {
      RecordedTask next = task(change.next());
      if (next.onSinceNs >= 0) {
        throw new WorkloadException(
            event.position(), "task " + next.pid + " is on another CPU already", "");
      }
      next.runnable(nowNs - startNs);
      next.onSinceNs = nowNs;
    }
  }

  private void leaves(RecordedTask task, String state, TraceLine event) {
    if (task.onSinceNs < 0) {
      if (task.known) {
        throw new WorkloadException(
            event.position(), "task " + task.pid + " leaves a CPU that it did not get", "");
      }
      task.runnable(0);
      task.onSinceNs = startNs;
    }
    task.ran(nowNs - task.onSinceNs);
    task.onSinceNs = -1;
    if (!state.startsWith("R")) {
      task.sleeps();
    }
  }

  private Workload finish(String name) {
    for (RecordedTask task : tasks.values()) {
      if (task.onSinceNs >= 0) {
        task.ran(nowNs - task.onSinceNs);
      }
      task.finish();
    }
    List<RecordedTask> ran = tasks.values().stream().filter(RecordedTask::everRan).toList();
    if (ran.isEmpty()) {
      throw new WorkloadException(
          position(), "no task runs in this recording", "record sched_switch and sched_wakeup");
    }
    boolean unique = ran.stream().map(task -> task.comm).distinct().count() == ran.size();
    List<TaskSpec> specs = new ArrayList<>();
    for (RecordedTask task : ran) {
      specs.add(task.spec(unique ? task.comm : task.comm + "-" + task.pid));
    }
    return new Workload(name, Workload.UNTIL_ALL_EXIT, specs, waker -> behaviours(ran));
  }

  private static List<TaskBehaviour> behaviours(Collection<RecordedTask> tasks) {
    return tasks.stream().map(RecordedTask::behaviour).toList();
  }
}

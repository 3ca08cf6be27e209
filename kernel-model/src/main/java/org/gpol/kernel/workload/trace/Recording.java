package org.gpol.kernel.workload.trace;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gpol.kernel.workload.SourcePosition;
import org.gpol.kernel.workload.TaskSpec;
import org.gpol.kernel.workload.Workload;
import org.gpol.kernel.workload.WorkloadException;

/** All tasks of a recording while it is read, and the workload that they make. */
final class Recording {
  private final TreeMap<Integer, RecordedTask> tasks = new TreeMap<>();
  private final Wakeups wakeups = new Wakeups();

  /** The task, by the name and priority that it has now. */
  RecordedTask task(SchedEvents.Who who) {
    RecordedTask task = tasks.computeIfAbsent(who.pid(), pid -> new RecordedTask(who));
    task.seen(who);
    return task;
  }

  /** The task if it has been seen and is on a CPU, else null. */
  RecordedTask running(int pid) {
    RecordedTask task = tasks.get(pid);
    return task == null || !task.isOnCpu() ? null : task;
  }

  /** The number of a wake-up that one task makes of another, on its CPU. */
  int wakeup(RecordedTask by, RecordedTask woken, long nowNs) {
    int number = wakeups.add(woken, nowNs);
    by.wakes(number, nowNs);
    return number;
  }

  /**
   * What was recorded until now.
   *
   * @param end of the text
   * @throws WorkloadException if no task ran
   */
  Workload workload(String name, long nowNs, SourcePosition end) {
    for (RecordedTask task : tasks.values()) {
      task.finish(nowNs, wakeups);
    }
    List<RecordedTask> parts = tasks.values().stream().filter(RecordedTask::matters).toList();
    if (parts.isEmpty()) {
      throw new WorkloadException(
          end, "no task runs in this recording", "record sched_switch and sched_wakeup");
    }
    int[] woken = woken(parts);
    return new Workload(
        name, Workload.UNTIL_ALL_EXIT, specs(parts), waker -> Replay.of(parts, woken, waker));
  }

  private static List<TaskSpec> specs(List<RecordedTask> parts) {
    boolean unique = parts.stream().map(task -> task.comm).distinct().count() == parts.size();
    return parts.stream()
        .map(task -> task.spec(unique ? task.comm : task.comm + "-" + task.pid))
        .toList();
  }

  private int[] woken(List<RecordedTask> parts) {
    Map<RecordedTask, Integer> places = new HashMap<>();
    for (RecordedTask task : parts) {
      places.put(task, places.size());
    }
    int[] woken = new int[wakeups.count()];
    Arrays.setAll(woken, number -> places.getOrDefault(wakeups.woken(number), Replay.NONE));
    return woken;
  }
}

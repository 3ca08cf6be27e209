package org.gpol.kernel.workload.trace;

import java.util.HashMap;
import java.util.Map;
import org.gpol.kernel.workload.SourcePosition;
import org.gpol.kernel.workload.Workload;
import org.gpol.kernel.workload.WorkloadException;

/**
 * {@code sched_switch}, {@code sched_waking} and {@code sched_wakeup}. Other events say nothing
 * about when tasks run and sleep, and are passed over. A task that nobody was seen to wake was
 * woken when it came onto its CPU. Events that contradict each other are refused.
 */
final class EventText implements RecordedText {
  private static final int IDLE = 0;

  private final Recording recording = new Recording();
  private long startNs = -1;
  private long nowNs;

  /** Who is on each CPU. */
  private final Map<Integer, Integer> current = new HashMap<>();

  /** Who is being woken, by the number of the wake-up. */
  private final Map<RecordedTask, Integer> waking = new HashMap<>();

  @Override
  public void read(String text, SourcePosition position) {
    TraceLine event = TraceLine.parse(text, position);
    startNs = startNs < 0 ? event.timeNs() : startNs;
    long timeNs = event.timeNs() - startNs;
    if (timeNs < nowNs) {
      throw new WorkloadException(position, "this is before the event above it", "");
    }
    nowNs = timeNs;
    switch (event.event()) {
      case "sched_switch" -> switched(event);
      case "sched_waking" -> waking(event, SchedEvents.woken(event));
      case "sched_wakeup", "sched_wakeup_new" -> woken(event, SchedEvents.woken(event));
      default -> {}
    }
  }

  @Override
  public Workload workload(String name, SourcePosition end) {
    return recording.workload(name, nowNs, end);
  }

  /** Where the one that wakes says so; that it is awake may follow on another CPU. */
  private void waking(TraceLine event, SchedEvents.Who who) {
    if (who.pid() != IDLE) {
      RecordedTask task = recording.task(who);
      waking.put(task, wakeup(event, task));
    }
  }

  private void woken(TraceLine event, SchedEvents.Who who) {
    if (who.pid() != IDLE) {
      RecordedTask task = recording.task(who);
      Integer wakeup = waking.remove(task);
      // A task that is woken before it has gone to sleep does not go.
      task.runnable(nowNs, wakeup == null ? wakeup(event, task) : wakeup);
    }
  }

  private int wakeup(TraceLine event, RecordedTask woken) {
    if (event.context() == TraceLine.Context.UNKNOWN && event.pid() == IDLE) {
      woken.isWokenByInterrupts();
    }
    RecordedTask by = recording.running(event.pid());
    boolean byInterrupt = event.context() == TraceLine.Context.INTERRUPT;
    return byInterrupt || by == null || by == woken
        ? Wakeups.BY_INTERRUPT
        : recording.wakeup(by, woken, nowNs);
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
    if (change.prev().pid() != IDLE) {
      leaves(recording.task(change.prev()), change.state(), event);
    }
    if (change.next().pid() != IDLE) {
      comes(recording.task(change.next()), event);
    }
  }

  private void leaves(RecordedTask task, String state, TraceLine event) {
    if (!task.isOnCpu()) {
      if (!task.isUnknown()) {
        throw new WorkloadException(
            event.position(), "task " + task.pid + " leaves a CPU that it did not get", "");
      }
      task.runnable(0, Wakeups.BY_INTERRUPT);
      task.on(0);
    }
    task.off(nowNs, !state.startsWith("R"));
  }

  private void comes(RecordedTask task, TraceLine event) {
    if (task.isOnCpu()) {
      throw new WorkloadException(
          event.position(), "task " + task.pid + " is on another CPU already", "");
    }
    Integer wakeup = waking.remove(task);
    task.runnable(nowNs, wakeup == null ? Wakeups.BY_INTERRUPT : wakeup);
    task.on(nowNs);
  }
}

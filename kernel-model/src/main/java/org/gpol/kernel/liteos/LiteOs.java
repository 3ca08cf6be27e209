package org.gpol.kernel.liteos;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import org.gpol.kernel.report.TraceListener;
import org.gpol.kernel.report.TraceListener.LeaveReason;

/**
 * LiteOS's task management on one CPU: 32 priorities, 0 the highest, preemption by priority, slices
 * among equals, waiting by ticks. The calls may come from tasks' programs, or from outside between
 * {@link #runUntil}s as from {@code main}. Scheduling takes no time.
 */
public final class LiteOs {
  private static final int STEPS_AT_ONCE = 100_000;

  private final LiteOsConfig config;
  private final TraceListener trace;
  private final LiteTask[] tasks;
  private final ReadyQueues ready = new ReadyQueues();
  private final PriorityQueue<LiteTask> delayed =
      new PriorityQueue<>(
          Comparator.comparingLong((LiteTask task) -> task.wakeTick)
              .thenComparingLong(task -> task.order));
  private long nowNs;
  private long order;
  private LiteTask current;
  private LeaveReason leaving = LeaveReason.PREEMPTED;
  private int locks;
  private boolean inTask;

  /** A kernel at time 0 without tasks, which tells {@code trace} what happens. */
  public LiteOs(LiteOsConfig config, TraceListener trace) {
    this.config = config;
    this.trace = trace;
    this.tasks = new LiteTask[config.taskLimit()];
  }

  /** The time. */
  public long nowNs() {
    return nowNs;
  }

  /** Ticks since the start, {@code LOS_TickCountGet}. */
  public long ticks() {
    return nowNs / config.tickNs();
  }

  /** {@code LOS_TaskCreate}: the task is ready. */
  public LiteOsCreated create(String name, int priority, LiteOsProgram program) {
    LiteOsCreated created = createOnly(name, priority, program);
    if (created.error() == LiteOsError.OK) {
      resume(created.id());
    }
    return created;
  }

  /** {@code LOS_TaskCreateOnly}: the task is suspended. */
  public LiteOsCreated createOnly(String name, int priority, LiteOsProgram program) {
    if (program == null) {
      return new LiteOsCreated(LiteOsError.ENTRY_NULL, -1);
    }
    if (name == null || name.isEmpty()) {
      return new LiteOsCreated(LiteOsError.NAME_EMPTY, -1);
    }
    if (priority < 0 || priority >= ReadyQueues.PRIORITIES) {
      return new LiteOsCreated(LiteOsError.PRIOR_ERROR, -1);
    }
    for (int id = 0; id < tasks.length; id++) {
      if (tasks[id] == null) {
        tasks[id] = new LiteTask(id, name, priority, program);
        return new LiteOsCreated(LiteOsError.OK, id);
      }
    }
    return new LiteOsCreated(LiteOsError.TCB_UNAVAILABLE, -1);
  }

  private LiteTask find(int id) {
    return id >= 0 && id < tasks.length ? tasks[id] : null;
  }

  private LiteOsError missing(int id) {
    return id >= 0 && id < tasks.length ? LiteOsError.NOT_CREATED : LiteOsError.ID_INVALID;
  }

  /** {@code LOS_TaskDelete}, of any task. */
  public LiteOsError delete(int id) {
    LiteTask task = find(id);
    if (task == null) {
      return missing(id);
    }
    if (task == current && locks > 0) {
      return LiteOsError.DELETE_LOCKED;
    }
    unqueue(task);
    task.status = LiteOsStatus.UNUSED;
    tasks[id] = null;
    if (task == current) {
      leave(LeaveReason.EXITED);
    }
    return LiteOsError.OK;
  }

  /** {@code LOS_TaskSuspend}, of any task. */
  public LiteOsError suspend(int id) {
    LiteTask task = find(id);
    if (task == null) {
      return missing(id);
    }
    if (task.is(LiteOsStatus.SUSPEND)) {
      return LiteOsError.ALREADY_SUSPENDED;
    }
    if (task == current && locks > 0) {
      return LiteOsError.SUSPEND_LOCKED;
    }
    if (task.is(LiteOsStatus.READY)) {
      ready.remove(task);
      task.set(LiteOsStatus.READY, false);
      task.suspendedReady = true;
    }
    task.set(LiteOsStatus.SUSPEND, true);
    if (task == current) {
      task.set(LiteOsStatus.RUNNING, false);
      leave(LeaveReason.BLOCKED);
    }
    return LiteOsError.OK;
  }

  /** {@code LOS_TaskResume}. */
  public LiteOsError resume(int id) {
    LiteTask task = find(id);
    if (task == null) {
      return missing(id);
    }
    if (!task.is(LiteOsStatus.SUSPEND)) {
      return LiteOsError.NOT_SUSPENDED;
    }
    task.set(LiteOsStatus.SUSPEND, false);
    if (!task.is(LiteOsStatus.DELAY)) {
      makeReady(task);
    }
    return LiteOsError.OK;
  }

  /** {@code LOS_TaskDelay}: the current task waits for so many ticks; 0 is a yield. */
  public LiteOsError delay(long ticks) {
    requireCurrent();
    if (locks > 0) {
      return LiteOsError.DELAY_IN_LOCK;
    }
    if (ticks < 0) {
      throw new IllegalArgumentException("delay of " + ticks + " ticks");
    }
    if (ticks == 0) {
      return yieldCpu();
    }
    current.wakeTick = ticks() + ticks;
    current.order = order++;
    current.set(LiteOsStatus.RUNNING, false);
    current.set(LiteOsStatus.DELAY, true);
    delayed.add(current);
    leave(LeaveReason.BLOCKED);
    return LiteOsError.OK;
  }

  /** {@code LOS_TaskYield}: behind the other ready tasks of the current task's priority. */
  public LiteOsError yieldCpu() {
    requireCurrent();
    if (locks > 0) {
      return LiteOsError.YIELD_IN_LOCK;
    }
    if (!ready.hasAt(current.priority)) {
      return LiteOsError.YIELD_NOT_ENOUGH_TASK;
    }
    toTail(current);
    leave(LeaveReason.YIELDED);
    return LiteOsError.OK;
  }

  /** {@code LOS_TaskLock}: nobody else gets the CPU; nests. */
  public void lock() {
    locks++;
  }

  /** {@code LOS_TaskUnlock}: the outermost lets a higher task have the CPU. */
  public void unlock() {
    locks = Math.max(0, locks - 1);
  }

  /** {@code LOS_TaskPriSet}. */
  public LiteOsError setPriority(int id, int priority) {
    LiteTask task = find(id);
    if (task == null) {
      return missing(id);
    }
    if (priority < 0 || priority >= ReadyQueues.PRIORITIES) {
      return LiteOsError.PRIOR_ERROR;
    }
    boolean queued = task.is(LiteOsStatus.READY);
    if (queued) {
      ready.remove(task);
    }
    task.priority = priority;
    if (queued) {
      ready.addLast(task);
    }
    return LiteOsError.OK;
  }

  /** {@code LOS_TaskPriGet}: -1 if there is no such task. */
  public int priority(int id) {
    LiteTask task = find(id);
    return task == null ? -1 : task.priority;
  }

  /** {@code LOS_CurTaskIDGet}: -1 for the idle task. */
  public int currentTask() {
    return current == null ? -1 : current.id;
  }

  /** {@code LOS_TaskInfoGet}: null if there is no such task. */
  public LiteOsTaskInfo info(int id) {
    LiteTask task = find(id);
    return task == null ? null : task.info();
  }

  /** {@code LOS_TaskInfoMonitor}: every task that there is. */
  public List<LiteOsTaskInfo> monitor() {
    List<LiteOsTaskInfo> infos = new ArrayList<>();
    for (LiteTask task : tasks) {
      if (task != null) {
        infos.add(task.info());
      }
    }
    return infos;
  }

  /** {@link #monitor} as a table for people. */
  public String monitorText() {
    StringBuilder text = new StringBuilder();
    String format = "%-16s %4s %9s %-14s %14s %8s%n";
    text.append(line(format, "Name", "TID", "Priority", "Status", "RunTime(ns)", "Switches"));
    for (LiteOsTaskInfo info : monitor()) {
      String status = LiteOsStatus.names(info.status());
      text.append(
          line(
              format,
              info.name(),
              info.id(),
              info.priority(),
              status,
              info.runtimeNs(),
              info.switches()));
    }
    return text.toString();
  }

  private static String line(String format, Object... columns) {
    return String.format(Locale.ROOT, format.replace("%n", "\n"), columns);
  }

  private void requireCurrent() {
    if (!inTask || current == null || !current.is(LiteOsStatus.RUNNING)) {
      throw new IllegalStateException("only the task that has the CPU can give it up");
    }
  }

  private void makeReady(LiteTask task) {
    task.set(LiteOsStatus.READY, true);
    task.sliceTicks = config.sliceTicks();
    ready.addLast(task);
    if (!task.suspendedReady) {
      trace.woken(nowNs, task.id, 0, 0, task.switches == 0);
    }
    task.suspendedReady = false;
  }

  private void toTail(LiteTask task) {
    task.set(LiteOsStatus.RUNNING, false);
    task.set(LiteOsStatus.READY, true);
    task.sliceTicks = config.sliceTicks();
    ready.addLast(task);
  }

  private void unqueue(LiteTask task) {
    if (task.is(LiteOsStatus.READY)) {
      ready.remove(task);
    }
    if (task.is(LiteOsStatus.DELAY)) {
      delayed.remove(task);
    }
  }

  private void leave(LeaveReason reason) {
    leaving = reason;
  }

  /** Lets time go on until {@code untilNs}. */
  public void runUntil(long untilNs) {
    int atOnce = 0;
    while (true) {
      schedule();
      if (current != null && current.remainingNs == 0) {
        if (++atOnce > STEPS_AT_ONCE) {
          throw new IllegalStateException(
              "task "
                  + current.id
                  + " took "
                  + STEPS_AT_ONCE
                  + " steps without working or waiting");
        }
        step();
      } else {
        long nextNs = nextEventNs(untilNs);
        if (nextNs >= untilNs) {
          advance(untilNs);
          return;
        }
        atOnce = nextNs > nowNs ? 0 : atOnce;
        advance(nextNs);
      }
    }
  }

  private void step() {
    LiteTask task = current;
    inTask = true;
    long work = task.program.next(this);
    inTask = false;
    if (work < 0) {
      locks = 0;
      delete(task.id);
    } else {
      task.remainingNs = work;
    }
  }

  private long nextEventNs(long untilNs) {
    long tickNs = (nowNs / config.tickNs() + 1) * config.tickNs();
    if (current != null) {
      return Math.min(tickNs, nowNs + current.remainingNs);
    }
    return delayed.isEmpty() ? untilNs : delayed.peek().wakeTick * config.tickNs();
  }

  private void advance(long toNs) {
    long worked = toNs - nowNs;
    nowNs = toNs;
    if (current != null) {
      current.remainingNs -= worked;
      current.runtimeNs += worked;
    }
    if (worked > 0 && nowNs % config.tickNs() == 0) {
      tick();
    }
  }

  private void tick() {
    while (!delayed.isEmpty() && delayed.peek().wakeTick <= ticks()) {
      LiteTask task = delayed.poll();
      task.set(LiteOsStatus.DELAY, false);
      if (!task.is(LiteOsStatus.SUSPEND)) {
        makeReady(task);
      }
    }
    if (current != null && --current.sliceTicks <= 0) {
      if (locks == 0 && ready.hasAt(current.priority)) {
        toTail(current);
      } else {
        current.sliceTicks = config.sliceTicks();
      }
    }
  }

  /** Gives the CPU to whom it belongs now. */
  private void schedule() {
    boolean stays = current != null && current.is(LiteOsStatus.RUNNING);
    if (stays && (locks > 0 || ready.highest() >= current.priority)) {
      return;
    }
    LiteTask prev = current;
    if (stays) {
      prev.set(LiteOsStatus.RUNNING, false);
      prev.set(LiteOsStatus.READY, true);
      ready.addFirst(prev);
    }
    LiteTask next = ready.first();
    if (next != null) {
      ready.remove(next);
      next.set(LiteOsStatus.READY, false);
      next.set(LiteOsStatus.RUNNING, true);
    }
    current = next;
    if (next != prev) {
      switched(prev, next);
    }
    leaving = LeaveReason.PREEMPTED;
  }

  private void switched(LiteTask prev, LiteTask next) {
    int from = prev == null ? TraceListener.IDLE : prev.id;
    int to = next == null ? TraceListener.IDLE : next.id;
    trace.switched(nowNs, 0, from, prev == null ? LeaveReason.INTERNAL : leaving, to);
    if (next != null) {
      next.switches++;
      trace.running(nowNs, 0, to);
    }
  }
}

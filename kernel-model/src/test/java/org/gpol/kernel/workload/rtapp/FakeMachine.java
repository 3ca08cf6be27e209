package org.gpol.kernel.workload.rtapp;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import org.gpol.kernel.workload.TaskAction;
import org.gpol.kernel.workload.TaskBehaviour;
import org.gpol.kernel.workload.TaskSpec;
import org.gpol.kernel.workload.Workload;

/**
 * The smallest machine that can play a workload: some CPUs without affinity, first come first
 * served, nothing preempted, switching for free. Its log is what the tests read.
 */
final class FakeMachine {

  private record Wake(long timeNs, long order, int task) implements Comparable<Wake> {
    @Override
    public int compareTo(Wake other) {
      return timeNs != other.timeNs
          ? Long.compare(timeNs, other.timeNs)
          : Long.compare(order, other.order);
    }
  }

  private final Workload workload;
  private final List<TaskBehaviour> behaviours;
  private final boolean[] blocked;
  private final boolean[] unborn;
  private final boolean[] exited;
  private final long[] ranNs;
  private final Deque<Integer> runnable = new ArrayDeque<>();
  private final PriorityQueue<Wake> events = new PriorityQueue<>();
  private final List<String> log = new ArrayList<>();
  private final boolean[] onCpu;
  private int freeCpus;
  private long order;
  private long nowNs;
  private int deepestQueue;

  FakeMachine(Workload workload, int cpus) {
    this.workload = workload;
    int tasks = workload.tasks().size();
    blocked = new boolean[tasks];
    unborn = new boolean[tasks];
    exited = new boolean[tasks];
    onCpu = new boolean[tasks];
    ranNs = new long[tasks];
    freeCpus = cpus;
    behaviours = workload.instantiate(this::wake);
    for (int i = 0; i < tasks; i++) {
      unborn[i] = workload.tasks().get(i).startNs() == TaskSpec.STARTED_BY_ANOTHER;
      if (!unborn[i]) {
        events.add(new Wake(workload.tasks().get(i).startNs(), order++, i));
      }
    }
  }

  /** Plays until nothing can happen any more or the given time. */
  FakeMachine runUntil(long endNs) {
    while (!events.isEmpty() && events.peek().timeNs <= endNs) {
      Wake event = events.poll();
      nowNs = event.timeNs;
      if (onCpu[event.task]) {
        proceed(event.task);
      } else {
        runnable.add(event.task);
      }
      dispatch();
    }
    return this;
  }

  private void dispatch() {
    while (freeCpus > 0 && !runnable.isEmpty()) {
      int task = runnable.poll();
      onCpu[task] = true;
      freeCpus--;
      proceed(task);
    }
    deepestQueue = Math.max(deepestQueue, runnable.size());
  }

  private void proceed(int task) {
    while (onCpu[task]) {
      TaskAction action = behaviours.get(task).next(nowNs);
      if (action instanceof TaskAction.Run run) {
        note(task, "run " + run.ns() / 1000);
        ranNs[task] += run.ns();
        events.add(new Wake(nowNs + run.ns(), order++, task));
        return;
      }
      leaveOrGoOn(task, action);
    }
  }

  private void leaveOrGoOn(int task, TaskAction action) {
    if (action instanceof TaskAction.SleepUntil sleep) {
      note(task, "sleep until " + sleep.timeNs() / 1000);
      if (sleep.timeNs() > nowNs) {
        leave(task);
        events.add(new Wake(sleep.timeNs(), order++, task));
      }
    } else if (action instanceof TaskAction.Block) {
      note(task, "block");
      leave(task);
      blocked[task] = true;
    } else if (action instanceof TaskAction.Yield) {
      note(task, "yield");
      leave(task);
      runnable.add(task);
    } else if (action instanceof TaskAction.SetAffinity set) {
      note(task, "cpus " + set.cpus());
    } else if (action instanceof TaskAction.SetNice set) {
      note(task, "nice " + set.nice());
    } else if (action instanceof TaskAction.SetPriority set) {
      note(task, "priority " + set.priority());
    } else {
      note(task, "exit");
      leave(task);
      exited[task] = true;
    }
  }

  private void leave(int task) {
    onCpu[task] = false;
    freeCpus++;
  }

  /** What the behaviours call; public to the tests so that they can wake for no reason. */
  void wake(int task) {
    if (blocked[task] || unborn[task]) {
      blocked[task] = false;
      unborn[task] = false;
      runnable.add(task);
    }
  }

  /** Wakes a task for no reason and lets it run. */
  FakeMachine wakeSpuriously(String name) {
    wake(index(name));
    dispatch();
    return this;
  }

  private void note(int task, String what) {
    log.add(nowNs / 1000 + " " + workload.tasks().get(task).name() + " " + what);
  }

  /** {@code TIME-IN-US TASK ACTION}, in order. */
  List<String> log() {
    return log;
  }

  /** The part of the log that is about one task, without its name. */
  List<String> logOf(String name) {
    String middle = " " + name + " ";
    return log.stream().filter(l -> l.contains(middle)).map(l -> l.replace(middle, " ")).toList();
  }

  long ranNs(String name) {
    return ranNs[index(name)];
  }

  long totalRanNs() {
    long total = 0;
    for (long ns : ranNs) {
      total += ns;
    }
    return total;
  }

  boolean isBlocked(String name) {
    return blocked[index(name)];
  }

  boolean hasExited(String name) {
    return exited[index(name)];
  }

  /** Most tasks ever seen waiting for a CPU. */
  int deepestQueue() {
    return deepestQueue;
  }

  private int index(String name) {
    for (int i = 0; i < workload.tasks().size(); i++) {
      if (workload.tasks().get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no task " + name);
  }
}

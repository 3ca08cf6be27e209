package org.gpol.kernel.workload.rtapp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gpol.kernel.workload.SourcePosition;
import org.gpol.kernel.workload.TaskSpec;
import org.gpol.kernel.workload.WorkloadException;

/**
 * All tasks of a file: the instances in the order of the file, then those that {@code fork} will
 * start. How many these are is known beforehand, because a program has no branches; a fork that is
 * repeated for ever is refused.
 */
final class Population {

  private final List<TaskParser.Parsed> tasks;
  private final Resources resources;
  private final Map<String, TaskParser.Parsed> byName = new HashMap<>();
  private final Map<String, Integer> lives = new HashMap<>();
  private final Set<String> counting = new HashSet<>();
  private final Set<String> names = new HashSet<>();
  private final List<TaskSpec> specs = new ArrayList<>();
  private final List<Program> programs = new ArrayList<>();
  private final List<List<Integer>> unforked = new ArrayList<>();
  private final int[] barrierParticipants;

  private Population(List<TaskParser.Parsed> tasks, Resources resources) {
    this.tasks = tasks;
    this.resources = resources;
    barrierParticipants = new int[resources.barriers().size()];
    tasks.forEach(task -> byName.putIfAbsent(task.spec().name(), task));
  }

  static Population of(List<TaskParser.Parsed> tasks, Resources resources) {
    Population all = new Population(tasks, resources);
    for (TaskParser.Parsed task : tasks) {
      for (int i = 0; i < task.instances(); i++) {
        all.add(task.instance(i), task.program());
      }
    }
    all.requireTasks();
    all.fork();
    all.countBarriers();
    return all;
  }

  private void add(TaskSpec spec, Program program) {
    if (specs.size() == TaskParser.MAX_TASKS) {
      throw tooMany(spec.position());
    }
    if (!names.add(spec.name())) {
      throw new WorkloadException(
          spec.position(),
          "two tasks are called `" + spec.name() + "`",
          "rename one; to run the same task several times, use `instance`");
    }
    specs.add(spec);
    programs.add(program);
  }

  private static WorkloadException tooMany(SourcePosition at) {
    return new WorkloadException(
        at, "more than " + TaskParser.MAX_TASKS + " tasks, instances counted", "");
  }

  private void requireTasks() {
    if (specs.isEmpty()) {
      throw new WorkloadException(
          tasks.get(0).spec().position(),
          "every task has 0 instances: nothing would ever start",
          "give one of them an `instance`");
    }
  }

  private void fork() {
    for (TaskParser.Parsed task : tasks) {
      steps(task, Step.Fork.class).forEach(use -> requireTarget(task, use));
    }
    for (int i = 0; i < resources.forked().size(); i++) {
      TaskParser.Parsed target = byName.get(resources.forked().name(i));
      int times = lives(target) - target.instances();
      List<Integer> waiting = new ArrayList<>();
      for (int number = 0; number < times; number++) {
        waiting.add(specs.size());
        add(target.forked(number), target.program());
      }
      unforked.add(waiting);
    }
  }

  private void requireTarget(TaskParser.Parsed task, Use use) {
    String name = resources.forked().name(((Step.Fork) use.step).target());
    if (!byName.containsKey(name)) {
      throw new WorkloadException(
          use.at,
          "task `" + task.spec().name() + "` forks `" + name + "`, which is not defined",
          Suggestion.hint(name, tasks.stream().map(t -> t.spec().name()).toList()));
    }
  }

  /** How many threads a task of the file becomes, its own instances and the forked ones. */
  private int lives(TaskParser.Parsed target) {
    String name = target.spec().name();
    Integer known = lives.get(name);
    if (known != null) {
      return known;
    }
    if (!counting.add(name)) {
      throw new WorkloadException(
          target.spec().position(), "task `" + name + "` would fork itself without end", "");
    }
    long sum = target.instances();
    for (TaskParser.Parsed parent : tasks) {
      for (Use use : steps(parent, Step.Fork.class)) {
        if (resources.forked().name(((Step.Fork) use.step).target()).equals(name)) {
          sum += lives(parent) * times(parent, use);
        }
        if (sum > TaskParser.MAX_TASKS) {
          throw tooMany(use.at);
        }
      }
    }
    lives.put(name, (int) sum);
    return (int) sum;
  }

  private static long times(TaskParser.Parsed parent, Use use) {
    int loops = parent.program().loops();
    if (loops == Program.FOREVER || use.loops == Program.FOREVER) {
      throw new WorkloadException(
          use.at,
          "task `" + parent.spec().name() + "` would fork for ever",
          "give the task and the phase a `loop` with an end");
    }
    return Math.min((long) loops * use.loops, TaskParser.MAX_TASKS + 1L);
  }

  /** A barrier is for all who name it, each instance counted. */
  private void countBarriers() {
    SourcePosition[] last = new SourcePosition[barrierParticipants.length];
    int[] threads = new int[barrierParticipants.length];
    for (TaskParser.Parsed task : tasks) {
      Set<Integer> named = new HashSet<>();
      for (Use use : steps(task, Step.Await.class)) {
        int barrier = ((Step.Await) use.step).barrier();
        barrierParticipants[barrier] += task.instances();
        last[barrier] = use.at;
        threads[barrier] += named.add(barrier) ? task.instances() : 0;
        if (task.instances() == 0) {
          throw new WorkloadException(
              use.at,
              "a task that is forked cannot use a barrier",
              "use `sem_wait` and `sem_post`");
        }
      }
    }
    for (int i = 0; i < threads.length; i++) {
      if (barrierParticipants[i] > threads[i]) {
        throw new WorkloadException(
            last[i],
            "barrier `"
                + resources.barriers().name(i)
                + "` waits for "
                + barrierParticipants[i]
                + " arrivals, one for each time it is named, and "
                + threads[i]
                + " tasks come to it",
            "name it once in a task");
      }
    }
  }

  private record Use(Step step, SourcePosition at, int loops) {}

  private static List<Use> steps(TaskParser.Parsed task, Class<? extends Step> kind) {
    List<Use> uses = new ArrayList<>();
    for (Program.Phase phase : task.program().phases()) {
      for (int i = 0; i < phase.steps().size(); i++) {
        if (kind.isInstance(phase.steps().get(i))) {
          uses.add(new Use(phase.steps().get(i), phase.places().get(i), phase.loops()));
        }
      }
    }
    return uses;
  }

  List<TaskSpec> specs() {
    return List.copyOf(specs);
  }

  List<Program> programs() {
    return List.copyOf(programs);
  }

  /** Indexes of the tasks that stand ready, by the number of the name that is forked. */
  List<List<Integer>> unforked() {
    return unforked;
  }

  int[] barrierParticipants() {
    return barrierParticipants.clone();
  }
}

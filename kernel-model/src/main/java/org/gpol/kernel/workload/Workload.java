package org.gpol.kernel.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.gpol.bpf.GpolBug;

/**
 * A set of tasks and what they do: a pure, immutable description from which any number of identical
 * runs can be started.
 */
public final class Workload {

  /** A {@link #durationNs} without an end of its own. */
  public static final long UNTIL_ALL_EXIT = -1;

  /** Makes the programs of all tasks of a workload, in the order of {@link #tasks}. */
  @FunctionalInterface
  public interface BehaviourFactory {

    /** New behaviours with fresh shared state, which reach other tasks through {@code waker}. */
    List<TaskBehaviour> create(Waker waker);
  }

  private final String name;
  private final long durationNs;
  private final List<TaskSpec> tasks;
  private final BehaviourFactory behaviours;
  private final boolean partialSwitch;
  private final List<Fault> faults;

  /**
   * A workload.
   *
   * @param name for reports; not a path
   * @param durationNs the simulation ends at this time, or {@link #UNTIL_ALL_EXIT}
   * @param tasks at least one; the position in the list is the task's index everywhere
   * @param behaviours makes the tasks' programs
   */
  public Workload(String name, long durationNs, List<TaskSpec> tasks, BehaviourFactory behaviours) {
    this(name, durationNs, tasks, behaviours, List.of());
  }

  private Workload(
      String name,
      long durationNs,
      List<TaskSpec> tasks,
      BehaviourFactory behaviours,
      List<Fault> faults) {
    this.name = Objects.requireNonNull(name, "name");
    this.durationNs = durationNs;
    this.tasks = List.copyOf(tasks);
    this.behaviours = Objects.requireNonNull(behaviours, "behaviours");
    if (tasks.isEmpty() || (durationNs < 0 && durationNs != UNTIL_ALL_EXIT)) {
      throw new IllegalArgumentException(tasks.size() + " tasks for " + durationNs + " ns");
    }
    this.faults = List.copyOf(faults);
    partialSwitch = tasks.stream().anyMatch(task -> task.policy() == SchedPolicy.GHOST);
  }

  /** What reports call it. */
  public String name() {
    return name;
  }

  /** When the simulation ends, in simulated time, or {@link #UNTIL_ALL_EXIT}. */
  public long durationNs() {
    return durationNs;
  }

  /** The tasks; the position in the list is the task's index everywhere. */
  public List<TaskSpec> tasks() {
    return tasks;
  }

  /** The same tasks for another time, in nanoseconds or {@link #UNTIL_ALL_EXIT}. */
  public Workload withDuration(long otherDurationNs) {
    return new Workload(name, otherDurationNs, tasks, behaviours, faults);
  }

  /** The same tasks, to which other things happen. */
  public Workload withFaults(List<Fault> others) {
    return new Workload(name, durationNs, tasks, behaviours, others);
  }

  /**
   * Both at once, for as long as this one lasts; the other's tasks come after this one's.
   *
   * @throws IllegalArgumentException if the other has faults, which name tasks by their index
   */
  public Workload beside(Workload other) {
    if (!other.faults.isEmpty()) {
      throw new IllegalArgumentException(other.name + " has faults");
    }
    List<TaskSpec> both = new ArrayList<>(tasks);
    both.addAll(other.tasks);
    return new Workload(
        name + " beside " + other.name,
        durationNs,
        both,
        waker -> {
          List<TaskBehaviour> made = new ArrayList<>(instantiate(waker));
          made.addAll(other.instantiate(task -> waker.wake(tasks.size() + task)));
          return made;
        },
        faults);
  }

  /** What happens to the tasks and the machine from outside. */
  public List<Fault> faults() {
    return faults;
  }

  /**
   * Starts a run: one fresh behaviour per task, sharing nothing with those of another call.
   *
   * @param waker the simulation's; not called before the first {@link TaskBehaviour#next}
   */
  public List<TaskBehaviour> instantiate(Waker waker) {
    List<TaskBehaviour> made = behaviours.create(Objects.requireNonNull(waker, "waker"));
    if (made.size() != tasks.size()) {
      throw new GpolBug(made.size() + " behaviours for " + tasks.size() + " tasks in " + name);
    }
    return made;
  }

  /**
   * Whether a task belongs to the policy under test. As soon as one task asks for {@link
   * SchedPolicy#GHOST} only those that do are the policy's and the others stay with the kernel's
   * own class (the partial switch of sched_ext, {@code SCX_OPS_SWITCH_PARTIAL}); when none does,
   * every task is the policy's that asks for no real-time policy.
   *
   * @param taskIndex position in {@link #tasks}
   */
  public boolean isGhost(int taskIndex) {
    SchedPolicy policy = tasks.get(taskIndex).policy();
    return policy == SchedPolicy.GHOST || (!partialSwitch && !policy.isRealTime());
  }

  /** Whether some task asks for {@link SchedPolicy#GHOST}, so that the others are not ours. */
  public boolean isPartialSwitch() {
    return partialSwitch;
  }

  /**
   * Checks that the workload fits a machine.
   *
   * @param cpus number of CPUs, which are numbered from 0
   * @throws WorkloadException naming the first task that mentions a CPU the machine lacks, or whose
   *     deadlines the machine cannot promise
   */
  public void validate(int cpus) {
    for (TaskSpec task : tasks) {
      int last = task.namedCpus().last();
      if (last >= cpus) {
        throw new WorkloadException(
            task.position(),
            "task `" + task.name() + "` is bound to CPU " + last + " of a machine with " + cpus,
            "CPUs are numbered from 0; use a topology with at least " + (last + 1) + " CPUs");
      }
    }
    DeadlineAdmission.check(tasks, cpus);
    faults.forEach(fault -> validate(fault, cpus));
  }

  private void validate(Fault fault, int cpus) {
    int cpu = -1;
    int task = 0;
    if (fault instanceof Fault.TakeCpu take) {
      cpu = take.cpu();
    } else if (fault instanceof Fault.GiveCpu give) {
      cpu = give.cpu();
    } else if (fault instanceof Fault.Rebind rebind) {
      cpu = rebind.cpus().last();
      task = rebind.task();
    } else if (fault instanceof Fault.Kill kill) {
      task = kill.task();
    } else if (fault instanceof Fault.Depart depart) {
      task = depart.task();
    } else if (fault instanceof Fault.Renice renice) {
      task = renice.task();
    } else if (fault instanceof Fault.Storm storm) {
      task = storm.task();
    }
    if (cpu >= cpus) {
      throw new WorkloadException(
          "a fault is about CPU " + cpu + " of a machine with " + cpus,
          "CPUs are numbered from 0; use a topology with at least " + (cpu + 1) + " CPUs");
    }
    if (task >= tasks.size()) {
      throw new WorkloadException(
          "a fault is about task " + task + " of a workload of " + tasks.size(), "");
    }
  }
}

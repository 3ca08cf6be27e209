package org.gpol.kernel.workload.rtapp;

import java.util.function.BooleanSupplier;
import org.gpol.kernel.workload.CpuSet;
import org.gpol.kernel.workload.TaskAction;
import org.gpol.kernel.workload.TaskBehaviour;
import org.gpol.kernel.workload.TaskSpec;
import org.gpol.kernel.workload.WorkloadException;

/** One instance of a task in one run: a program and the place it has reached. */
final class RtAppTask implements TaskBehaviour {

  /**
   * Steps a task may take at one moment of simulated time. Programs that cannot let time pass are
   * refused when they are read; this catches those that could and do not, such as two tasks that do
   * nothing but resume each other.
   */
  static final int MAX_STEPS_AT_ONE_TIME = 1_000_000;

  private final World world;
  private final Program program;
  private final TaskSpec spec;
  private final int index;
  private final Timer[] ownTimers;

  private int phase;
  private int position;
  private int phaseLoop;
  private int taskLoop;
  private boolean finished;

  /** How far the current step has come; 0 at its beginning. */
  private int stage;

  private boolean queued;
  private boolean signalled;
  private CpuSet cpus;
  private final boolean realTime;
  private int priority;
  private long startNs;
  private long countedAtNs = Long.MIN_VALUE;
  private int stepsAtThisTime;

  RtAppTask(World world, Program program, TaskSpec spec, int index) {
    this.world = world;
    this.program = program;
    this.spec = spec;
    this.index = index;
    ownTimers = World.timers(program.ownTimers(), program.absoluteOwnTimers());
    cpus = spec.affinity();
    realTime = spec.policy().isRealTime();
    priority = realTime ? spec.attributes().priority() : spec.nice();
    startNs = spec.startNs();
  }

  @Override
  public TaskAction next(long nowNs) {
    if (startNs == TaskSpec.STARTED_BY_ANOTHER) {
      startNs = Timer.plus(nowNs, program.delayNs());
      if (program.delayNs() > 0) {
        return new TaskAction.SleepUntil(startNs);
      }
    }
    TaskAction action = null;
    while (action == null) {
      count(nowNs);
      action = finished ? TaskAction.EXIT : nextInPhase(nowNs);
    }
    return action;
  }

  private TaskAction nextInPhase(long nowNs) {
    Program.Phase current = program.phases().get(phase);
    TaskAction change = position == 0 && stage == 0 ? attributes(current) : null;
    return change != null ? change : current.steps().get(position).perform(this, nowNs);
  }

  /** The next change of affinity or priority that the phase asks for, or null. */
  private TaskAction attributes(Program.Phase current) {
    if (!cpus.equals(current.cpus())) {
      cpus = current.cpus();
      return new TaskAction.SetAffinity(cpus);
    }
    if (current.priority() != null && priority != current.priority()) {
      priority = current.priority();
      return realTime ? new TaskAction.SetPriority(priority) : new TaskAction.SetNice(priority);
    }
    return null;
  }

  private void count(long nowNs) {
    if (nowNs != countedAtNs) {
      countedAtNs = nowNs;
      stepsAtThisTime = 0;
    }
    if (++stepsAtThisTime > MAX_STEPS_AT_ONE_TIME) {
      throw new WorkloadException(
          spec.position(),
          "task `"
              + spec.name()
              + "` took "
              + MAX_STEPS_AT_ONE_TIME
              + " steps at "
              + nowNs
              + " ns without time passing",
          "put a `run` or a `sleep` into its loop, or into that of the task it plays with");
    }
  }

  /**
   * A step that either passes at once or queues the task until it is signalled.
   *
   * @param arrives asked once; false if the task was queued
   */
  TaskAction passesOrBlocks(BooleanSupplier arrives) {
    boolean passes = stage == 0 ? arrives.getAsBoolean() : signalled;
    if (passes) {
      advance();
      return null;
    }
    stage = 1;
    return TaskAction.BLOCK;
  }

  /** Goes on to the following step, which may be in the next phase or the end. */
  void advance() {
    stage = 0;
    if (++position < program.phases().get(phase).steps().size()) {
      return;
    }
    position = 0;
    if (repeats(program.phases().get(phase).loops(), ++phaseLoop)) {
      return;
    }
    phaseLoop = 0;
    if (++phase < program.phases().size()) {
      return;
    }
    phase = 0;
    finished = !repeats(program.loops(), ++taskLoop);
  }

  /** Counters of endless loops overflow harmlessly. */
  private static boolean repeats(int loops, int done) {
    return loops == Program.FOREVER || done < loops;
  }

  World world() {
    return world;
  }

  int index() {
    return index;
  }

  /** When the task came to life, the reference of its timers. */
  long startNs() {
    return startNs;
  }

  Timer ownTimer(int timer) {
    return ownTimers[timer];
  }

  int stage() {
    return stage;
  }

  void setStage(int stage) {
    this.stage = stage;
  }

  /** Whether the task stands in the queue of a mutex. */
  boolean queued() {
    return queued;
  }

  void setQueued(boolean queued) {
    this.queued = queued;
  }

  /** Whether the task's current wait has been signalled. */
  boolean signalled() {
    return signalled;
  }

  void setSignalled(boolean signalled) {
    this.signalled = signalled;
  }
}

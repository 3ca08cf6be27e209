package org.gpol.kernel.sim;

import java.util.List;
import org.gpol.bpf.GpolBug;
import org.gpol.kernel.model.Kernel;
import org.gpol.kernel.model.WorkDriver;
import org.gpol.kernel.workload.TaskAction;
import org.gpol.kernel.workload.TaskBehaviour;

/** Asks a task's behaviour what it does next and has the kernel do it. */
final class BehaviourDriver implements WorkDriver {
  /** Steps that take no time, one after the other, before a task counts as stuck. */
  private static final int STEPS_AT_ONCE = 1_000_000;

  private List<TaskBehaviour> behaviours;
  private Kernel kernel;

  /** The kernel and its driver need each other; this closes the circle. */
  void start(Kernel theKernel, List<TaskBehaviour> theBehaviours) {
    kernel = theKernel;
    behaviours = theBehaviours;
  }

  @Override
  public void workDone(int task) {
    TaskBehaviour behaviour = behaviours.get(task);
    for (int i = 0; i < STEPS_AT_ONCE; i++) {
      if (perform(behaviour.next(kernel.nowNs()))) {
        return;
      }
    }
    throw new LivelockException(
        task, "a task took " + STEPS_AT_ONCE + " steps without running, sleeping or ending");
  }

  /** Performs one action; true if the step is over and the task need not be asked again now. */
  private boolean perform(TaskAction action) {
    if (action instanceof TaskAction.Run run) {
      kernel.currentRun(run.ns());
    } else if (action instanceof TaskAction.SleepUntil sleep) {
      if (sleep.timeNs() <= kernel.nowNs()) {
        return false;
      }
      kernel.currentSleep(sleep.timeNs());
    } else if (action instanceof TaskAction.Block) {
      kernel.currentBlock();
    } else if (action instanceof TaskAction.Spin) {
      kernel.currentSpin();
    } else if (action instanceof TaskAction.Yield) {
      kernel.currentYield();
    } else if (action instanceof TaskAction.SetAffinity set) {
      return kernel.currentSetAffinity(set.cpus());
    } else if (action instanceof TaskAction.SetNice set) {
      kernel.currentSetNice(set.nice());
      return false;
    } else if (action instanceof TaskAction.SetPriority set) {
      kernel.currentSetPriority(set.priority());
      return false;
    } else if (action instanceof TaskAction.Exit) {
      kernel.currentExit();
    } else {
      throw new GpolBug("unknown action " + action);
    }
    return true;
  }
}

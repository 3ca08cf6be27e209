package org.gpol.testkit;

import org.gpol.kernel.workload.TaskAction;
import org.gpol.kernel.workload.TaskBehaviour;

/**
 * A task that runs and sleeps in turn and then ends.
 *
 * @param startNs when it comes to life
 * @param rounds how often it runs, at least 1
 * @param runNs how long each time, at least 1
 * @param sleepNs how long it sleeps after each; 0 yields the CPU instead
 * @param nice -20 to 19
 */
public record Job(long startNs, int rounds, long runNs, long sleepNs, int nice) {
  /** A job of nice 0. */
  public Job(long startNs, int rounds, long runNs, long sleepNs) {
    this(startNs, rounds, runNs, sleepNs, 0);
  }

  /** CPU time that it needs in all. */
  public long demandNs() {
    return rounds * runNs;
  }

  /** A fresh run of the job. */
  TaskBehaviour behaviour() {
    return new TaskBehaviour() {
      private int step;

      @Override
      public TaskAction next(long nowNs) {
        int current = step++;
        if (current == 2 * rounds) {
          return TaskAction.EXIT;
        }
        if (current % 2 == 0) {
          return new TaskAction.Run(runNs);
        }
        return sleepNs == 0 ? TaskAction.YIELD : new TaskAction.SleepUntil(nowNs + sleepNs);
      }
    };
  }
}

package org.gpol.kernel.workload;

/**
 * The program of one task: a state machine driven by the simulation.
 *
 * <p>The simulation calls {@link #next} exactly when the task is on a CPU and its previous action
 * is complete: the work of a {@link TaskAction.Run} has been executed, the time of a {@link
 * TaskAction.SleepUntil} has come and the task was scheduled again, a {@link TaskAction.Block} was
 * ended by {@link Waker#wake} and the task was scheduled again. Deciding takes no simulated time;
 * only {@code Run} does.
 *
 * <p>A behaviour shares state with the other behaviours of its {@link Workload#instantiate} call
 * and is not thread-safe: one simulation drives all of them from one thread.
 */
@FunctionalInterface
public interface TaskBehaviour {

  /**
   * What the task does next.
   *
   * <p>The answer may wake other tasks on the way, through the {@link Waker} the behaviour was made
   * with, before it is returned. After {@link TaskAction.Exit} the method is not called again.
   *
   * @param nowNs simulated time since the start of the workload, not less than in the call before
   */
  TaskAction next(long nowNs);
}

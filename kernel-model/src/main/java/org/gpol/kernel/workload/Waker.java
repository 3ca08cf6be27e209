package org.gpol.kernel.workload;

/**
 * How one task's behaviour ends another task's {@link TaskAction.Block} or {@link TaskAction.Spin};
 * implemented by the simulation.
 */
@FunctionalInterface
public interface Waker {

  /**
   * Makes a blocked task runnable, and ends the waiting of one that spins. Called from inside
   * {@link TaskBehaviour#next} of the waking task, never for that task itself. A wake of a task
   * that does not wait does nothing and is not remembered: a behaviour that needs no wake any more
   * notices when it is next asked. The first wake of a task that starts {@link
   * TaskSpec#STARTED_BY_ANOTHER} starts it.
   *
   * @param taskIndex position in {@link Workload#tasks}
   */
  void wake(int taskIndex);
}

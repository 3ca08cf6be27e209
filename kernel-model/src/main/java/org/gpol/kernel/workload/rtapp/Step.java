package org.gpol.kernel.workload.rtapp;

import org.gpol.kernel.workload.TaskAction;

/** One thing a task of an rt-app workload does; shared by all instances and all runs. */
sealed interface Step {

  /**
   * Does the step, or goes on with it if the task had to block in the middle.
   *
   * @return what the scheduler has to do now, or null if the task goes on at once
   */
  TaskAction perform(RtAppTask task, long nowNs);

  /** Whether time can pass in this step however often it is repeated. */
  default boolean canTakeTime() {
    return false;
  }

  /**
   * {@code run} and {@code runtime}. rt-app makes {@code run} a number of calibrated loops and
   * {@code runtime} a time on the clock; on CPUs of capacity 1 both take what they say.
   */
  record Run(TaskAction.Run action) implements Step {
    @Override
    public TaskAction perform(RtAppTask task, long nowNs) {
      task.advance();
      return action;
    }

    @Override
    public boolean canTakeTime() {
      return true;
    }
  }

  /** An event of no duration, such as {@code "run": 0}. */
  record Nothing() implements Step {
    @Override
    public TaskAction perform(RtAppTask task, long nowNs) {
      task.advance();
      return null;
    }
  }

  /** {@code sleep}: {@code nanosleep}, counted from the moment it is reached. */
  record Sleep(long ns) implements Step {
    @Override
    public TaskAction perform(RtAppTask task, long nowNs) {
      task.advance();
      return new TaskAction.SleepUntil(Timer.plus(nowNs, ns));
    }

    @Override
    public boolean canTakeTime() {
      return true;
    }
  }

  /**
   * {@code timer}.
   *
   * @param own whether the timer belongs to this task alone ({@code "ref": "unique…"})
   * @param index among the task's own timers or among the workload's
   */
  record UseTimer(boolean own, int index, long periodNs) implements Step {
    @Override
    public TaskAction perform(RtAppTask task, long nowNs) {
      Timer timer = own ? task.ownTimer(index) : task.world().timer(index);
      boolean sleeps = timer.use(task.startNs(), nowNs, periodNs);
      task.advance();
      return sleeps ? new TaskAction.SleepUntil(timer.nextNs()) : null;
    }

    @Override
    public boolean canTakeTime() {
      return periodNs > 0;
    }
  }

  /** {@code lock}. */
  record Lock(int mutex) implements Step {
    @Override
    public TaskAction perform(RtAppTask task, long nowNs) {
      if (!task.world().mutex(mutex).acquire(task)) {
        return TaskAction.BLOCK;
      }
      task.advance();
      return null;
    }
  }

  /** {@code unlock}. */
  record Unlock(int mutex) implements Step {
    @Override
    public TaskAction perform(RtAppTask task, long nowNs) {
      task.world().mutex(mutex).release(task.world().waker());
      task.advance();
      return null;
    }
  }

  /**
   * {@code wait}: {@code pthread_cond_wait}. Releases the mutex and blocks in one indivisible step;
   * once signalled it takes the mutex again, behind those who already queue for it. A wake-up that
   * no signal caused is slept through.
   */
  record Wait(int condition, int mutex) implements Step {
    private static final int START = 0;
    private static final int WAITING = 1;
    private static final int RELOCKING = 2;

    @Override
    public TaskAction perform(RtAppTask task, long nowNs) {
      if (task.stage() == START) {
        task.world().condition(condition).enqueue(task);
        task.world().mutex(mutex).release(task.world().waker());
        task.setStage(WAITING);
        return TaskAction.BLOCK;
      }
      if (task.stage() == WAITING && task.signalled()) {
        task.setStage(RELOCKING);
      }
      if (task.stage() == RELOCKING && task.world().mutex(mutex).acquire(task)) {
        task.advance();
        return null;
      }
      return TaskAction.BLOCK;
    }

    @Override
    public boolean canTakeTime() {
      return true;
    }
  }

  /** {@code signal} and {@code broad}; lost if nobody waits. */
  record Signal(int condition, boolean all) implements Step {
    @Override
    public TaskAction perform(RtAppTask task, long nowNs) {
      Condition target = task.world().condition(condition);
      boolean woken;
      do {
        woken = target.signal(task.world().waker());
      } while (all && woken);
      task.advance();
      return null;
    }
  }

  /** {@code yield}. */
  record Yield() implements Step {
    @Override
    public TaskAction perform(RtAppTask task, long nowNs) {
      task.advance();
      return TaskAction.YIELD;
    }
  }

  /** {@code barrier}. */
  record Await(int barrier) implements Step {
    @Override
    public TaskAction perform(RtAppTask task, long nowNs) {
      return task.passesOrBlocks(
          () -> task.world().barrier(barrier).arrive(task, task.world().waker()));
    }

    @Override
    public boolean canTakeTime() {
      return true;
    }
  }

  /** {@code sem_wait}. */
  record SemWait(int semaphore) implements Step {
    @Override
    public TaskAction perform(RtAppTask task, long nowNs) {
      return task.passesOrBlocks(() -> task.world().semaphore(semaphore).take(task));
    }

    @Override
    public boolean canTakeTime() {
      return true;
    }
  }

  /** {@code sem_post}. */
  record SemPost(int semaphore) implements Step {
    @Override
    public TaskAction perform(RtAppTask task, long nowNs) {
      task.world().semaphore(semaphore).post(task.world().waker());
      task.advance();
      return null;
    }
  }

  /** {@code fork}: a thread that has waited for it since the file was read begins. */
  record Fork(int target) implements Step {
    @Override
    public TaskAction perform(RtAppTask task, long nowNs) {
      task.world().fork(target);
      task.advance();
      return null;
    }
  }
}

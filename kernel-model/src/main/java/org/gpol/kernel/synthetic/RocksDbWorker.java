package org.gpol.kernel.synthetic;

import java.util.ArrayDeque;
import java.util.Queue;
import org.gpol.kernel.workload.TaskAction;
import org.gpol.kernel.workload.TaskBehaviour;

/**
 * Serves the requests that it was given, and waits. A worker that tells ghOSt by its table that it
 * has no work is taken off its CPU by the scheduler, which here is the same as to block.
 */
final class RocksDbWorker implements TaskBehaviour {
  /** A worker that goes to sleep on a futex is left alone for so long. */
  private static final long FUTEX_NS = 15_000;

  private final RocksDb app;
  private final int id;
  private final int task;
  private final boolean spins;
  private final boolean onFutex;
  private final ArrayDeque<Query> given = new ArrayDeque<>();
  private Query serving;
  private long finishedNs = -FUTEX_NS;
  private boolean idle;

  RocksDbWorker(RocksDb app, int id, int task) {
    this.app = app;
    this.id = id;
    this.task = task;
    RocksDbSettings settings = app.settings();
    spins = !settings.ghost() && settings.spin();
    onFutex = settings.ghost() && !settings.prioTable();
  }

  boolean isReady(long nowNs) {
    return !onFutex || nowNs - finishedNs >= FUTEX_NS;
  }

  void give(Queue<Query> queries) {
    given.addAll(queries);
    idle = false;
    app.wake(task);
  }

  @Override
  public TaskAction next(long nowNs) {
    if (serving != null) {
      app.finished(serving, nowNs);
      finishedNs = nowNs;
    }
    serving = given.poll();
    if (serving != null) {
      serving.startedNs = nowNs;
      return new TaskAction.Run(serving.serviceNs);
    }
    if (!idle) {
      idle = true;
      app.becameIdle(id);
    }
    return spins ? TaskAction.SPIN : TaskAction.BLOCK;
  }
}

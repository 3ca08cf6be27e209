package org.gpol.kernel.synthetic;

import java.util.ArrayDeque;
import java.util.Queue;
import org.gpol.kernel.workload.TaskAction;
import org.gpol.kernel.workload.TaskBehaviour;

/** Without ghOSt: gives requests to idle workers, first come, first served. */
final class RocksDbDispatcher implements TaskBehaviour {
  private final RocksDb app;
  private final int task;
  private final int index;
  private final int dispatchers;
  private final ArrayDeque<Query> mailbox = new ArrayDeque<>();
  private final ArrayDeque<Query> waiting = new ArrayDeque<>();
  private final ArrayDeque<Query> batch = new ArrayDeque<>();

  RocksDbDispatcher(RocksDb app, int task, int index, int dispatchers) {
    this.app = app;
    this.task = task;
    this.index = index;
    this.dispatchers = dispatchers;
  }

  boolean mailboxIsEmpty() {
    return mailbox.isEmpty();
  }

  void post(Queue<Query> queries) {
    mailbox.addAll(queries);
    app.wake(task);
  }

  @Override
  public TaskAction next(long nowNs) {
    if (!mailbox.isEmpty()) {
      waiting.addAll(mailbox);
      mailbox.clear();
      CfsLoadGenerator.mailboxEmptied(app);
    }
    int worker = waiting.isEmpty() ? -1 : app.idleWorker(index, dispatchers, nowNs);
    if (worker < 0) {
      return TaskAction.SPIN;
    }
    batch.clear();
    while (batch.size() < app.settings().batch() && !waiting.isEmpty()) {
      Query query = waiting.poll();
      query.assignedNs = nowNs;
      batch.add(query);
    }
    long costNs = GhostLoadGenerator.ASSIGN_NS * batch.size();
    app.assign(worker, batch);
    return new TaskAction.Run(costNs);
  }
}

package org.gpol.kernel.synthetic;

import java.util.ArrayDeque;
import org.gpol.kernel.workload.TaskAction;
import org.gpol.kernel.workload.TaskBehaviour;

/** Takes requests in and gives them to workers of its own, in the order of their numbers. */
final class GhostLoadGenerator implements TaskBehaviour {
  /** To take a request in, give it to a worker and say so in the table or on the futex. */
  static final long ASSIGN_NS = 200;

  private static final long LOOK_AGAIN_NS = 1_000;

  private final RocksDb app;
  private final QueryArrivals arrivals;
  private final int index;
  private final int generators;
  private final ArrayDeque<Query> batch = new ArrayDeque<>();

  GhostLoadGenerator(RocksDb app, QueryArrivals arrivals, int index, int generators) {
    this.app = app;
    this.arrivals = arrivals;
    this.index = index;
    this.generators = generators;
  }

  @Override
  public TaskAction next(long nowNs) {
    if (nowNs < arrivals.nextNs()) {
      return new TaskAction.Run(arrivals.nextNs() - nowNs);
    }
    int worker = app.idleWorker(index, generators, nowNs);
    if (worker < 0) {
      return app.hasUnready(index, generators)
          ? new TaskAction.Run(LOOK_AGAIN_NS)
          : TaskAction.SPIN;
    }
    batch.clear();
    Query query = arrivals.poll(nowNs);
    while (query != null) {
      query.assignedNs = nowNs;
      batch.add(query);
      query = batch.size() < app.settings().batch() ? arrivals.poll(nowNs) : null;
    }
    long costNs = ASSIGN_NS * batch.size();
    app.assign(worker, batch);
    return new TaskAction.Run(costNs);
  }
}

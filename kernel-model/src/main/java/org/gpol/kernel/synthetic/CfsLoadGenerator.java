package org.gpol.kernel.synthetic;

import java.util.ArrayDeque;
import java.util.List;
import org.gpol.kernel.workload.TaskAction;
import org.gpol.kernel.workload.TaskBehaviour;

/** Takes requests in and puts up to a hundred at a time into the empty mailbox of a dispatcher. */
final class CfsLoadGenerator implements TaskBehaviour {
  private static final int MAILBOX = 100;
  private static final long POST_NS = 100;
  private static final long TAKE_NS = 20;

  private final QueryArrivals arrivals;
  private final List<RocksDbDispatcher> dispatchers;
  private final ArrayDeque<Query> post = new ArrayDeque<>();

  CfsLoadGenerator(QueryArrivals arrivals, List<RocksDbDispatcher> dispatchers) {
    this.arrivals = arrivals;
    this.dispatchers = dispatchers;
  }

  @Override
  public TaskAction next(long nowNs) {
    if (nowNs < arrivals.nextNs()) {
      return new TaskAction.Run(arrivals.nextNs() - nowNs);
    }
    long costNs = 0;
    for (RocksDbDispatcher dispatcher : dispatchers) {
      if (dispatcher.mailboxIsEmpty() && nowNs >= arrivals.nextNs()) {
        post.clear();
        for (Query query = arrivals.poll(nowNs);
            query != null;
            query = post.size() < MAILBOX ? arrivals.poll(nowNs) : null) {
          post.add(query);
        }
        costNs += POST_NS + TAKE_NS * post.size();
        dispatcher.post(post);
      }
    }
    // Without an empty mailbox it looks at them until a dispatcher empties one.
    return costNs == 0 ? TaskAction.SPIN : new TaskAction.Run(costNs);
  }

  /** A mailbox was emptied. */
  static void mailboxEmptied(RocksDb app) {
    app.wake(0);
  }
}

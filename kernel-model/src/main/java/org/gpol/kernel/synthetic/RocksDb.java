package org.gpol.kernel.synthetic;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Queue;
import org.gpol.kernel.sim.SimRandom;
import org.gpol.kernel.workload.CpuSet;
import org.gpol.kernel.workload.SchedPolicy;
import org.gpol.kernel.workload.TaskBehaviour;
import org.gpol.kernel.workload.TaskSpec;
import org.gpol.kernel.workload.Waker;
import org.gpol.kernel.workload.Workload;

/**
 * The RocksDB application of ghOSt's experiments: load generators take requests in as they arrive,
 * and workers serve them. With ghOSt each load generator has workers of its own and assigns
 * requests itself; without, dispatchers do so in between. What a request does is CPU time; there is
 * no data base.
 */
public final class RocksDb {
  private final RocksDbSettings settings;
  private final long seed;
  private final StageTimes gets = new StageTimes();
  private final StageTimes ranges = new StageTimes();
  private final StageTimes all = new StageTimes();
  private Waker waker;
  private RocksDbWorker[] workers;

  /** Requests wait here for the load generators to see that workers are free. */
  private BitSet idle;

  private int[] feeders;

  /** One experiment, to be simulated once. */
  public RocksDb(RocksDbSettings settings, long seed) {
    this.settings = settings;
    this.seed = seed;
  }

  /** Its threads. */
  public Workload workload() {
    List<TaskSpec> specs = new ArrayList<>();
    settings.loadGeneratorCpus().forEach(cpu -> specs.add(pinned("load_generator-" + cpu, cpu)));
    if (!settings.ghost()) {
      settings.cfsDispatcherCpus().forEach(cpu -> specs.add(pinned("dispatcher-" + cpu, cpu)));
    }
    int cpu = -1;
    for (int i = 0; i < settings.numWorkers(); i++) {
      cpu = settings.workerCpus().nextFrom(cpu + 1);
      specs.add(
          settings.ghost()
              ? new TaskSpec(
                  "worker-" + i,
                  SchedPolicy.GHOST,
                  RocksDbSettings.niceOf(settings.ghostQos()),
                  CpuSet.ALL,
                  0)
              : pinned("worker-" + i, cpu));
    }
    return new Workload("rocksdb", settings.experimentDurationNs(), specs, this::behaviours);
  }

  private TaskSpec pinned(String name, int cpu) {
    return new TaskSpec(name, SchedPolicy.OTHER, settings.nice(), CpuSet.of(cpu), 0);
  }

  private List<TaskBehaviour> behaviours(Waker theWaker) {
    waker = theWaker;
    int generators = settings.loadGeneratorCpus().size();
    int dispatchers = settings.ghost() ? 0 : settings.cfsDispatcherCpus().size();
    int fed = settings.ghost() ? generators : dispatchers;
    int firstWorker = generators + dispatchers;
    workers = new RocksDbWorker[settings.numWorkers()];
    feeders = new int[workers.length];
    idle = new BitSet();
    for (int i = 0; i < workers.length; i++) {
      feeders[i] = settings.ghost() ? i % fed : generators + i % fed;
      workers[i] = new RocksDbWorker(this, i, firstWorker + i);
    }
    List<TaskBehaviour> made = new ArrayList<>();
    SimRandom random = new SimRandom(seed);
    List<RocksDbDispatcher> all = new ArrayList<>();
    for (int i = 0; i < dispatchers; i++) {
      all.add(new RocksDbDispatcher(this, generators + i, i, dispatchers));
    }
    for (int i = 0; i < generators; i++) {
      QueryArrivals arrivals =
          new QueryArrivals(random.split("generator" + i), settings, generators);
      made.add(
          settings.ghost()
              ? new GhostLoadGenerator(this, arrivals, i, generators)
              : new CfsLoadGenerator(arrivals, all));
    }
    made.addAll(all);
    made.addAll(List.of(workers));
    return made;
  }

  /** Gets that were finished and count. */
  public StageTimes gets() {
    return gets;
  }

  /** Range queries that were finished and count. */
  public StageTimes ranges() {
    return ranges;
  }

  /** All requests that were finished and count. */
  public StageTimes all() {
    return all;
  }

  RocksDbSettings settings() {
    return settings;
  }

  void wake(int task) {
    waker.wake(task);
  }

  void finished(Query query, long nowNs) {
    if (query.generatedNs < settings.discardDurationNs()) {
      return;
    }
    for (StageTimes times : new StageTimes[] {query.range ? ranges : gets, all}) {
      times.add(query.generatedNs, query.receivedNs, query.assignedNs, query.startedNs, nowNs);
    }
  }

  /** A worker has nothing to do; whoever gives it work may wait for that. */
  void becameIdle(int worker) {
    idle.set(worker);
    waker.wake(feeders[worker]);
  }

  /** The first idle worker of a feeder that may be given work now, -1 if there is none. */
  int idleWorker(int feeder, int feeders, long nowNs) {
    for (int i = idle.nextSetBit(0); i >= 0; i = idle.nextSetBit(i + 1)) {
      if (i % feeders == feeder && workers[i].isReady(nowNs)) {
        return i;
      }
    }
    return -1;
  }

  /** Whether a worker is idle that may be given work later. */
  boolean hasUnready(int feeder, int feeders) {
    for (int i = idle.nextSetBit(0); i >= 0; i = idle.nextSetBit(i + 1)) {
      if (i % feeders == feeder) {
        return true;
      }
    }
    return false;
  }

  void assign(int worker, Queue<Query> queries) {
    idle.clear(worker);
    workers[worker].give(queries);
  }
}

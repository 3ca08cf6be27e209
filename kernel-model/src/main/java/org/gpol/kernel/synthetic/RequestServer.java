package org.gpol.kernel.synthetic;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.gpol.kernel.report.LatencySummary;
import org.gpol.kernel.sim.MeasuredBehaviour;
import org.gpol.kernel.sim.SimRandom;
import org.gpol.kernel.workload.CpuSet;
import org.gpol.kernel.workload.SchedPolicy;
import org.gpol.kernel.workload.TaskAction;
import org.gpol.kernel.workload.TaskBehaviour;
import org.gpol.kernel.workload.TaskSpec;
import org.gpol.kernel.workload.Waker;
import org.gpol.kernel.workload.Workload;
import org.gpol.kernel.workload.WorkloadException;

/**
 * A server: a task that takes requests in and a pool of workers that block while there is nothing
 * to do. In an open loop requests come at a rate; in a closed loop each client sends its next one
 * some time after the last was answered, which the worker that serves it acts out.
 */
final class RequestServer {
  private static final long NS_PER_S = 1_000_000_000L;
  private static final int MAX_WORKERS = 10_000;

  private RequestServer() {}

  static Workload make(Settings settings, long seed) {
    int workers = settings.number("workers", 4, 1, MAX_WORKERS);
    int clients = settings.number("clients", 0, 0, MAX_WORKERS);
    double throughput = settings.real("throughput", 20_000, 0.001, 1e8);
    double burst = settings.real("burst", 1, 1, 2);
    long dwellNs = Math.max(1, settings.time("dwell", 10_000_000));
    long thinkNs = settings.time("think", 0);
    long durationNs = settings.time("duration", NS_PER_S);
    Distribution service = settings.distribution("service", "10us");
    if (durationNs < 1) {
      throw new WorkloadException("`duration` is 0", "");
    }
    if (clients == 0 && thinkNs > 0) {
      throw new WorkloadException("`think` without `clients` means nothing", "give clients=N");
    }
    List<TaskSpec> specs = new ArrayList<>();
    if (clients == 0) {
      specs.add(spec("ingress"));
    }
    for (int i = 0; i < (clients == 0 ? workers : clients); i++) {
      specs.add(spec((clients == 0 ? "worker-" : "client-") + i));
    }
    return new Workload(
        "server",
        durationNs,
        specs,
        waker ->
            clients == 0
                ? open(
                    waker,
                    new Ingress(new SimRandom(seed), service, throughput, burst, dwellNs),
                    workers)
                : closed(clients, new SimRandom(seed), service, thinkNs));
  }

  private static TaskSpec spec(String name) {
    return new TaskSpec(name, SchedPolicy.OTHER, 0, CpuSet.ALL, 0);
  }

  private static List<TaskBehaviour> open(Waker waker, Ingress ingress, int workers) {
    Pool pool = new Pool(waker, ingress);
    List<TaskBehaviour> behaviours = new ArrayList<>();
    behaviours.add(pool);
    for (int i = 0; i < workers; i++) {
      behaviours.add(new Worker(pool, i + 1));
    }
    return behaviours;
  }

  private static List<TaskBehaviour> closed(
      int clients, SimRandom random, Distribution service, long thinkNs) {
    RequestLog log = new RequestLog(0);
    List<TaskBehaviour> behaviours = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      SimRandom own = random.split("client" + i);
      behaviours.add(new Client(log, own, service, thinkNs, i == 0));
    }
    return behaviours;
  }

  /** The task that takes requests in, and the queue between it and the workers. */
  private static final class Pool implements MeasuredBehaviour {
    private final Waker waker;
    private final Ingress ingress;
    private final RequestLog log = new RequestLog(0);
    private final Deque<Request> waiting = new ArrayDeque<>();
    private final Deque<Integer> idle = new ArrayDeque<>();

    Pool(Waker waker, Ingress ingress) {
      this.waker = waker;
      this.ingress = ingress;
    }

    @Override
    public TaskAction next(long nowNs) {
      for (Request next = ingress.poll(nowNs); next != null; next = ingress.poll(nowNs)) {
        next.assignedNs = nowNs;
        waiting.add(next);
        Integer worker = idle.poll();
        if (worker != null) {
          waker.wake(worker);
        }
      }
      return new TaskAction.SleepUntil(ingress.nextNs());
    }

    @Override
    public Map<String, LatencySummary> latency() {
      return log.summaries();
    }
  }

  /** Serves one request after the other, and blocks when there is none. */
  private static final class Worker implements TaskBehaviour {
    private final Pool pool;
    private final int index;
    private Request serving;

    Worker(Pool pool, int index) {
      this.pool = pool;
      this.index = index;
    }

    @Override
    public TaskAction next(long nowNs) {
      if (serving != null) {
        pool.log.finished(serving, nowNs);
      }
      serving = pool.waiting.poll();
      if (serving == null) {
        if (!pool.idle.contains(index)) {
          pool.idle.add(index);
        }
        return TaskAction.BLOCK;
      }
      serving.startedNs = nowNs;
      return new TaskAction.Run(serving.serviceNs);
    }
  }

  /** Thinks, and then has its request served. */
  private static final class Client implements MeasuredBehaviour {
    private final RequestLog log;
    private final SimRandom random;
    private final Distribution service;
    private final long thinkNs;
    private final boolean tells;
    private long sentNs = -1;
    private Request serving;

    Client(RequestLog log, SimRandom random, Distribution service, long thinkNs, boolean tells) {
      this.log = log;
      this.random = random;
      this.service = service;
      this.thinkNs = thinkNs;
      this.tells = tells;
    }

    @Override
    public TaskAction next(long nowNs) {
      if (serving != null) {
        log.finished(serving, nowNs);
        serving = null;
        sentNs = nowNs + thinkNs;
      }
      if (sentNs > nowNs) {
        return new TaskAction.SleepUntil(sentNs);
      }
      serving = new Request(Math.max(0, sentNs), service.draw(random));
      serving.receivedNs = serving.generatedNs;
      serving.assignedNs = serving.generatedNs;
      serving.startedNs = nowNs;
      return new TaskAction.Run(serving.serviceNs);
    }

    @Override
    public Map<String, LatencySummary> latency() {
      return tells ? log.summaries() : Map.of();
    }
  }
}

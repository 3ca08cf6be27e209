package org.gpol.kernel.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.gpol.kernel.model.CostModel;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.kernel.report.TaskResult;
import org.gpol.kernel.workload.CpuSet;
import org.gpol.kernel.workload.SchedAttributes;
import org.gpol.kernel.workload.SchedPolicy;
import org.gpol.kernel.workload.TaskAction;
import org.gpol.kernel.workload.TaskBehaviour;
import org.gpol.kernel.workload.TaskSpec;
import org.gpol.kernel.workload.Workload;

/**
 * A queue of queueing theory, simulated through the whole model at no cost: every customer is a
 * task that starts when the customer arrives, executes its service, and ends. Arrivals are
 * Poisson's.
 *
 * @param servers CPUs
 * @param load of all servers together, below 1
 * @param service draws a service time, in nanoseconds, whose mean is {@link #MEAN_NS}
 * @param classes priorities of {@code SCHED_FIFO} that arrivals have with equal chance; empty for
 *     ordinary tasks
 * @param setUp the policy, the fair class, the tick
 */
record QueueingStation(
    int servers,
    double load,
    ToDoubleFunction<SimRandom> service,
    List<Integer> classes,
    Consumer<Simulation.Builder> setUp) {
  static final double MEAN_NS = 1_000_000;

  private static final int CUSTOMERS = 10_000;
  private static final int WARM_UP = 1_000;
  private static final int REPLICATIONS = 10;

  /** Student's t for {@link #REPLICATIONS} - 1 degrees of freedom, both sides of 99%. */
  private static final double T_99 = 3.2498;

  /**
   * What was measured.
   *
   * @param mean time from arrival to departure, in units of the mean service
   * @param halfWidth of the 99% confidence interval
   */
  record Estimate(double mean, double halfWidth) {
    boolean contains(double value) {
      return Math.abs(value - mean) <= halfWidth;
    }
  }

  /** Exponential service. */
  static double exponential(SimRandom random) {
    return -StrictMath.log(1 - random.nextDouble()) * MEAN_NS;
  }

  /** Service of 0.4 nine times in ten, and else of 6.4: its variance is 3.24 times its mean. */
  static double bimodal(SimRandom random) {
    return (random.nextDouble() < 0.9 ? 0.4 : 6.4) * MEAN_NS;
  }

  /** The mean time in the system of each class; of all customers if there are no classes. */
  List<Estimate> measure() {
    int kinds = Math.max(1, classes.size());
    double[][] means = new double[kinds][REPLICATIONS];
    for (int replication = 0; replication < REPLICATIONS; replication++) {
      replicate(1 + replication, means, replication);
    }
    List<Estimate> estimates = new ArrayList<>();
    for (double[] ofClass : means) {
      estimates.add(estimate(ofClass));
    }
    return estimates;
  }

  private static Estimate estimate(double[] means) {
    double sum = 0;
    double squares = 0;
    for (double mean : means) {
      sum += mean;
      squares += mean * mean;
    }
    double mean = sum / means.length;
    double variance = (squares - sum * mean) / (means.length - 1);
    return new Estimate(mean, T_99 * StrictMath.sqrt(variance / means.length));
  }

  private void replicate(long seed, double[][] means, int column) {
    SimRandom random = new SimRandom(seed).split("queue");
    List<TaskSpec> specs = new ArrayList<>();
    List<TaskAction> services = new ArrayList<>();
    List<Integer> kinds = new ArrayList<>();
    double nowNs = 0;
    for (int i = 0; i < CUSTOMERS; i++) {
      nowNs += -StrictMath.log(1 - random.nextDouble()) * MEAN_NS / (load * servers);
      int kind = classes.isEmpty() ? 0 : (random.nextInt() >>> 1) % classes.size();
      services.add(new TaskAction.Run(Math.max(1, Math.round(service.applyAsDouble(random)))));
      specs.add(spec(i, kind, Math.round(nowNs)));
      kinds.add(kind);
    }
    List<TaskResult> tasks = simulate(specs, services).tasks();
    int[] counts = new int[means.length];
    for (int i = WARM_UP; i < CUSTOMERS; i++) {
      double timeNs = (double) tasks.get(i).runtimeNs() + tasks.get(i).waitNs();
      means[kinds.get(i)][column] += timeNs / MEAN_NS;
      counts[kinds.get(i)]++;
    }
    for (int kind = 0; kind < means.length; kind++) {
      means[kind][column] /= counts[kind];
    }
  }

  private TaskSpec spec(int index, int kind, long startNs) {
    String name = "c" + index;
    if (classes.isEmpty()) {
      return new TaskSpec(name, SchedPolicy.OTHER, 0, CpuSet.ALL, startNs);
    }
    SchedAttributes priority = SchedAttributes.priority(classes.get(kind));
    return new TaskSpec(name, SchedPolicy.FIFO, priority, 0, CpuSet.ALL, startNs);
  }

  private SimulationResult simulate(List<TaskSpec> specs, List<TaskAction> services) {
    Workload workload =
        new Workload("queue", Workload.UNTIL_ALL_EXIT, specs, waker -> behaviours(services));
    Simulation.Builder simulation =
        Simulation.builder(Topology.flat(servers), workload)
            .costs(CostModel.FREE)
            .stallNs(1_000_000_000_000L)
            .checks(false);
    setUp.accept(simulation);
    return simulation.run();
  }

  private static List<TaskBehaviour> behaviours(List<TaskAction> services) {
    List<TaskBehaviour> behaviours = new ArrayList<>();
    for (TaskAction service : services) {
      boolean[] served = {false};
      behaviours.add(
          now -> {
            boolean over = served[0];
            served[0] = true;
            return over ? TaskAction.EXIT : service;
          });
    }
    return behaviours;
  }
}

package org.gpol.kernel.synthetic;

import org.gpol.kernel.workload.CpuSet;
import org.gpol.kernel.workload.TaskSpec;

/**
 * The options of ghOSt's RocksDB experiment, by its names.
 *
 * @param ghost whether a policy schedules the workers, and not the kernel's fair class
 * @param throughput requests a second, of all load generators together
 * @param rangeQueryRatio the part of requests that are range queries
 * @param loadGeneratorCpus one load generator on each
 * @param cfsDispatcherCpus one dispatcher on each, without ghOSt
 * @param numWorkers worker threads
 * @param workerCpus one for each worker, without ghOSt
 * @param spin without ghOSt: idle workers spin, and do not sleep on a futex
 * @param prioTable with ghOSt: idle workers say so in a table that the scheduler reads
 * @param getDurationNs what a get takes
 * @param rangeDurationNs what a range query takes
 * @param getExponentialMeanNs mean of an exponential time that a get takes beside that, 0 for none
 * @param batch the most requests that a worker is given at once
 * @param experimentDurationNs how long requests are generated
 * @param discardDurationNs requests generated before this time do not count
 * @param nice of all threads without ghOSt
 * @param ghostQos class of the workers, the higher the more urgent
 */
public record RocksDbSettings(
    boolean ghost,
    double throughput,
    double rangeQueryRatio,
    CpuSet loadGeneratorCpus,
    CpuSet cfsDispatcherCpus,
    int numWorkers,
    CpuSet workerCpus,
    boolean spin,
    boolean prioTable,
    long getDurationNs,
    long rangeDurationNs,
    long getExponentialMeanNs,
    int batch,
    long experimentDurationNs,
    long discardDurationNs,
    int nice,
    int ghostQos) {

  /** The most requests that an experiment may be expected to generate. */
  public static final long MAX_REQUESTS = 5_000_000;

  private static final int MAX_WORKERS = 10_000;
  private static final double NS_PER_S = 1e9;

  /**
   * Checks what the experiment itself checks.
   *
   * @throws IllegalArgumentException naming the option, with a message for the user
   */
  public RocksDbSettings {
    require(throughput > 0 && throughput <= 1e8, "throughput", "is not above 0 and up to 1e8");
    require(rangeQueryRatio >= 0 && rangeQueryRatio <= 1, "range_query_ratio", "is not in 0..1");
    require(!loadGeneratorCpus.isEmpty(), "load_generator_cpus", "has no CPU");
    require(numWorkers >= 1 && numWorkers <= MAX_WORKERS, "num_workers", "is not in 1..10000");
    require(batch >= 1 && batch <= 1_000_000, "batch", "is not in 1..1000000");
    require(getDurationNs >= 1, "get_duration", "is 0");
    require(rangeDurationNs >= 1, "range_duration", "is 0");
    require(nice >= TaskSpec.MIN_NICE && nice <= TaskSpec.MAX_NICE, "nice", "is not in -20..19");
    require(ghostQos >= 0 && ghostQos <= 20, "ghost_qos", "is not in 0..20");
    require(
        experimentDurationNs > discardDurationNs,
        "experiment_duration",
        "is not longer than --discard_duration");
    require(
        throughput * (double) experimentDurationNs / NS_PER_S <= MAX_REQUESTS,
        "throughput",
        "makes more than " + MAX_REQUESTS + " requests in --experiment_duration");
    if (ghost) {
      require(workerCpus.isEmpty(), "worker_cpus", "must be empty with ghOSt");
    } else {
      require(loadGeneratorCpus.size() == 1, "load_generator_cpus", "has more than one CPU");
      require(!cfsDispatcherCpus.isEmpty(), "cfs_dispatcher_cpus", "has no CPU");
      require(
          workerCpus.size() == numWorkers,
          "worker_cpus",
          "has " + workerCpus.size() + " CPUs for --num_workers of " + numWorkers);
    }
  }

  private static void require(boolean kept, String option, String problem) {
    if (!kept) {
      throw new IllegalArgumentException("--" + option + " " + problem);
    }
  }

  /** The nice value by which policies tell a class: 1 for class 0, less for higher ones. */
  public static int niceOf(int qos) {
    return 1 - qos;
  }

  /** How many CPUs a machine for it has at least. */
  public int cpus() {
    CpuSet named = loadGeneratorCpus.or(workerCpus).or(ghost ? CpuSet.NONE : cfsDispatcherCpus);
    return named.last() + 1;
  }
}

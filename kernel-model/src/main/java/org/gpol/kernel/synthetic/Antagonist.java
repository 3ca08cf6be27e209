package org.gpol.kernel.synthetic;

import java.util.ArrayList;
import java.util.List;
import org.gpol.kernel.workload.CpuSet;
import org.gpol.kernel.workload.SchedPolicy;
import org.gpol.kernel.workload.TaskAction;
import org.gpol.kernel.workload.TaskBehaviour;
import org.gpol.kernel.workload.TaskSpec;
import org.gpol.kernel.workload.Workload;

/**
 * The antagonist of ghOSt's experiments: threads of which each tries to use a part of a CPU, in
 * periods of 100 us. A thread that could not run in time makes up for it.
 *
 * @param ghost whether a policy schedules the threads
 * @param workShare the part of a CPU that each wants
 * @param numThreads how many there are
 * @param cpus one a thread, without ghOSt
 * @param experimentDurationNs how long they run
 * @param nice of the threads without ghOSt
 * @param ghostQos class of the threads, the higher the more urgent
 */
public record Antagonist(
    boolean ghost,
    double workShare,
    int numThreads,
    CpuSet cpus,
    long experimentDurationNs,
    int nice,
    int ghostQos) {
  private static final long PERIOD_NS = 100_000;

  /**
   * Checks what the experiment itself checks.
   *
   * @throws IllegalArgumentException naming the option, with a message for the user
   */
  public Antagonist {
    require(workShare >= 0 && workShare <= 1, "work_share", "is not in 0..1");
    require(numThreads >= 1 && numThreads <= 10_000, "num_threads", "is not in 1..10000");
    require(experimentDurationNs >= PERIOD_NS, "experiment_duration", "is less than 100us");
    require(nice >= TaskSpec.MIN_NICE && nice <= TaskSpec.MAX_NICE, "nice", "is not in -20..19");
    require(ghostQos >= 0 && ghostQos <= 20, "ghost_qos", "is not in 0..20");
    if (ghost) {
      require(cpus.isEmpty(), "cpus", "must be empty with ghOSt");
    } else {
      require(
          cpus.size() == numThreads,
          "cpus",
          "has " + cpus.size() + " CPUs for --num_threads of " + numThreads);
    }
  }

  private static void require(boolean kept, String option, String problem) {
    if (!kept) {
      throw new IllegalArgumentException("--" + option + " " + problem);
    }
  }

  /** Its threads. */
  public Workload workload() {
    List<TaskSpec> specs = new ArrayList<>();
    int cpu = -1;
    for (int i = 0; i < numThreads; i++) {
      cpu = cpus.nextFrom(cpu + 1);
      specs.add(
          ghost
              ? new TaskSpec(
                  "antagonist-" + i,
                  SchedPolicy.GHOST,
                  RocksDbSettings.niceOf(ghostQos),
                  CpuSet.ALL,
                  0)
              : new TaskSpec("antagonist-" + i, SchedPolicy.OTHER, nice, CpuSet.of(cpu), 0));
    }
    return new Workload(
        "antagonist",
        experimentDurationNs,
        specs,
        waker -> {
          List<TaskBehaviour> threads = new ArrayList<>();
          for (int i = 0; i < numThreads; i++) {
            threads.add(new Worker(workShare));
          }
          return threads;
        });
  }

  private static final class Worker implements TaskBehaviour {
    private final double share;
    private long usedNs;

    Worker(double share) {
      this.share = share;
    }

    /** In round n it has used n shares, or uses them now. */
    @Override
    public TaskAction next(long nowNs) {
      long round = Math.max(1, (nowNs + PERIOD_NS - 1) / PERIOD_NS);
      long missingNs = Math.round(round * (double) PERIOD_NS * share) - usedNs;
      if (missingNs > 0) {
        usedNs += missingNs;
        return new TaskAction.Run(missingNs);
      }
      // At the very end of a round there is nothing to wait for but the end of the next.
      return new TaskAction.SleepUntil(round * PERIOD_NS > nowNs ? round * PERIOD_NS : nowNs + 1);
    }
  }
}

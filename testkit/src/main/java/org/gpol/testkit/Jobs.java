package org.gpol.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.gpol.kernel.workload.CpuSet;
import org.gpol.kernel.workload.SchedPolicy;
import org.gpol.kernel.workload.TaskSpec;
import org.gpol.kernel.workload.Workload;

/** Workloads made of {@link Job}s. */
public final class Jobs {
  private Jobs() {}

  /** All of {@code jobs} together, numbered from 0 by their names; ends when all have ended. */
  public static Workload workload(List<Job> jobs) {
    return workload(jobs, Workload.UNTIL_ALL_EXIT);
  }

  /** The same, of which {@code durationNs} are simulated. */
  public static Workload workload(List<Job> jobs, long durationNs) {
    List<TaskSpec> tasks =
        IntStream.range(0, jobs.size())
            .mapToObj(
                i ->
                    new TaskSpec(
                        "job" + i,
                        SchedPolicy.OTHER,
                        jobs.get(i).nice(),
                        CpuSet.ALL,
                        jobs.get(i).startNs()))
            .toList();
    List<Job> copy = List.copyOf(jobs);
    return new Workload(
        "jobs",
        durationNs,
        tasks,
        waker -> new ArrayList<>(copy.stream().map(Job::behaviour).toList()));
  }
}

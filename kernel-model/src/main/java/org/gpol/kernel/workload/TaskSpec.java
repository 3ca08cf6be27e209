package org.gpol.kernel.workload;

import java.util.Objects;

/**
 * What is known of a task before it runs.
 *
 * @param name unique within the workload; what reports and traces print
 * @param policy the scheduling policy it asks for
 * @param attributes what that policy takes, null is taken as {@link SchedAttributes#NONE}
 * @param nice -20 to 19 at its start
 * @param affinity the CPUs it may use at its start; null is taken as {@link CpuSet#ALL}
 * @param startNs simulated time at which it comes to life, at least 0; or {@link
 *     #STARTED_BY_ANOTHER}
 * @param namedCpus every CPU the workload mentions for this task, at its start or later; empty if
 *     it never mentions one
 * @param position where it is described, or null if not in a file
 */
public record TaskSpec(
    String name,
    SchedPolicy policy,
    SchedAttributes attributes,
    int nice,
    CpuSet affinity,
    long startNs,
    CpuSet namedCpus,
    SourcePosition position) {

  /** A start that is up to another task, which forks this one. */
  public static final long STARTED_BY_ANOTHER = Long.MAX_VALUE;

  /** The nice value with the largest share of the CPU. */
  public static final int MIN_NICE = -20;

  /** The nice value with the smallest share of the CPU. */
  public static final int MAX_NICE = 19;

  /** Checks the ranges; files are checked before, so a failure here is the caller's mistake. */
  public TaskSpec {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(namedCpus, "namedCpus");
    affinity = affinity == null ? CpuSet.ALL : affinity;
    attributes = attributes == null ? SchedAttributes.NONE : attributes;
    if (!attributes.fit(policy)) {
      throw new IllegalArgumentException("task " + name + ": " + policy + " with " + attributes);
    }
    if (nice < MIN_NICE || nice > MAX_NICE || startNs < 0 || affinity.isEmpty()) {
      throw new IllegalArgumentException(
          "task " + name + ": nice " + nice + ", start " + startNs + ", cpus " + affinity);
    }
  }

  /** A task that changes nothing about its affinity while it runs. */
  public TaskSpec(String name, SchedPolicy policy, int nice, CpuSet affinity, long startNs) {
    this(name, policy, SchedAttributes.NONE, nice, affinity, startNs);
  }

  /** A task with attributes that changes nothing about its affinity while it runs. */
  public TaskSpec(
      String name,
      SchedPolicy policy,
      SchedAttributes attributes,
      int nice,
      CpuSet affinity,
      long startNs) {
    this(
        name,
        policy,
        attributes,
        nice,
        affinity,
        startNs,
        affinity == null || affinity.equals(CpuSet.ALL) ? CpuSet.NONE : affinity,
        null);
  }
}

package org.gpol.kernel.report;

/**
 * How a CPU spent the run; the four times add up to the run's duration.
 *
 * @param busyNs executing tasks' work
 * @param idleNs with nothing to do
 * @param switchNs in context switches
 * @param policyNs in the policy's programs
 * @param switches number of context switches, those to and from idle included
 */
public record CpuResult(
    int cpu, long busyNs, long idleNs, long switchNs, long policyNs, long switches) {}

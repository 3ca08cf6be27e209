package org.gpol.kernel.report;

/**
 * What one task experienced. From its start to its end (or the end of the run) every nanosecond is
 * runtime, wait or sleep.
 *
 * @param name as in the workload
 * @param gtid its ghOSt thread id
 * @param ghost whether it was the policy's
 * @param runtimeNs executing its own work
 * @param waitNs runnable but not executing; the context switches to it are waiting too
 * @param sleepNs blocked or asleep
 * @param switches how often it was switched in
 * @param migrations how often it changed CPU
 * @param preemptions how often it was switched out although it could go on
 * @param wakeupLatency from becoming runnable by a wake-up to executing
 */
public record TaskResult(
    String name,
    long gtid,
    boolean ghost,
    long runtimeNs,
    long waitNs,
    long sleepNs,
    long switches,
    long migrations,
    long preemptions,
    LatencySummary wakeupLatency) {}

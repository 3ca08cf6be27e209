package org.gpol.kernel.liteos;

/**
 * What {@code LOS_TaskInfoGet} tells.
 *
 * @param id number of the task
 * @param priority 0, the highest, to 31
 * @param status bits of {@link LiteOsStatus}
 * @param runtimeNs work it has done
 * @param switches how often it was given the CPU
 */
public record LiteOsTaskInfo(
    int id, String name, int priority, int status, long runtimeNs, long switches) {}

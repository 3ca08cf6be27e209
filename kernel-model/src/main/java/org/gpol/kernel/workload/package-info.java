/**
 * What the tasks of a simulation do and when they do it. A {@link
 * org.gpol.kernel.workload.Workload} is a description that can be run any number of times: {@link
 * org.gpol.kernel.workload.Workload#instantiate} makes one fresh {@link
 * org.gpol.kernel.workload.TaskBehaviour} per task, and the simulation asks each behaviour for its
 * next {@link org.gpol.kernel.workload.TaskAction} whenever the task is on a CPU with nothing left
 * to do. Everything that one task does to another (mutexes, condition variables, suspend points)
 * stays inside the behaviours and reaches the simulation only as {@link
 * org.gpol.kernel.workload.Waker#wake}, so the scheduler model knows nothing of workload formats.
 * All times are nanoseconds of simulated time; nothing here reads a clock or a random source.
 */
package org.gpol.kernel.workload;

/**
 * Workloads out of schedules that were recorded: text of ftrace, trace-cmd and {@code perf script}.
 * What a task did between two sleeps becomes work, and it sleeps until it was woken in the
 * recording.
 */
package org.gpol.kernel.workload.trace;

/**
 * The simulated kernel: CPUs, run queues, tasks, and the transitions between their states. {@link
 * org.gpol.kernel.model.Kernel} is driven by events from outside and has no clock or queue of its
 * own; it is single-threaded and an event is atomic. The classes are, from the top, the migration
 * thread, ghOSt agents, CFS, ghOSt tasks, idle. ghOSt follows the kernel's {@code ghost.c} at ABI
 * 91: enclaves on disjoint CPUs, made and changed through {@link org.gpol.kernel.model.UserSpace}
 * as processes do through ghostfs; status words, queues and transactions as they lie in memory;
 * agents that only yield, or that execute an {@link org.gpol.kernel.model.AgentProgram}. Time that
 * passes is charged by {@link org.gpol.kernel.model.CostModel} and {@link
 * org.gpol.kernel.model.AgentCosts}: context switches, programs and agents, not the kernel's own
 * work on interrupts, wake-ups and locks.
 */
package org.gpol.kernel.model;

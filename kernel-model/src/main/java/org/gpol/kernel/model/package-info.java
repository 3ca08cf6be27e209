/**
 * The simulated kernel: CPUs, run queues, tasks, and the transitions between their states. {@link
 * org.gpol.kernel.model.Kernel} is driven by events from outside and has no clock or queue of its
 * own; it is single-threaded and an event is atomic. The classes are, from the top, the migration
 * thread, ghOSt agents, CFS, ghOSt tasks, idle. ghOSt follows the kernel's {@code ghost.c} at ABI
 * 91 for one enclave of all CPUs whose agents do nothing but yield; what cannot happen in such an
 * enclave (transactions, switchto, a change of enclave) is not modelled. Time that passes is
 * charged by {@link org.gpol.kernel.model.CostModel}: context switches and programs, not the
 * kernel's own work on interrupts, wake-ups and locks.
 */
package org.gpol.kernel.model;

/**
 * Running a simulation: {@link org.gpol.kernel.sim.Simulation} puts a topology, a workload and
 * perhaps a policy together, drives the kernel model from an {@link
 * org.gpol.kernel.sim.EventQueue}, and gives back what was measured. Everything is a function of
 * the inputs and the seed: no clock, no identity hash, no thread.
 */
package org.gpol.kernel.sim;

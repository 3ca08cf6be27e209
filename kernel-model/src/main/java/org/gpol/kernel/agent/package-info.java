/**
 * User-space agents in Java, and what they need to get going. An agent sees what a ghOSt agent
 * sees: queues, status words, transactions; see {@link org.gpol.kernel.model.Agent}. {@link
 * org.gpol.kernel.agent.PerCpuFifo} and {@link org.gpol.kernel.agent.CentralFifo} are ghOSt's two
 * FIFO schedulers.
 */
package org.gpol.kernel.agent;

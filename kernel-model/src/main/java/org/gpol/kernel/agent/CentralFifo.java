package org.gpol.kernel.agent;

import java.util.BitSet;
import org.gpol.kernel.model.Agent;
import org.gpol.kernel.model.Message;
import org.gpol.kernel.model.MessageQueue;

/**
 * ghOSt's centralised FIFO: one agent polls the only queue and commits for all other CPUs, whose
 * agents do nothing but yield. It goes to another CPU where its own is wanted by other classes.
 */
public final class CentralFifo {
  private static final int QUEUE_SIZE = 65536;

  private final MessageQueue queue;
  private final long sliceNs;
  private final BitSet cpus;
  private final FifoLedger ledger = new FifoLedger(0);
  private final Message message = new Message();
  private int globalCpu;

  /**
   * Starts an agent on each CPU of an enclave of at least two.
   *
   * @param sliceNs after which a task makes way for one that waits; {@link Long#MAX_VALUE} for
   *     never
   */
  public CentralFifo(AgentProcess process, long sliceNs) {
    this.sliceNs = sliceNs;
    cpus = process.cpus();
    if (cpus.cardinality() < 2) {
      throw new IllegalArgumentException("a global agent needs a CPU of its own");
    }
    globalCpu = cpus.nextSetBit(0);
    int queueFd = process.createQueue(QUEUE_SIZE);
    queue = process.queue(queueFd);
    process.setDefaultQueue(queueFd);
    cpus.stream().forEach(cpu -> process.startAgent(cpu, queueFd, this::round));
  }

  private void round(Agent agent) {
    int barrier = agent.barrier();
    if (agent.cpu() == globalCpu && agent.isBoosted()) {
      handOver(agent);
    }
    if (agent.cpu() != globalCpu) {
      agent.runYield(barrier, 0);
      return;
    }
    while (agent.read(queue, message)) {
      if (!message.type().isCpuMessage()) {
        ledger.hear(agent, message);
      }
    }
    schedule(agent);
  }

  private void handOver(Agent agent) {
    for (int cpu = cpus.nextSetBit(0); cpu >= 0; cpu = cpus.nextSetBit(cpu + 1)) {
      if (cpu != globalCpu && FifoLedger.isAvailable(agent, cpu)) {
        globalCpu = cpu;
        agent.ping(cpu);
        return;
      }
    }
  }

  private void schedule(Agent agent) {
    BitSet commits = new BitSet();
    for (int cpu = cpus.nextSetBit(0); cpu >= 0 && ledger.waiting() > 0; ) {
      if (cpu != globalCpu && FifoLedger.isAvailable(agent, cpu) && isFree(agent, cpu)) {
        Job next = ledger.nextReady();
        if (next == null) {
          break;
        }
        ledger.assign(agent, cpu, next, 0);
        commits.set(cpu);
      }
      cpu = cpus.nextSetBit(cpu + 1);
    }
    ledger.commit(agent, commits);
  }

  private boolean isFree(Agent agent, int cpu) {
    return ledger.isFree(cpu) || agent.nowNs() - ledger.sinceNs(cpu) >= sliceNs;
  }
}

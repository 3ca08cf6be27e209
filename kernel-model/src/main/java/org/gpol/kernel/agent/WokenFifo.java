package org.gpol.kernel.agent;

import java.util.BitSet;
import org.gpol.kernel.hook.GhostAbi;
import org.gpol.kernel.hook.MessageType;
import org.gpol.kernel.model.Agent;
import org.gpol.kernel.model.Message;
import org.gpol.kernel.model.MessageQueue;

/**
 * A centralised FIFO whose agent does not poll: its queue wakes nobody, so it runs when a program
 * of the enclave wakes it ({@code bpf_ghost_wake_agent}), schedules all CPUs, its own last, and
 * leaves. A {@code CPU_TICK} that the program lets through means that the task on that CPU has had
 * its slice.
 */
public final class WokenFifo {
  private static final int QUEUE_SIZE = 65536;

  private final MessageQueue queue;
  private final BitSet cpus;
  private final int home;
  private final BitSet expired = new BitSet();
  private final FifoLedger ledger = new FifoLedger(GhostAbi.SEND_TASK_ON_CPU);
  private final Message message = new Message();

  /** Starts an agent on each CPU of an enclave; the one of the first CPU schedules. */
  public WokenFifo(AgentProcess process) {
    cpus = process.cpus();
    home = cpus.nextSetBit(0);
    int queueFd = process.createQueue(QUEUE_SIZE);
    queue = process.queue(queueFd);
    process.setDefaultQueue(queueFd);
    cpus.stream().forEach(cpu -> process.startAgent(cpu, queueFd, this::round));
  }

  private void round(Agent agent) {
    int barrier = agent.barrier();
    if (agent.cpu() != home) {
      agent.runYield(barrier, 0);
      return;
    }
    while (agent.read(queue, message)) {
      if (message.type() == MessageType.CPU_TICK) {
        expired.set((int) message.field("cpu"));
      } else if (!message.type().isCpuMessage()) {
        ledger.hear(agent, message);
        if (message.type() == MessageType.TASK_PREEMPT && expired.get((int) message.field("cpu"))) {
          ledger.sendBack(message.gtid());
        }
      }
    }
    others(agent);
    Job own = agent.isBoosted() || !ledger.isFree(home) ? null : ledger.nextReady();
    if (own == null) {
      agent.runYield(barrier, 0);
      return;
    }
    ledger.assign(agent, home, own, barrier);
    agent.commit(home);
    ledger.finish(agent, home);
  }

  private void others(Agent agent) {
    BitSet commits = new BitSet();
    for (int cpu = cpus.nextSetBit(0); cpu >= 0; cpu = cpus.nextSetBit(cpu + 1)) {
      // One that waits is for the home CPU, if that is free: nobody need move for it.
      boolean crowded = ledger.waiting() > (ledger.isFree(home) ? 1 : 0);
      boolean free = ledger.isFree(cpu) || (expired.get(cpu) && crowded);
      if (cpu == home || !free || !FifoLedger.isAvailable(agent, cpu)) {
        continue;
      }
      Job next = ledger.nextReady();
      if (next == null) {
        break;
      }
      ledger.assign(agent, cpu, next, 0);
      commits.set(cpu);
    }
    // Who was told on and goes on all the same is told on again at the next tick.
    expired.clear();
    ledger.commit(agent, commits);
  }
}

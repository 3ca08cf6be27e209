package org.gpol.kernel.agent;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.gpol.kernel.hook.GhostAbi;
import org.gpol.kernel.model.Agent;
import org.gpol.kernel.model.Message;
import org.gpol.kernel.model.MessageQueue;
import org.gpol.kernel.model.StatusWord;
import org.gpol.kernel.model.Transaction;

/**
 * ghOSt's centralised FIFO: one agent polls the only queue and commits for all other CPUs, whose
 * agents do nothing but yield. It goes to another CPU where its own is wanted by other classes.
 */
public final class CentralFifo {
  private static final int QUEUE_SIZE = 65536;

  private final int queueFd;
  private final MessageQueue queue;
  private final long sliceNs;
  private final BitSet cpus;
  private final Map<Long, Job> jobs = new HashMap<>();
  private final Map<Integer, Job> current = new HashMap<>();
  private final Map<Integer, Long> sinceNs = new HashMap<>();
  private final ArrayDeque<Job> runnable = new ArrayDeque<>();
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
    queueFd = process.createQueue(QUEUE_SIZE);
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
      hear(agent);
    }
    schedule(agent);
  }

  private void handOver(Agent agent) {
    for (int cpu = cpus.nextSetBit(0); cpu >= 0; cpu = cpus.nextSetBit(cpu + 1)) {
      if (cpu != globalCpu && isAvailable(agent, cpu)) {
        globalCpu = cpu;
        agent.ping(cpu);
        return;
      }
    }
  }

  private static boolean isAvailable(Agent agent, int cpu) {
    StatusWord word = agent.agentStatusWord(cpu);
    return word != null && word.has(GhostAbi.SW_CPU_AVAIL);
  }

  private void schedule(Agent agent) {
    BitSet commits = new BitSet();
    for (int cpu = cpus.nextSetBit(0); cpu >= 0 && !runnable.isEmpty(); ) {
      if (cpu != globalCpu && isAvailable(agent, cpu) && isFree(agent, cpu)) {
        Job next = nextReady();
        if (next == null) {
          break;
        }
        assign(agent, cpu, next);
        commits.set(cpu);
      }
      cpu = cpus.nextSetBit(cpu + 1);
    }
    if (!commits.isEmpty()) {
      agent.commit(commits);
      commits.stream().forEach(cpu -> finish(agent, cpu));
    }
  }

  private boolean isFree(Agent agent, int cpu) {
    return current.get(cpu) == null || agent.nowNs() - sinceNs.get(cpu) >= sliceNs;
  }

  /** The first that is off its CPU and of which everything was heard; those before stay in line. */
  private Job nextReady() {
    for (Job job : runnable) {
      boolean news = job.statusWord.barrier() != job.seqnum;
      if (!news && !job.statusWord.has(GhostAbi.SW_TASK_ONCPU)) {
        runnable.remove(job);
        return job;
      }
    }
    return null;
  }

  private void assign(Agent agent, int cpu, Job next) {
    Job displaced = current.put(cpu, next);
    if (displaced != null) {
      displaced.cpu = -1;
      runnable.addLast(displaced);
    }
    next.cpu = cpu;
    agent.transaction(cpu).open(next.gtid, next.seqnum, 0, 0, GhostAbi.COMMIT_AT_TXN_COMMIT);
  }

  private void finish(Agent agent, int cpu) {
    Job job = current.get(cpu);
    if (agent.transaction(cpu).state() == Transaction.COMPLETE) {
      sinceNs.put(cpu, agent.nowNs());
      job.boosted = false;
    } else {
      current.remove(cpu);
      job.cpu = -1;
      runnable.addFirst(job);
    }
  }

  private void hear(Agent agent) {
    if (message.type().isCpuMessage()) {
      return;
    }
    Job job = jobs.get(message.gtid());
    if (job != null) {
      job.seqnum = message.seqnum();
    }
    switch (message.type()) {
      case TASK_NEW -> {
        int region = (int) message.field("sw_id");
        int index = (int) message.field("sw_index");
        Job created = new Job(message, agent.statusWord(region, index));
        jobs.put(created.gtid, created);
        if (message.field("runnable") != 0) {
          runnable.addLast(created);
        }
      }
      case TASK_WAKEUP -> runnable.addLast(job);
      case TASK_PREEMPT -> {
        if (leaves(job)) {
          runnable.addFirst(job);
        }
      }
      case TASK_YIELD -> {
        leaves(job);
        runnable.remove(job);
        runnable.addLast(job);
      }
      case TASK_BLOCKED -> {
        leaves(job);
        runnable.remove(job);
      }
      case TASK_DEAD, TASK_DEPARTED -> {
        leaves(job);
        runnable.remove(job);
        jobs.remove(job.gtid);
        agent.freeStatusWord(job.statusWord.region(), job.statusWord.index());
      }
      default -> {}
    }
  }

  /** Whether it had a CPU as far as this scheduler knew. */
  private boolean leaves(Job job) {
    boolean had = job.cpu >= 0 && current.get(job.cpu) == job;
    if (had) {
      current.remove(job.cpu);
      job.cpu = -1;
    }
    return had;
  }
}

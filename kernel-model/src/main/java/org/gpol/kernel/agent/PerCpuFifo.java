package org.gpol.kernel.agent;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.gpol.kernel.hook.GhostAbi;
import org.gpol.kernel.model.Agent;
import org.gpol.kernel.model.Message;
import org.gpol.kernel.model.MessageQueue;
import org.gpol.kernel.model.Transaction;

/**
 * ghOSt's per-CPU FIFO: an agent on each CPU reads the queue of its CPU and commits for itself. New
 * tasks go round the CPUs and stay where they come to; nothing is preempted by time.
 */
public final class PerCpuFifo {
  private static final int QUEUE_SIZE = 65536;

  private static final class Cpu {
    int queueFd;
    MessageQueue queue;
    Job current;
    final ArrayDeque<Job> runnable = new ArrayDeque<>();
  }

  private final Map<Integer, Cpu> cpus = new HashMap<>();
  private final Map<Long, Job> jobs = new HashMap<>();
  private final int[] order;
  private final Message message = new Message();
  private int turn;

  /** Starts an agent on each CPU of an enclave. */
  public PerCpuFifo(AgentProcess process) {
    order = process.cpus().stream().toArray();
    for (int id : order) {
      Cpu cpu = new Cpu();
      cpu.queueFd = process.createQueue(QUEUE_SIZE, id);
      cpu.queue = process.queue(cpu.queueFd);
      cpus.put(id, cpu);
    }
    process.setDefaultQueue(cpus.get(order[0]).queueFd);
    for (int id : order) {
      process.startAgent(id, cpus.get(id).queueFd, this::round);
    }
  }

  private void round(Agent agent) {
    Cpu cpu = cpus.get(agent.cpu());
    int barrier = agent.barrier();
    while (agent.read(cpu.queue, message)) {
      hear(agent, cpu);
    }
    if (agent.isBoosted()) {
      boolean works = cpu.current != null || !cpu.runnable.isEmpty();
      agent.runYield(barrier, works ? GhostAbi.RTLA_ON_IDLE : 0);
      return;
    }
    Job next = cpu.current != null ? cpu.current : cpu.runnable.peek();
    if (next == null) {
      agent.runYield(barrier, 0);
    } else if (!next.statusWord.has(GhostAbi.SW_TASK_ONCPU)) {
      run(agent, cpu, next, barrier);
    }
  }

  private static void run(Agent agent, Cpu cpu, Job next, int barrier) {
    if (cpu.current == null) {
      cpu.runnable.poll();
    }
    Transaction txn = agent.transaction(agent.cpu());
    txn.open(next.gtid, next.seqnum, barrier, 0, GhostAbi.COMMIT_AT_TXN_COMMIT);
    agent.commit(agent.cpu());
    if (txn.state() == Transaction.COMPLETE) {
      cpu.current = next;
      next.boosted = false;
    } else {
      cpu.current = null;
      cpu.runnable.addFirst(next);
    }
  }

  private void hear(Agent agent, Cpu here) {
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
          place(agent, created);
        }
      }
      case TASK_WAKEUP -> {
        job.boosted = message.field("deferrable") == 0;
        place(agent, job);
      }
      case TASK_PREEMPT -> {
        leaves(job);
        job.boosted = true;
        enqueue(job);
      }
      case TASK_YIELD -> {
        leaves(job);
        enqueue(job);
      }
      case TASK_BLOCKED -> leaves(job);
      case TASK_DEAD, TASK_DEPARTED -> {
        leaves(job);
        here.runnable.remove(job);
        jobs.remove(job.gtid);
        agent.freeStatusWord(job.statusWord.region(), job.statusWord.index());
      }
      default -> {}
    }
  }

  private void leaves(Job job) {
    Cpu cpu = cpus.get(job.cpu);
    if (cpu != null && cpu.current == job) {
      cpu.current = null;
    }
  }

  /** The first time, chooses the CPU whose agent hears of the task from now on. */
  private void place(Agent agent, Job job) {
    if (job.cpu < 0) {
      job.cpu = order[turn++ % order.length];
      agent.associate(cpus.get(job.cpu).queueFd, job.gtid, job.seqnum);
    }
    enqueue(job);
    if (job.cpu != agent.cpu()) {
      agent.ping(job.cpu);
    }
  }

  private void enqueue(Job job) {
    ArrayDeque<Job> runnable = cpus.get(job.cpu).runnable;
    if (job.boosted) {
      runnable.addFirst(job);
    } else {
      runnable.addLast(job);
    }
  }
}

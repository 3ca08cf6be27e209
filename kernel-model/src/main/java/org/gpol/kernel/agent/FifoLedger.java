package org.gpol.kernel.agent;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.gpol.kernel.hook.GhostAbi;
import org.gpol.kernel.model.Agent;
import org.gpol.kernel.model.Message;
import org.gpol.kernel.model.Transaction;

/** What a centralised FIFO knows from messages: tasks, who waits, and who has which CPU. */
final class FifoLedger {
  private final int runFlags;
  private final Map<Long, Job> jobs = new HashMap<>();
  private final Map<Integer, Job> current = new HashMap<>();
  private final Map<Integer, Long> sinceNs = new HashMap<>();
  private final ArrayDeque<Job> runnable = new ArrayDeque<>();

  /**
   * A ledger without tasks.
   *
   * @param runFlags of its transactions, {@code GhostAbi.RTLA_*} and others
   */
  FifoLedger(int runFlags) {
    this.runFlags = runFlags;
  }

  /** How many wait. */
  int waiting() {
    return runnable.size();
  }

  /** Whether no task has the CPU. */
  boolean isFree(int cpu) {
    return current.get(cpu) == null;
  }

  /** Since when its task has the CPU, which is not free. */
  long sinceNs(int cpu) {
    return sinceNs.get(cpu);
  }

  /** Whether tasks of ghOSt may run there. */
  static boolean isAvailable(Agent agent, int cpu) {
    var word = agent.agentStatusWord(cpu);
    return word != null && word.has(GhostAbi.SW_CPU_AVAIL);
  }

  /** The first that is off its CPU and of which everything was heard; those before stay in line. */
  Job nextReady() {
    for (Job job : runnable) {
      boolean news = job.statusWord.barrier() != job.seqnum;
      if (!news && !job.statusWord.has(GhostAbi.SW_TASK_ONCPU)) {
        runnable.remove(job);
        return job;
      }
    }
    return null;
  }

  /** Opens the transaction that puts a task on a CPU; whoever had that is the last in line. */
  void assign(Agent agent, int cpu, Job next, int agentBarrier) {
    Job displaced = current.put(cpu, next);
    if (displaced != null) {
      displaced.cpu = -1;
      runnable.addLast(displaced);
    }
    next.cpu = cpu;
    agent
        .transaction(cpu)
        .open(next.gtid, next.seqnum, agentBarrier, runFlags, GhostAbi.COMMIT_AT_TXN_COMMIT);
  }

  /** Commits assignments to other CPUs, all at once. */
  void commit(Agent agent, BitSet cpus) {
    if (!cpus.isEmpty()) {
      agent.commit(cpus);
      cpus.stream().forEach(cpu -> finish(agent, cpu));
    }
  }

  /** What came of a commit: a task that could not run is the first in line. True if it runs. */
  boolean finish(Agent agent, int cpu) {
    Job job = current.get(cpu);
    if (agent.transaction(cpu).state() == Transaction.COMPLETE) {
      sinceNs.put(cpu, agent.nowNs());
      job.boosted = false;
      return true;
    }
    current.remove(cpu);
    job.cpu = -1;
    runnable.addFirst(job);
    return false;
  }

  /** Takes note of a message about a task. */
  void hear(Agent agent, Message message) {
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

  /** A task that waits has had its turn: it is the last in line. */
  void sendBack(long gtid) {
    Job job = jobs.get(gtid);
    if (runnable.remove(job)) {
      runnable.addLast(job);
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

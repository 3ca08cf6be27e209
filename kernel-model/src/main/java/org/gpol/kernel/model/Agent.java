package org.gpol.kernel.model;

import java.util.BitSet;
import org.gpol.kernel.hook.Errno;
import org.gpol.kernel.hook.GhostAbi;

/**
 * An agent as its program has it: queues, status words, transactions and system calls, nothing else
 * of the kernel. Everything but looking at memory takes time ({@link AgentCosts}).
 */
public final class Agent {
  private final Kernel kernel;
  private final Cpu cpu;
  private final UserThread thread;
  private final AgentProgram program;
  private final AgentCosts costs;
  private boolean left;
  private long spentNs;

  Agent(Kernel kernel, Cpu cpu, UserThread thread, AgentProgram program, AgentCosts costs) {
    this.kernel = kernel;
    this.cpu = cpu;
    this.thread = thread;
    this.program = program;
    this.costs = costs;
  }

  /** One round; true if the agent left the CPU. */
  boolean step() {
    left = false;
    spentNs = costs.stepNs();
    program.round(this);
    left |= cpu.ghost.program != this;
    if (left) {
      cpu.policyLeftNs += spentNs;
    } else {
      cpu.ghost.agent.remainingNs = spentNs;
    }
    return left;
  }

  /** The thread that it is, for files. */
  public UserThread thread() {
    return thread;
  }

  /** Its CPU. */
  public int cpu() {
    return cpu.id;
  }

  /** The time when this round began. */
  public long nowNs() {
    return kernel.nowNs();
  }

  /** Whether this round has left the CPU and must end. */
  public boolean hasLeft() {
    return left;
  }

  /** Its own status word. */
  public StatusWord statusWord() {
    return cpu.ghost.agent.ghost.statusWord;
  }

  /** Its barrier as its status word has it. */
  public int barrier() {
    return statusWord().barrier;
  }

  /** Whether something else waits for its CPU: it should yield at once. */
  public boolean isBoosted() {
    return statusWord().has(GhostAbi.SW_BOOST_PRIO);
  }

  /** A status word that a message named; null if it is free. */
  public StatusWord statusWord(int region, int index) {
    StatusWordRegion from = enclave().statusWords.region(region);
    return from == null ? null : from.word(index);
  }

  /** The status word of the agent of a CPU, as SW_GET_INFO finds it; null if there is none. */
  public StatusWord agentStatusWord(int id) {
    Task agent = kernel.cpu(id).ghost.agent;
    return agent == null ? null : agent.ghost.statusWord;
  }

  /** CPUs of the enclave. */
  public BitSet cpus() {
    return (BitSet) enclave().cpus.clone();
  }

  private Enclave enclave() {
    return cpu.ghost.enclave;
  }

  /** The transaction of a CPU of the enclave. */
  public Transaction transaction(int id) {
    Cpu target = kernel.cpu(id);
    if (target.ghost.enclave != enclave()) {
      throw new IllegalArgumentException("CPU " + id + " is not in the enclave");
    }
    return target.ghost.txn;
  }

  /** Takes the oldest message out of a queue; false if there is none. */
  public boolean read(MessageQueue queue, Message into) {
    boolean got = queue.read(into);
    spentNs += got ? costs.messageNs() : 0;
    return got;
  }

  /** Computes for so long. */
  public void compute(long ns) {
    spentNs += Math.max(0, ns);
  }

  /**
   * {@code ghost_run} with no task: leaves the CPU to what was committed for it.
   *
   * @param barrier as it was before the queue was found empty
   * @param runFlags 0 or {@link GhostAbi#RTLA_ON_IDLE}
   * @return 0, or {@code -ESTALE} if there is news and the agent has not left
   */
  public int runYield(int barrier, int runFlags) {
    checkHere();
    if ((runFlags & ~GhostAbi.RTLA_ON_IDLE) != 0) {
      return -Errno.EINVAL;
    }
    spentNs += costs.syscallNs();
    int result = kernel.agents.runYield(cpu, barrier, runFlags);
    left = result == 0;
    return result;
  }

  /** {@code ghost_run} with the agent's gtid: has the agent of a CPU look; 0 or an error. */
  public int ping(int id) {
    checkHere();
    spentNs += costs.syscallNs();
    return kernel.userSpace().ping(thread, id);
  }

  /**
   * {@code COMMIT_TXN}: commits the ready transactions of these CPUs. What came of them is in their
   * states; the agent has left if its own was committed.
   */
  public void commit(BitSet cpus) {
    checkHere();
    charge(cpus);
    left = kernel.commits.commitSet(cpus, cpu, thread.process());
  }

  /** {@link #commit(BitSet)} for one CPU. */
  public void commit(int id) {
    BitSet one = new BitSet();
    one.set(id);
    commit(one);
  }

  /** {@code SYNC_GROUP_TXN}: 1 if all were committed, 0 if none will run. */
  public int commitGroup(BitSet cpus) {
    checkHere();
    charge(cpus);
    int result = kernel.commits.commitGroup(cpus, cpu, Committer.Mode.SYNC, thread.process());
    left = result == 1 && cpus.get(cpu.id) && cpu.ghost.blockedInRun;
    return result;
  }

  private void charge(BitSet cpus) {
    boolean local = cpus.get(cpu.id);
    int remote = cpus.cardinality() - (local ? 1 : 0);
    spentNs += local ? costs.localCommitNs() : 0;
    spentNs += remote > 0 ? costs.remoteCommitNs() + (remote - 1) * costs.groupedCommitNs() : 0;
  }

  /** {@code ASSOC_QUEUE} of a task: a status of {@code GhostAbi.ASSOC_*} bits, or an error. */
  public int associate(int queueFd, long gtid, int barrier) {
    checkHere();
    spentNs += costs.syscallNs();
    return kernel.userSpace().associate(thread, enclave(), queueFd, gtid, barrier);
  }

  /** {@code SW_FREE}: 0 or an error. */
  public int freeStatusWord(int region, int index) {
    checkHere();
    spentNs += costs.syscallNs();
    return -kernel.membership.freeStatusWord(enclave(), region, index);
  }

  /** Sleeps in the kernel until a time. */
  public void sleepUntil(long timeNs) {
    block();
    kernel.userSpace().at(timeNs, cpu.id, () -> kernel.userSpace().unblock(cpu, this));
  }

  /** Waits in the kernel for {@link UserSpace#wake}. */
  public void block() {
    checkHere();
    spentNs += costs.syscallNs();
    kernel.agents.block(cpu);
    left = true;
  }

  /** Its thread ends. */
  public void exit() {
    checkHere();
    kernel.agents.exit(cpu);
    left = true;
  }

  private void checkHere() {
    if (left) {
      throw new IllegalStateException("the agent of CPU " + cpu.id + " has left its CPU");
    }
  }
}

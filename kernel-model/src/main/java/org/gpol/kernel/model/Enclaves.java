package org.gpol.kernel.model;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.gpol.kernel.hook.Errno;
import org.gpol.kernel.hook.GhostAbi;
import org.gpol.kernel.hook.Policy;
import org.gpol.kernel.report.TraceListener;

/** The enclaves of the machine: which CPUs they have, their ticks, their end. */
final class Enclaves {
  private final Kernel kernel;
  private final List<Enclave> all = new ArrayList<>();
  private final List<MessageQueue> queues = new ArrayList<>();

  /** Nobody's but the model's own, null if there is none. */
  private Enclave ofPolicy;

  Enclaves(Kernel kernel) {
    this.kernel = kernel;
  }

  /** Those that exist, in the order of their creation; dying ones are not among them. */
  List<Enclave> all() {
    return all;
  }

  /** Every queue there ever was. */
  List<MessageQueue> queues() {
    return queues;
  }

  Enclave byId(int id) {
    for (Enclave enclave : all) {
      if (enclave.id == id) {
        return enclave;
      }
    }
    return null;
  }

  Enclave create(int id, int abi, boolean growingStatusWords) {
    Enclave enclave = new Enclave(id, abi, growingStatusWords, new HookRunner(kernel));
    all.add(enclave);
    return enclave;
  }

  /**
   * The enclave of a policy that has nothing but programs: its CPUs, each with an agent that starts
   * out by yielding, so that every CPU picks once at the start, and a queue that nobody reads.
   */
  Enclave create(Policy policy) {
    Enclave enclave = create(1, GhostAbi.VERSION, true);
    enclave.apply(policy.tunables());
    enclave.hooks.attachAll(policy);
    enclave.defaultQueue = createQueue(GhostAbi.MAX_QUEUE_ELEMS);
    ofPolicy = enclave;
    for (Cpu cpu : kernel.cpus) {
      if (kernel.config.policyCpus().contains(cpu.id)) {
        join(enclave, cpu);
        cpu.needResched = true;
        kernel.timers.arm(TimerKind.RESCHED, cpu.id, 0);
      } else {
        tell(cpu, false);
      }
    }
    return enclave;
  }

  private void join(Enclave enclave, Cpu cpu) {
    addCpu(enclave, cpu);
    Task agent = createAgent(cpu);
    StatusWord word = enclave.statusWords.allocate(agent.gtid, 0);
    kernel.agents.attach(cpu, agent, word, enclave.defaultQueue);
    cpu.ghost.blockedInRun = true;
  }

  private void tell(Cpu cpu, boolean member) {
    if (kernel.trace != null) {
      kernel.trace.enclaveCpu(kernel.nowNs(), cpu.id, member);
    }
  }

  /** A CPU is taken from its enclave: its agent ends first. */
  void take(Cpu cpu) {
    Enclave enclave = cpu.ghost.enclave;
    if (enclave == null) {
      return;
    }
    if (cpu.ghost.agent != null) {
      kernel.agents.exit(cpu);
    }
    BitSet left = (BitSet) enclave.cpus.clone();
    left.clear(cpu.id);
    setCpus(enclave, left);
  }

  /** The enclave of a policy that has nothing but programs gets a CPU that nobody has. */
  void give(Cpu cpu) {
    if (ofPolicy != null && !ofPolicy.dying && cpu.ghost.enclave == null) {
      join(ofPolicy, cpu);
      kernel.resched(cpu);
    }
  }

  MessageQueue createQueue(int elements) {
    MessageQueue queue = new MessageQueue(elements);
    queues.add(queue);
    return queue;
  }

  /** A thread that is to be the agent of a CPU. */
  Task createAgent(Cpu cpu) {
    String name = "agent/" + cpu.id;
    Task agent =
        Task.internal(TraceListener.AGENT, name, kernel.gtids.next(), SchedClass.GHOST, cpu);
    kernel.gtids.add(agent);
    return agent;
  }

  /** What the timers of programs call that have expired on a CPU. */
  void runTimers(Cpu cpu) {
    for (int i = 0; i < all.size(); i++) {
      all.get(i).hooks.runTimers(cpu);
    }
    armProgramTimer(cpu);
  }

  /** One event for each CPU, at the time of its first timer; it comes again for the next one. */
  void armProgramTimer(Cpu cpu) {
    long nextNs = Long.MAX_VALUE;
    for (int i = 0; i < all.size(); i++) {
      nextNs = Math.min(nextNs, all.get(i).hooks.nextTimerNs(cpu));
    }
    if (nextNs == Long.MAX_VALUE) {
      kernel.timers.cancel(TimerKind.PROGRAM, cpu.id);
    } else {
      kernel.timers.arm(TimerKind.PROGRAM, cpu.id, Math.max(nextNs, kernel.nowNs()));
    }
  }

  /** Gives an enclave exactly these CPUs, or none of them: 0 or an errno. */
  int setCpus(Enclave enclave, BitSet wanted) {
    if (enclave.dying) {
      return Errno.EXDEV;
    }
    for (int id = enclave.cpus.nextSetBit(0); id >= 0; id = enclave.cpus.nextSetBit(id + 1)) {
      if (!wanted.get(id) && kernel.cpu(id).ghost.agent != null) {
        return Errno.EEXIST;
      }
    }
    for (int id = wanted.nextSetBit(0); id >= 0; id = wanted.nextSetBit(id + 1)) {
      if (id >= kernel.cpuCount()) {
        return Errno.ENODEV;
      }
      Enclave owner = kernel.cpu(id).ghost.enclave;
      if (owner != null && owner != enclave) {
        return Errno.EBUSY;
      }
    }
    for (int id = enclave.cpus.nextSetBit(0); id >= 0; id = enclave.cpus.nextSetBit(id + 1)) {
      if (!wanted.get(id)) {
        removeCpu(enclave, kernel.cpu(id));
      }
    }
    for (int id = wanted.nextSetBit(0); id >= 0; id = wanted.nextSetBit(id + 1)) {
      addCpu(enclave, kernel.cpu(id));
    }
    return 0;
  }

  void addCpu(Enclave enclave, Cpu cpu) {
    if (cpu.ghost.enclave == null) {
      enclave.cpus.set(cpu.id);
      cpu.ghost.enclave = enclave;
      cpu.ghost.txn = new Transaction(cpu.id);
      tell(cpu, true);
      watch(cpu);
    }
  }

  private void removeCpu(Enclave enclave, Cpu cpu) {
    enclave.cpus.clear(cpu.id);
    tell(cpu, false);
    kernel.polling.stop(cpu);
    cpu.ghost.enclave = null;
    cpu.ghost.txn = null;
    if (cpu.ghost.latched != null) {
      kernel.latcher.latchedTaskPreempted(cpu);
    }
    kernel.resched(cpu);
  }

  /** What a tick does for the enclave of a CPU, whatever runs there. */
  void tick(Cpu cpu) {
    Enclave enclave = cpu.ghost.enclave;
    if (enclave.commitAtTick) {
      kernel.commits.atTick(cpu, enclave);
    }
    if (enclave.runnableTimeoutNs > 0 && longestWaitNs(cpu) > enclave.runnableTimeoutNs) {
      destroy(enclave);
    }
  }

  /** How long the first of the tasks that wait for the CPU has waited. */
  private long longestWaitNs(Cpu cpu) {
    for (Task task = cpu.ghost.runFirst; task != null; task = task.ghost.rqNext) {
      if (task.ghost.lastRunnableAtNs >= 0) {
        return kernel.nowNs() - task.ghost.lastRunnableAtNs;
      }
    }
    return 0;
  }

  /** Whether the watchdog needs the CPU's tick even when it idles. */
  boolean isWatched(Cpu cpu) {
    return cpu.ghost.enclave != null
        && cpu.ghost.enclave.runnableTimeoutNs > 0
        && cpu.ghost.runFirst != null;
  }

  /** Has the CPU tick if the watchdog needs that. */
  void watch(Cpu cpu) {
    if (isWatched(cpu)) {
      kernel.armTick(cpu);
    }
  }

  /**
   * Takes an enclave down: agents are killed, tasks go on under CFS, CPUs are free for others. No
   * task is lost.
   */
  void destroy(Enclave enclave) {
    if (enclave.dying) {
      return;
    }
    enclave.dying = true;
    for (Cpu cpu : kernel.cpus) {
      if (cpu.ghost.enclave == enclave && cpu.ghost.agent != null) {
        kernel.agents.exit(cpu);
      }
    }
    kernel.membership.expelAll(enclave);
    for (Cpu cpu : kernel.cpus) {
      if (cpu.ghost.enclave == enclave) {
        removeCpu(enclave, cpu);
      }
    }
    all.remove(enclave);
  }

  /** {@code bpf_ghost_wake_agent} of a program that is attached to an enclave. */
  int wakeAgent(Enclave enclave, int id) {
    int errno = checkCpu(enclave, id);
    if (errno == 0) {
      kernel.agents.wake(kernel.cpu(id));
    }
    return -errno;
  }

  private int checkCpu(Enclave enclave, int id) {
    if (id < 0) {
      return Errno.EINVAL;
    }
    if (id >= kernel.cpuCount()) {
      return Errno.ERANGE;
    }
    return kernel.cpu(id).ghost.enclave == enclave ? 0 : Errno.EXDEV;
  }

  /** {@code bpf_ghost_resched_cpu2} of a program that is attached to an enclave. */
  int reschedCpu2(Enclave enclave, int id, int flags) {
    int errno = checkCpu(enclave, id);
    boolean inRange = errno == 0 || errno == Errno.EXDEV;
    if (inRange && (flags < 0 || flags >= GhostAbi.RESCHED_CPU_MAX)) {
      return -Errno.EINVAL;
    }
    if (errno != 0) {
      return -errno;
    }
    Cpu cpu = kernel.cpu(id);
    if ((flags & GhostAbi.RESCHED_ANY_CLASS) == 0 && (flags & classFlag(cpu.curr)) == 0) {
      return -Errno.EPERM;
    }
    if ((flags & GhostAbi.SET_MUST_RESCHED) != 0) {
      cpu.ghost.setMustResched = true;
    }
    boolean woke = (flags & GhostAbi.WAKE_AGENT) != 0 && kernel.agents.wake(cpu);
    if (!woke) {
      kernel.resched(cpu);
    }
    return 0;
  }

  private static int classFlag(Task curr) {
    if (curr.isIdle()) {
      return GhostAbi.RESCHED_IDLE_CLASS;
    }
    return curr.schedClass == SchedClass.GHOST
        ? GhostAbi.RESCHED_GHOST_CLASS
        : GhostAbi.RESCHED_OTHER_CLASS;
  }
}

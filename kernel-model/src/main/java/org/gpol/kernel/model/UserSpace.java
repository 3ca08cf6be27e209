package org.gpol.kernel.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import org.gpol.kernel.hook.Errno;
import org.gpol.kernel.hook.GhostAbi;
import org.gpol.kernel.hook.HookPoint;
import org.gpol.kernel.hook.HookProgram;
import org.gpol.kernel.hook.Policy;
import org.gpol.kernel.workload.CpuSet;
import org.gpol.kernel.workload.Fault;

/**
 * What processes outside of the workload can ask of the kernel: ghostfs, the system calls on an
 * enclave's {@code ctl}, timers, programs. Results below 0 are error numbers, negated. Calls take
 * effect at the time of the present event; {@link #at} makes one at another time.
 */
public final class UserSpace {
  private record Call(long timeNs, long order, int cpu, Runnable body) implements Comparable<Call> {
    @Override
    public int compareTo(Call other) {
      int byTime = Long.compare(timeNs, other.timeNs);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private final Kernel kernel;
  private final GhostFiles files;
  private final Map<Integer, PriorityQueue<Call>> calls = new TreeMap<>();
  private final List<UserProcess> processes = new ArrayList<>();
  private AgentCosts agentCosts = AgentCosts.DEFAULT;
  private long order;

  UserSpace(Kernel kernel) {
    this.kernel = kernel;
    this.files = new GhostFiles(kernel);
  }

  /** What agents that attach from now on are charged. */
  public void setAgentCosts(AgentCosts costs) {
    agentCosts = costs;
  }

  AgentCosts agentCosts() {
    return agentCosts;
  }

  /** A new process. */
  public UserProcess process(String name) {
    UserProcess process = new UserProcess(name);
    processes.add(process);
    return process;
  }

  /** The gtid of a task of the workload. */
  public long gtid(int task) {
    return kernel.tasks[task].gtid;
  }

  /** Has something happen at a time on a CPU; it may make calls of this object. */
  public void at(long timeNs, int cpu, Runnable body) {
    PriorityQueue<Call> queue = calls.computeIfAbsent(cpu, id -> new PriorityQueue<>());
    queue.add(new Call(Math.max(timeNs, kernel.nowNs()), order++, cpu, body));
    kernel.timers.arm(TimerKind.CALL, cpu, queue.peek().timeNs);
  }

  void runCalls(Cpu cpu) {
    PriorityQueue<Call> queue = calls.get(cpu.id);
    while (!queue.isEmpty() && queue.peek().timeNs <= kernel.nowNs()) {
      queue.poll().body.run();
    }
    if (!queue.isEmpty()) {
      kernel.timers.arm(TimerKind.CALL, cpu.id, queue.peek().timeNs);
    }
  }

  int call(UserThread thread, IntSupplier body) {
    return kernel.call(kernel.cpu(thread.cpu()), body);
  }

  /** Opens a file of ghostfs by its path below {@code /sys/fs/ghost}: a descriptor. */
  public int open(UserThread thread, String path, boolean writable) {
    return call(thread, () -> files.open(thread, path, writable));
  }

  /** Reads all of a file of ghostfs: 0, and its text is appended. */
  public int read(UserThread thread, int fd, StringBuilder into) {
    if (!(thread.process().file(fd) instanceof OpenFile.Ghost file)) {
      return -Errno.EBADF;
    }
    return -files.read(file, into);
  }

  /** Writes a file of ghostfs: the number of characters. */
  public int write(UserThread thread, int fd, String text) {
    if (!(thread.process().file(fd) instanceof OpenFile.Ghost file)) {
      return -Errno.EBADF;
    }
    int errno = call(thread, () -> files.write(thread, file, text));
    return errno == 0 ? text.length() : -errno;
  }

  /** Closes a descriptor; programs are detached, a default queue is one no longer. */
  public int close(UserThread thread, int fd) {
    OpenFile file = thread.process().remove(fd);
    if (file == null) {
      return -Errno.EBADF;
    }
    return call(thread, () -> release(file));
  }

  private static int release(OpenFile file) {
    if (file instanceof OpenFile.Ghost ghost) {
      if (ghost.file() == GhostFile.AGENT_ONLINE && ghost.writable()) {
        ghost.enclave().agentOnline = false;
      }
    } else if (file instanceof OpenFile.Queue queue) {
      if (queue.enclave().defaultQueue == queue.queue()) {
        queue.enclave().defaultQueue = null;
      }
    } else if (file instanceof OpenFile.Link link) {
      link.enclave().hooks.detach(link.point());
    }
    return 0;
  }

  /** The memory behind a descriptor, null if there is none or it may not be mapped like that. */
  public SharedMemory map(UserThread thread, int fd, boolean writable) {
    OpenFile file = thread.process().file(fd);
    if (file instanceof OpenFile.Queue queue) {
      return queue.queue();
    }
    if (file instanceof OpenFile.Ghost ghost && !(writable && !ghost.file().mayWrite())) {
      return switch (ghost.file()) {
        case SW_REGION -> ghost.region();
        case CPU_DATA -> new CpuData(kernel, ghost.enclave());
        default -> null;
      };
    }
    return null;
  }

  /** The ring behind a queue's descriptor; null if it is none. */
  public MessageQueue queue(UserThread thread, int fd) {
    return thread.process().file(fd) instanceof OpenFile.Queue file ? file.queue() : null;
  }

  /** The transaction of a CPU, from the mapping of {@code cpu_data}; null without. */
  public Transaction transaction(int cpu) {
    return kernel.cpu(cpu).ghost.txn;
  }

  /** The system calls on an open {@code ctl} of an enclave. */
  public Ctl ctl(UserThread thread, int fd) {
    return new Ctl(kernel, thread, fd);
  }

  /** Makes a thread the agent of a CPU that executes a program; through {@code ctl}. */
  public int becomeAgent(UserThread thread, int ctl, int cpu, int queueFd, AgentProgram program) {
    thread.program = program;
    return write(thread, ctl, "become agent " + cpu + " " + queueFd);
  }

  int associate(UserThread thread, Enclave enclave, int fd, long gtid, int barrier) {
    if (!(thread.process().file(fd) instanceof OpenFile.Queue file)) {
      return -Errno.EBADF;
    }
    Task task = task(thread, gtid);
    if (task == null || task.ghost == null) {
      return -Errno.ENOENT;
    }
    GhostTask ghost = task.ghost;
    if (task.isAgent()) {
      task.cpu.ghost.syncBarrier();
    }
    if (ghost.statusWord.barrier != barrier) {
      return -Errno.ESTALE;
    }
    int status = ghost.queue == file.queue() ? GhostAbi.ASSOC_ALREADY : 0;
    status |= ghost.newTask || task.inhibitor != null ? GhostAbi.ASSOC_BRAND_NEW : 0;
    ghost.queue = file.queue();
    return status;
  }

  /** By gtid; 0 is the caller. */
  Task task(UserThread thread, long gtid) {
    if (gtid == 0) {
      return thread.isAgent() ? thread.agentOf.ghost.agent : null;
    }
    return gtid < 0 ? null : kernel.gtids.find(gtid, kernel.executing());
  }

  int ping(UserThread thread, int id) {
    if (id < 0 || id >= kernel.cpuCount()) {
      return -Errno.EINVAL;
    }
    Cpu cpu = kernel.cpu(id);
    Agent target = cpu.ghost.program;
    if (target == null || target.thread().process() != thread.process()) {
      return -Errno.EINVAL;
    }
    cpu.ghost.agentBarrier++;
    kernel.agents.schedule(cpu);
    kernel.resched(cpu);
    return 0;
  }

  /** {@code sched_setscheduler} of a task or agent: only leaving ghOSt can be asked for. */
  public int setScheduler(UserThread thread, long gtid, int policy) {
    Task task = task(thread, gtid);
    if (task == null && gtid != 0) {
      return -Errno.ESRCH;
    }
    if (task != null && task.isAgent()) {
      return -Errno.EPERM;
    }
    if (policy == GhostAbi.SCHED_GHOST) {
      return -Errno.EBADF;
    }
    if (!thread.isCapable()) {
      return -Errno.EPERM;
    }
    if (task != null && task.ghost != null) {
      return call(
          thread,
          () -> {
            if (task.state == TaskState.NEW) {
              kernel.membership.forgetNew(task);
            } else {
              kernel.attributes.leaveGhost(task);
            }
            return 0;
          });
    }
    return 0;
  }

  /** Attaches a program of a policy to an enclave: a descriptor, whose closing detaches it. */
  public int attach(UserThread thread, int ctl, HookPoint point, Policy owner, int abi) {
    HookProgram program = owner.program(point);
    if (program == null) {
      return -Errno.EINVAL;
    }
    if (!thread.mayLoadPrograms()) {
      return -Errno.EPERM;
    }
    if (!(thread.process().file(ctl) instanceof OpenFile.Ghost file)
        || file.file() != GhostFile.CTL
        || file.enclave().dying
        || abi != file.enclave().abi) {
      return -Errno.EBADF;
    }
    Enclave enclave = file.enclave();
    return call(
        thread,
        () ->
            enclave.hooks.attach(point, program, owner)
                ? thread.process().add(new OpenFile.Link(enclave, point))
                : -Errno.EBUSY);
  }

  /** Ends a process: its agents exit, its descriptors close, its ephemeral enclaves go. */
  public void kill(UserProcess process) {
    for (Cpu cpu : kernel.cpus) {
      if (cpu.ghost.program != null && cpu.ghost.program.thread().process() == process) {
        kernel.call(
            cpu,
            () -> {
              kernel.agents.exit(cpu);
              return 0;
            });
      }
    }
    UserThread last = process.thread(0);
    for (int fd : process.descriptors()) {
      close(last, fd);
    }
    for (Enclave enclave : kernel.enclaves.all().toArray(Enclave[]::new)) {
      if (enclave.ephemeralOf == process) {
        call(
            last,
            () -> {
              kernel.enclaves.destroy(enclave);
              return 0;
            });
      }
    }
  }

  /** Ends every process there has been. */
  void killAll() {
    processes.forEach(this::kill);
  }

  /** Makes a fault of a workload happen now, whatever its time. */
  public void cause(Fault fault) {
    kernel.disturbances.cause(fault);
  }

  /**
   * Starts a task of the workload that waits for another one to start it.
   *
   * @param nice -20 to 19
   * @param cpus at least one
   */
  public void start(int task, int nice, CpuSet cpus) {
    kernel.disturbances.start(kernel.tasks[task], nice, cpus);
  }

  /** Ends an {@link Agent#block}. */
  public void wake(int cpu) {
    kernel.call(
        kernel.cpu(cpu),
        () -> {
          unblock(kernel.cpu(cpu), kernel.cpu(cpu).ghost.program);
          return 0;
        });
  }

  void unblock(Cpu cpu, Agent agent) {
    if (agent != null && cpu.ghost.program == agent && !cpu.ghost.agent.queued) {
      kernel.agents.unblock(cpu);
    }
  }

  /** {@code timerfd_create}. */
  public int createTimer(UserThread thread) {
    return thread.process().add(new OpenFile.Timer(new GhostTimer()));
  }

  /** Expirations of a timer since the last look. */
  public long readTimer(UserThread thread, int fd) {
    return thread.process().file(fd) instanceof OpenFile.Timer file ? file.timer().take() : 0;
  }
}

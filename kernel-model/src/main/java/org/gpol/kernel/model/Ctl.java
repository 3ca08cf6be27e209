package org.gpol.kernel.model;

import java.util.BitSet;
import org.gpol.kernel.hook.Errno;
import org.gpol.kernel.hook.GhostAbi;

/**
 * The system calls on an enclave's {@code ctl}, for the thread that opened it. Results below 0 are
 * error numbers, negated: EACCES if it was not opened for writing, ENODEV once the enclave is gone.
 */
public final class Ctl {
  private final Kernel kernel;
  private final UserThread thread;
  private final int fd;

  Ctl(Kernel kernel, UserThread thread, int fd) {
    this.kernel = kernel;
    this.thread = thread;
    this.fd = fd;
  }

  /** The enclave of a {@code ctl}, or why there is none. */
  private int onEnclave(java.util.function.ToIntFunction<Enclave> body) {
    if (!(thread.process().file(fd) instanceof OpenFile.Ghost file)) {
      return -Errno.EBADF;
    }
    if (file.file() != GhostFile.CTL) {
      return -Errno.ENOTTY;
    }
    if (!file.writable()) {
      return -Errno.EACCES;
    }
    if (file.enclave().dying) {
      return -Errno.ENODEV;
    }
    return kernel.userSpace().call(thread, () -> body.applyAsInt(file.enclave()));
  }

  /** {@code CREATE_QUEUE}: a descriptor. */
  public int createQueue(int elements, int node, int flags) {
    return onEnclave(
        enclave -> {
          boolean hasNode = node >= 0 && node < kernel.config.topology().nodes();
          if (!MessageQueue.isValidSize(elements) || flags != 0 || !hasNode) {
            return -Errno.EINVAL;
          }
          MessageQueue queue = kernel.enclaves.createQueue(elements);
          return thread.process().add(new OpenFile.Queue(enclave, queue));
        });
  }

  /** {@code SET_DEFAULT_QUEUE}. */
  public int setDefaultQueue(int queueFd) {
    return onEnclave(
        enclave -> {
          if (!(thread.process().file(queueFd) instanceof OpenFile.Queue file)) {
            return -Errno.EBADF;
          }
          if (file.enclave() != enclave) {
            return -Errno.EINVAL;
          }
          enclave.defaultQueue = file.queue();
          return 0;
        });
  }

  /** {@code ASSOC_QUEUE}: bits of {@code GhostAbi.ASSOC_*}. */
  public int assocQueue(int queueFd, int type, long gtid, int barrier, int flags) {
    return onEnclave(
        enclave ->
            flags != 0 || type != GhostAbi.SRC_TASK
                ? -Errno.EINVAL
                : kernel.userSpace().associate(thread, enclave, queueFd, gtid, barrier));
  }

  /** {@code CONFIG_QUEUE_WAKEUP}: whose agents a queue wakes, the last of which looks at once. */
  public int configQueueWakeup(int queueFd, int[] cpus, int flags) {
    return onEnclave(
        enclave -> {
          if (cpus.length > GhostAbi.MAX_WAKEUPS || flags != 0) {
            return -Errno.EINVAL;
          }
          if (!(thread.process().file(queueFd) instanceof OpenFile.Queue file)) {
            return -Errno.EBADF;
          }
          for (int cpu : cpus) {
            if (cpu < 0 || cpu >= kernel.cpuCount()) {
              return -Errno.EINVAL;
            }
          }
          file.queue().setWakeups(cpus.clone());
          if (cpus.length > 0) {
            kernel.agents.wake(kernel.cpu(cpus[cpus.length - 1]));
          }
          return 0;
        });
  }

  /**
   * {@code SW_GET_INFO}: 0, and {@code into} gets region and index.
   *
   * @param type {@link GhostAbi#SRC_AGENT} with a CPU, {@link GhostAbi#SRC_TASK} with a gtid
   */
  public int swGetInfo(int type, long arg, int[] into) {
    return onEnclave(
        enclave -> {
          Task task;
          if (type == GhostAbi.SRC_AGENT) {
            if (arg < 0 || arg >= kernel.cpuCount()) {
              return -Errno.EINVAL;
            }
            Cpu cpu = kernel.cpu((int) arg);
            if (cpu.ghost.enclave != enclave) {
              return -Errno.ENODEV;
            }
            task = cpu.ghost.agent;
            if (task == null) {
              return -Errno.EINVAL;
            }
          } else if (type == GhostAbi.SRC_TASK) {
            task = kernel.userSpace().task(thread, arg);
          } else {
            return -Errno.EINVAL;
          }
          if (task == null || task.ghost == null) {
            return -Errno.ENOENT;
          }
          into[0] = task.ghost.statusWord.region;
          into[1] = task.ghost.statusWord.index;
          return 0;
        });
  }

  /** {@code SW_FREE}. */
  public int swFree(int region, int index) {
    return onEnclave(enclave -> -kernel.membership.freeStatusWord(enclave, region, index));
  }

  /** {@code GET_CPU_TIME}: 0, and {@code into} gets nanoseconds. */
  public int getCpuTime(long gtid, long[] into) {
    return onEnclave(
        enclave -> {
          Task task = kernel.userSpace().task(thread, gtid);
          if (task == null) {
            return -Errno.ESRCH;
          }
          if (task.onCpu) {
            kernel.account(task.cpu);
          }
          into[0] = task.runtimeNs;
          return 0;
        });
  }

  /**
   * A call by number, with the argument of ghOSt's header; a pointer in it is an offset into the
   * same bytes. Numbers that there are not give ENOTTY.
   */
  public int ioctl(int request, byte[] arg) {
    return new Ioctl(this).call(request, arg);
  }

  /** {@code SYNC_GROUP_TXN} of a thread that is no agent: it can ping its own process's agents. */
  public int syncGroupTxn(BitSet cpus, int flags) {
    return onEnclave(
        enclave ->
            flags != 0
                ? -Errno.EINVAL
                : kernel.commits.commitGroup(
                    cpus, kernel.cpu(thread.cpu()), Committer.Mode.SYNC, thread.process()));
  }

  /** {@code COMMIT_TXN} of a thread that is no agent: it can ping its own process's agents. */
  public int commitTxn(BitSet cpus, int flags) {
    return onEnclave(
        enclave -> {
          if (flags != 0) {
            return -Errno.EINVAL;
          }
          kernel.commits.commitSet(cpus, kernel.cpu(thread.cpu()), thread.process());
          return 0;
        });
  }

  /** {@code RUN} of a thread that is not executing as an agent. */
  public int run(long gtid, int runCpu, int runFlags) {
    return onEnclave(
        enclave -> {
          if (!thread.isCapable()) {
            return -Errno.EPERM;
          }
          boolean idleFlag = (runFlags & GhostAbi.RTLA_ON_IDLE) != 0 && gtid < 0;
          if (runCpu < 0
              || runCpu >= kernel.cpuCount()
              || (runFlags & ~GhostAbi.RTLA_ON_IDLE) != 0
              || idleFlag) {
            return -Errno.EINVAL;
          }
          return gtid == GhostAbi.AGENT_GTID
              ? kernel.userSpace().ping(thread, runCpu)
              : -Errno.EINVAL;
        });
  }

  /**
   * {@code TIMERFD_SETTIME}: an absolute first time, 0 to stop; then an interval, 0 for none. With
   * {@code flags} {@link GhostAbi#TIMERFD_ENABLED} the agent of {@code cpu} is told.
   */
  public int setTimer(int timerFd, long firstNs, long intervalNs, TimerTarget target) {
    return onEnclave(
        enclave -> {
          if (!(thread.process().file(timerFd) instanceof OpenFile.Timer file)) {
            return -Errno.EBADF;
          }
          if (firstNs < 0 || intervalNs < 0) {
            return -Errno.EINVAL;
          }
          int errno = target == null ? 0 : checkTarget(thread, target);
          if (errno != 0) {
            return -errno;
          }
          file.timer().start(kernel, thread.cpu(), firstNs, intervalNs, target);
          return 0;
        });
  }

  private int checkTarget(UserThread thread, TimerTarget target) {
    boolean cpuExists = target.cpu() >= 0 && target.cpu() < kernel.cpuCount();
    if (target.flags() != GhostAbi.TIMERFD_ENABLED || !cpuExists) {
      return Errno.EINVAL;
    }
    Agent agent = kernel.cpu(target.cpu()).ghost.program;
    boolean own = agent != null && agent.thread().process() == thread.process();
    return own ? 0 : Errno.EINVAL;
  }
}

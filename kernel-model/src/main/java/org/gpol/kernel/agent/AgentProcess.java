package org.gpol.kernel.agent;

import java.util.BitSet;
import org.gpol.kernel.hook.GhostAbi;
import org.gpol.kernel.hook.HookPoint;
import org.gpol.kernel.hook.Policy;
import org.gpol.kernel.model.AgentProgram;
import org.gpol.kernel.model.Ctl;
import org.gpol.kernel.model.MessageQueue;
import org.gpol.kernel.model.UserProcess;
import org.gpol.kernel.model.UserSpace;
import org.gpol.kernel.model.UserThread;

/** A process that makes an enclave, gives it CPUs and tasks, and has agents in it. */
public final class AgentProcess {
  private final UserSpace user;
  private final UserProcess process;
  private final UserThread main;
  private final int id;
  private final BitSet cpus;
  private final int ctlFd;
  private final Ctl ctl;
  private long hangNs = Long.MAX_VALUE;

  /**
   * Makes an enclave.
   *
   * @param id of the enclave, not in use yet
   * @param cpus of the enclave, in no other one
   */
  public AgentProcess(UserSpace user, int id, BitSet cpus) {
    this.user = user;
    this.id = id;
    this.cpus = (BitSet) cpus.clone();
    this.process = user.process("agents/" + id);
    this.main = process.thread(cpus.nextSetBit(0));
    int root = checked("open", user.open(main, "ctl", true));
    write(root, "create " + id + " " + GhostAbi.VERSION);
    user.close(main, root);
    this.ctlFd = checked("open", user.open(main, "enclave_" + id + "/ctl", true));
    this.ctl = user.ctl(main, ctlFd);
    write(ctlFd, "create sw_region 0 0");
    StringBuilder list = new StringBuilder();
    cpus.stream().forEach(cpu -> list.append(list.length() == 0 ? "" : ",").append(cpu));
    set("cpulist", list.toString());
  }

  private static int checked(String call, int result) {
    if (result < 0) {
      throw new IllegalStateException(
          call + " failed: " + org.gpol.kernel.hook.Errno.name(-result));
    }
    return result;
  }

  private void write(int fd, String text) {
    checked("write of `" + text + "`", user.write(main, fd, text));
  }

  /** Writes a file of the enclave, such as {@code deliver_ticks}. */
  public void set(String file, String value) {
    int fd = checked("open", user.open(main, "enclave_" + id + "/" + file, true));
    write(fd, value);
    user.close(main, fd);
  }

  /** Has a task of the workload enter the enclave. */
  public void enter(long gtid) {
    set("tasks", Long.toString(gtid));
  }

  /** CPUs of the enclave. */
  public BitSet cpus() {
    return (BitSet) cpus.clone();
  }

  /** A queue that wakes the agents of these CPUs: its descriptor. */
  public int createQueue(int elements, int... wakes) {
    int fd = checked("CREATE_QUEUE", ctl.createQueue(elements, 0, 0));
    if (wakes.length > 0) {
      checked("CONFIG_QUEUE_WAKEUP", ctl.configQueueWakeup(fd, wakes, 0));
    }
    return fd;
  }

  /** The ring behind a queue's descriptor. */
  public MessageQueue queue(int fd) {
    return user.queue(main, fd);
  }

  /** Makes a queue the one of new tasks. */
  public void setDefaultQueue(int fd) {
    checked("SET_DEFAULT_QUEUE", ctl.setDefaultQueue(fd));
  }

  /** Starts the agent of a CPU, whose own messages go to a queue. */
  public void startAgent(int cpu, int queueFd, AgentProgram program) {
    AgentProgram rounds =
        agent -> {
          if (agent.nowNs() >= hangNs) {
            agent.block();
          } else {
            program.round(agent);
          }
        };
    checked("become agent", user.becomeAgent(process.thread(cpu), ctlFd, cpu, queueFd, rounds));
  }

  /** Attaches a program of a policy to the enclave. */
  public void attach(HookPoint point, Policy policy) {
    checked("attach", user.attach(main, ctlFd, point, policy, GhostAbi.VERSION));
  }

  /** From this time on its agents sleep whenever they have a CPU, and nobody wakes them. */
  public void hangAt(long timeNs) {
    hangNs = timeNs;
  }

  /**
   * It ends, as by a crash: agents and programs are gone. The enclave stays, with tasks that nobody
   * runs, until the watchdog destroys it or another process takes it over.
   */
  public void die() {
    user.kill(process);
  }
}

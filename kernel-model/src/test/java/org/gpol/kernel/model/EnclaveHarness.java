package org.gpol.kernel.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.gpol.kernel.hook.GhostAbi;
import org.gpol.kernel.hook.MessageType;

/**
 * A machine with one enclave of all CPUs, made through ghostfs by a process of user space. Its
 * agents take their messages into a log and yield, unless a test says what they do in a round.
 */
final class EnclaveHarness {
  static final int QUEUE_SIZE = 1024;

  final KernelHarness machine = new KernelHarness();
  final List<String> log = new ArrayList<>();
  final List<Message> messages = new ArrayList<>();
  Kernel kernel;
  UserSpace user;
  UserProcess process;
  UserThread thread;
  int ctlFd;
  Ctl ctl;
  int queueFd;
  MessageQueue queue;
  private final List<Deque<Consumer<Agent>>> rounds = new ArrayList<>();

  EnclaveHarness boot(int cpus) {
    machine.boot(cpus, null, null);
    kernel = machine.kernel;
    user = kernel.userSpace();
    user.setAgentCosts(AgentCosts.LEAST);
    process = user.process("agents");
    thread = process.thread(0);
    for (int i = 0; i < cpus; i++) {
      rounds.add(new ArrayDeque<>());
    }
    int root = user.open(thread, "ctl", true);
    write(root, "create 1 91");
    ctlFd = user.open(thread, "enclave_1/ctl", true);
    ctl = user.ctl(thread, ctlFd);
    write(ctlFd, "create sw_region 0 0");
    set("cpulist", cpus == 1 ? "0" : "0-" + (cpus - 1));
    queueFd = ctl.createQueue(QUEUE_SIZE, 0, 0);
    queue = user.queue(thread, queueFd);
    check(ctl.setDefaultQueue(queueFd));
    return this;
  }

  static void check(int result) {
    if (result < 0) {
      throw new AssertionError("failed with " + result);
    }
  }

  void write(int fd, String text) {
    check(user.write(thread, fd, text));
  }

  /** Writes a file of the enclave. */
  void set(String file, String text) {
    check(trySet(file, text));
  }

  int trySet(String file, String text) {
    int fd = user.open(thread, "enclave_1/" + file, true);
    check(fd);
    return user.write(thread, fd, text);
  }

  String get(String file) {
    StringBuilder text = new StringBuilder();
    int fd = user.open(thread, "enclave_1/" + file, false);
    check(fd);
    check(user.read(thread, fd, text));
    return text.toString();
  }

  /** A new agent on each of these CPUs, of the harness's process. */
  EnclaveHarness agents(int... cpus) {
    for (int cpu : cpus) {
      check(user.becomeAgent(process.thread(cpu), ctlFd, cpu, -1, this::round));
    }
    return settle();
  }

  private void round(Agent agent) {
    Consumer<Agent> next = rounds.get(agent.cpu()).poll();
    if (next == null) {
      int barrier = agent.barrier();
      drain(agent);
      agent.runYield(barrier, 0);
    } else {
      next.accept(agent);
    }
  }

  /** Takes all messages into the log. */
  void drain(Agent agent) {
    Message message = new Message();
    while (agent.read(queue, message)) {
      note(message);
      message = new Message();
    }
  }

  /** The same from outside, as a thread that has mapped the queue can. */
  List<String> drained() {
    Message message = new Message();
    while (queue.read(message)) {
      note(message);
      message = new Message();
    }
    return log;
  }

  private void note(Message message) {
    messages.add(message);
    MessageType type = message.type();
    String source =
        type.isCpuMessage() ? "cpu" + message.cpu() : "t" + (GhostAbi.pid(message.gtid()) - 1);
    boolean latched = type == MessageType.TASK_PREEMPT && message.field("was_latched") != 0;
    log.add(type + "(" + source + (latched ? ",latched" : "") + ")");
  }

  Message message(int index) {
    return messages.get(index);
  }

  /** What the agent of a CPU does in its next rounds, each woken for. */
  final EnclaveHarness rounds(int cpu, List<Consumer<Agent>> steps) {
    rounds.get(cpu).addAll(steps);
    check(ctl.run(GhostAbi.AGENT_GTID, cpu, 0));
    return settle();
  }

  EnclaveHarness round(int cpu, Consumer<Agent> step) {
    return rounds(cpu, List.of(step));
  }

  /** The agent of a CPU commits a task for itself or another CPU and yields. */
  EnclaveHarness runOn(int agentCpu, int cpu, int task, int runFlags, int commitFlags) {
    return round(
        agentCpu,
        agent -> {
          open(agent, cpu, task, runFlags, commitFlags);
          agent.commit(cpu);
          if (!agent.hasLeft()) {
            agent.runYield(agent.barrier(), 0);
          }
        });
  }

  EnclaveHarness runOn(int agentCpu, int cpu, int task) {
    return runOn(agentCpu, cpu, task, 0, GhostAbi.COMMIT_AT_TXN_COMMIT);
  }

  void open(Agent agent, int cpu, int task, int runFlags, int commitFlags) {
    Task target = machine.task(task);
    int barrier = target.ghost == null ? 0 : target.ghost.statusWord.barrier;
    agent.transaction(cpu).open(target.gtid, barrier, agent.barrier(), runFlags, commitFlags);
  }

  Transaction txn(int cpu) {
    return user.transaction(cpu);
  }

  /** Runs the events of this instant and of what agents do in it. */
  EnclaveHarness settle() {
    return until(kernel.nowNs() + 40);
  }

  EnclaveHarness until(long timeNs) {
    machine.until(timeNs);
    return this;
  }

  EnclaveHarness enter(int task) {
    set("tasks", Integer.toString(GhostAbi.pid(machine.task(task).gtid)));
    return this;
  }

  Task task(int index) {
    return machine.task(index);
  }

  StatusWord word(int task) {
    return machine.task(task).ghost.statusWord;
  }

  Cpu cpu(int id) {
    return kernel.cpu(id);
  }

  static BitSet cpus(int... ids) {
    BitSet set = new BitSet();
    for (int id : ids) {
      set.set(id);
    }
    return set;
  }
}

package org.gpol.kernel.model;

import org.gpol.kernel.hook.Errno;

/** What is written to the {@code ctl} of an enclave: 0 or an errno. */
final class EnclaveCommands {
  private final Kernel kernel;

  EnclaveCommands(Kernel kernel) {
    this.kernel = kernel;
  }

  int run(UserThread thread, Enclave enclave, String line) {
    if (line.equals("destroy")) {
      kernel.enclaves.destroy(enclave);
      return 0;
    }
    if (line.equals("discover tasks")) {
      kernel.membership.discover(enclave);
      return 0;
    }
    if (line.equals("disable my bpf_prog_load")) {
      thread.disableProgramLoad();
      return 0;
    }
    String[] words = line.split(" ");
    if (words.length == 4 && line.startsWith("create sw_region ")) {
      return createRegion(enclave, number(words[2]), number(words[3]));
    }
    if (words.length == 4 && line.startsWith("become agent ")) {
      return becomeAgent(thread, enclave, number(words[2]), number(words[3]));
    }
    return Errno.EINVAL;
  }

  /** A decimal number, {@link Integer#MIN_VALUE} if the text is none. */
  private static int number(String text) {
    return text.matches("-?[0-9]{1,9}") ? Integer.parseInt(text) : Integer.MIN_VALUE;
  }

  private int createRegion(Enclave enclave, int id, int node) {
    if (id < 0 || node == Integer.MIN_VALUE) {
      return Errno.EINVAL;
    }
    if (node < 0 || node >= kernel.config.topology().nodes()) {
      return Errno.ENODEV;
    }
    return enclave.statusWords.create(id, node) ? 0 : Errno.EEXIST;
  }

  /** The checks in the kernel's order. The thread stays what it is where one fails. */
  private int becomeAgent(UserThread thread, Enclave enclave, int id, int queueFd) {
    if (queueFd < -1) {
      return Errno.EBADF;
    }
    if (id < 0 || id >= kernel.cpuCount()) {
      return Errno.EINVAL;
    }
    if (!thread.isCapable()) {
      return Errno.EPERM;
    }
    OpenFile file = thread.process().file(queueFd);
    if (queueFd >= 0 && !(file instanceof OpenFile.Queue)) {
      return Errno.EBADF;
    }
    Cpu cpu = kernel.cpu(id);
    if (cpu.ghost.agent != null) {
      return Errno.EBUSY;
    }
    Agents.killTransaction(cpu);
    if (cpu.ghost.enclave != enclave) {
      return Errno.ENODEV;
    }
    MessageQueue queue =
        file instanceof OpenFile.Queue opened ? opened.queue() : enclave.defaultQueue;
    if (queue == null) {
      return Errno.ENXIO;
    }
    if (thread.isAgent()) {
      return Errno.EPERM;
    }
    return attach(thread, enclave, cpu, queue);
  }

  private int attach(UserThread thread, Enclave enclave, Cpu cpu, MessageQueue queue) {
    Task task = kernel.enclaves.createAgent(cpu);
    StatusWord word = enclave.statusWords.allocate(task.gtid, 0);
    if (word == null) {
      kernel.gtids.remove(task);
      return Errno.ENOMEM;
    }
    kernel.agents.attach(cpu, task, word, queue);
    AgentProgram program = thread.program;
    if (program != null) {
      cpu.ghost.program = new Agent(kernel, cpu, thread, program, kernel.userSpace().agentCosts());
    }
    thread.agentOf = cpu;
    kernel.resched(cpu);
    return 0;
  }
}

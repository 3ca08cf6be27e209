package org.gpol.kernel.model;

import org.gpol.bpf.object.EventType;
import org.gpol.kernel.hook.GhostAbi;
import org.gpol.kernel.hook.HookEnvironment;
import org.gpol.kernel.hook.Policy;
import org.gpol.kernel.workload.CpuSet;

/**
 * The kernel as any program sees it, whatever it is attached to. What is asked for makes a run
 * impure: the next one may see something else.
 */
abstract class ProgramEnvironment implements HookEnvironment {
  final Kernel kernel;

  /** What is told of events; one object for all times. */
  final Policy.EventConsumer events = this::report;

  ProgramEnvironment(Kernel kernel) {
    this.kernel = kernel;
  }

  private void report(EventType type, long[] values) {
    if (kernel.trace != null) {
      kernel.trace.policyEvent(kernel.nowNs(), kernel.executing().id, type, values);
    }
  }

  @Override
  public long ktimeNs() {
    kernel.polling.markImpure();
    return kernel.nowNs();
  }

  @Override
  public int currentCpu() {
    return kernel.executing().id;
  }

  @Override
  public long tickNs() {
    return kernel.config.tickNs();
  }

  @Override
  public int numaNode() {
    return kernel.config.topology().node(kernel.executing().id);
  }

  /** A task is known by its gtid; those of no workload that have none, by their CPU. */
  @Override
  public long currentTask() {
    kernel.polling.markImpure();
    Task task = kernel.executing().curr;
    long cpu = kernel.executing().id;
    return task.gtid != 0 ? task.gtid : task.isIdle() ? cpu : kernel.cpuCount() + cpu;
  }

  @Override
  public int pid(long task) {
    return GhostAbi.pid(task);
  }

  @Override
  public String comm(long task) {
    if (task < kernel.cpuCount()) {
      return "swapper/" + task;
    }
    if (task < 2L * kernel.cpuCount()) {
      return kernel.cpu((int) (task - kernel.cpuCount())).stopper.name;
    }
    return kernel.gtids.name(task);
  }

  @Override
  public long taskByPid(int pid) {
    kernel.polling.markImpure();
    return kernel.gtids.byPid(pid);
  }

  @Override
  public int randomU32() {
    kernel.polling.markImpure();
    return kernel.random.getAsInt();
  }

  @Override
  public void tracePrintk(String line) {
    kernel.polling.markImpure();
    if (kernel.trace != null) {
      kernel.trace.printk(kernel.nowNs(), kernel.executing().id, line);
    }
  }

  @Override
  public CpuSet affinity(long gtid) {
    kernel.polling.markImpure();
    Task task = gtid < 0 ? null : kernel.gtids.find(gtid, kernel.executing());
    return task == null ? null : task.affinity;
  }

  @Override
  public String nameOf(long gtid) {
    kernel.polling.markImpure();
    Task task = gtid < 0 ? null : kernel.gtids.find(gtid, kernel.executing());
    return task == null ? null : task.name;
  }

  @Override
  public int cpuCount() {
    return kernel.cpuCount();
  }
}

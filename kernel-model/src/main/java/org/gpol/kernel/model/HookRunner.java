package org.gpol.kernel.model;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import org.gpol.kernel.hook.ContextCodec;
import org.gpol.kernel.hook.Errno;
import org.gpol.kernel.hook.HookFault;
import org.gpol.kernel.hook.HookPoint;
import org.gpol.kernel.hook.HookProgram;
import org.gpol.kernel.hook.MessageType;
import org.gpol.kernel.hook.Policy;
import org.gpol.kernel.hook.SyncCommit;
import org.gpol.kernel.report.HookResult;

/**
 * Runs the programs of an enclave: charges their time to the executing CPU, counts them, and
 * watches whether a run looked at or touched anything that could make the next one differ.
 */
final class HookRunner extends ProgramEnvironment {
  private final EnumMap<HookPoint, HookProgram> programs = new EnumMap<>(HookPoint.class);
  private final EnumMap<HookPoint, Policy> owners = new EnumMap<>(HookPoint.class);

  /** What is attached, for those who ask at every event. */
  private HookProgram pnt;

  private HookProgram msgSend;
  private HookProgram selectRq;
  private HookProgram haltPoll;

  /** Each policy that has a program here, once. */
  private Policy[] policies = {};

  private final byte[] pntContext = new byte[ContextCodec.PNT_SIZE];
  private final byte[] messageContext = new byte[ContextCodec.MSG_SIZE];
  private final byte[] selectContext = new byte[ContextCodec.SELECT_RQ_SIZE];

  private final byte[] haltContext = new byte[ContextCodec.HALT_POLL_SIZE];

  private final RunCounter picks = new RunCounter();
  private final RunCounter halts = new RunCounter();
  private final RunCounter selects = new RunCounter();
  private final RunCounter timers = new RunCounter();
  private final EnumMap<MessageType, RunCounter> sends = new EnumMap<>(MessageType.class);

  /** The enclave whose programs these are. */
  private Enclave enclave;

  private HookPoint running;

  /** Instructions of the last program that ended. */
  private long lastInsns;

  private long pntInsns;
  private long pntResult;
  private long mutations;
  private long timerChanges;

  HookRunner(Kernel kernel) {
    super(kernel);
    for (MessageType type : MessageType.values()) {
      sends.put(type, new RunCounter());
    }
  }

  void belongTo(Enclave theEnclave) {
    enclave = theEnclave;
  }

  /** Attaches a program of a policy; false if another is attached there. */
  boolean attach(HookPoint point, HookProgram program, Policy owner) {
    if (has(point)) {
      return false;
    }
    programs.put(point, program);
    owners.put(point, owner);
    ownersChanged();
    return true;
  }

  /** Attaches all programs of a policy; its points must be free. */
  void attachAll(Policy policy) {
    for (HookPoint point : HookPoint.values()) {
      HookProgram program = policy.program(point);
      if (program != null) {
        attach(point, program, policy);
      }
    }
  }

  void detach(HookPoint point) {
    programs.remove(point);
    owners.remove(point);
    ownersChanged();
  }

  private void ownersChanged() {
    List<Policy> distinct = new ArrayList<>();
    for (Policy owner : owners.values()) {
      if (!distinct.contains(owner)) {
        distinct.add(owner);
      }
    }
    policies = distinct.toArray(Policy[]::new);
    pnt = programs.get(HookPoint.PICK_NEXT_TASK);
    msgSend = programs.get(HookPoint.MSG_SEND);
    selectRq = programs.get(HookPoint.SELECT_RQ);
    haltPoll = programs.get(HookPoint.HALT_POLL);
    mutations = currentMutations();
    timerChanges = currentTimerChanges();
    kernel.polling.markImpure();
    kernel.polling.policyChanged();
    armTimers();
  }

  private long currentMutations() {
    long sum = 0;
    for (Policy policy : policies) {
      sum += policy.mutations();
    }
    return sum;
  }

  private long currentTimerChanges() {
    long sum = 0;
    for (Policy policy : policies) {
      sum += policy.timerChanges();
    }
    return sum;
  }

  boolean has(HookPoint point) {
    return program(point) != null;
  }

  private HookProgram program(HookPoint point) {
    return switch (point) {
      case PICK_NEXT_TASK -> pnt;
      case MSG_SEND -> msgSend;
      case SELECT_RQ -> selectRq;
      case HALT_POLL -> haltPoll;
    };
  }

  byte[] messageContext() {
    return messageContext;
  }

  void taskExited(Task task) {
    for (Policy policy : policies) {
      policy.taskExited(task.gtid);
    }
  }

  /** Runs pick_next_task and returns its context. */
  byte[] pick(boolean agentOnRq, boolean agentRunnable, boolean mightYield, long nextGtid) {
    ContextCodec.writePnt(pntContext, agentOnRq, agentRunnable, mightYield, nextGtid);
    pntResult = run(HookPoint.PICK_NEXT_TASK, picks, pntContext);
    pntInsns = lastInsns;
    return pntContext;
  }

  /** Runs select_task_rq; the result is a CPU or no opinion. */
  int selectRq(long gtid, int taskCpu, int wakerCpu, int wakeFlags) {
    ContextCodec.writeSelectRq(selectContext, gtid, taskCpu, wakerCpu, wakeFlags);
    long result = run(HookPoint.SELECT_RQ, selects, selectContext);
    report(HookPoint.SELECT_RQ, lastInsns, result);
    return (int) result;
  }

  /** Runs the message program on {@link #messageContext}; true if it lets the message through. */
  boolean message(MessageType type) {
    long result = run(HookPoint.MSG_SEND, sends.get(type), messageContext);
    report(HookPoint.MSG_SEND, lastInsns, result);
    return result == 0;
  }

  private long run(HookPoint point, RunCounter counter, byte[] context) {
    HookProgram program = program(point);
    HookPoint outer = running;
    running = point;
    counter.calls++;
    try {
      long result = program.run(context, this);
      long executed = program.lastInsns();
      counter.insns += executed;
      lastInsns = executed;
      kernel.executing().policyLeftNs += kernel.config.costs().programNs(executed);
      noteMutations();
      return result;
    } catch (HookFault fault) {
      counter.errors++;
      throw fault;
    } finally {
      running = outer;
    }
  }

  /** Runs what the timers call that have expired on {@code cpu}, the executing one. */
  void runTimers(Cpu cpu) {
    for (Policy policy : policies) {
      if (policy.nextTimerNs(cpu.id) <= kernel.nowNs()) {
        runTimer(policy, cpu);
      }
    }
  }

  private void runTimer(Policy policy, Cpu cpu) {
    HookPoint outer = running;
    running = null;
    timers.calls++;
    try {
      long executed = policy.runTimer(cpu.id, this);
      timers.insns += executed;
      cpu.policyLeftNs += kernel.config.costs().programNs(executed);
    } catch (HookFault fault) {
      timers.errors++;
      throw fault;
    } finally {
      running = outer;
    }
    noteMutations();
  }

  private void armTimers() {
    for (Cpu cpu : kernel.cpus) {
      kernel.enclaves.armProgramTimer(cpu);
    }
  }

  /** The run is over. */
  void sampleStats() {
    for (Policy policy : policies) {
      kernel.statSampler.sample(kernel.nowNs(), policy);
    }
  }

  /** When the first timer of a policy here expires on a CPU. */
  long nextTimerNs(Cpu cpu) {
    long next = Long.MAX_VALUE;
    for (Policy policy : policies) {
      next = Math.min(next, policy.nextTimerNs(cpu.id));
    }
    return next;
  }

  private void noteMutations() {
    long changes = currentTimerChanges();
    if (changes != timerChanges) {
      timerChanges = changes;
      armTimers();
    }
    long now = currentMutations();
    if (now != mutations) {
      for (Policy policy : policies) {
        policy.drainEvents(events);
        kernel.statSampler.changed(kernel.nowNs(), policy);
      }
      mutations = currentMutations();
      kernel.polling.markImpure();
      kernel.polling.policyChanged();
    }
  }

  private void report(HookPoint point, long executed, long result) {
    if (kernel.trace != null) {
      kernel.trace.hook(kernel.nowNs(), kernel.executing().id, point, executed, result);
    }
  }

  /** Instructions of the last pick_next_task. */
  long pntInsns() {
    return pntInsns;
  }

  /** Reports the last pick_next_task to the trace; idle polls without effect are left out. */
  void reportPick() {
    report(HookPoint.PICK_NEXT_TASK, pntInsns, pntResult);
  }

  /** Counts picks that were not run because they would have repeated themselves. */
  void addElided(long count, long insnsEach) {
    picks.calls += count;
    picks.insns += count * insnsEach;
  }

  /** The hooks that have a program, pick and select first, then messages in ABI order. */
  List<HookResult> results() {
    List<HookResult> results = new ArrayList<>();
    if (has(HookPoint.PICK_NEXT_TASK)) {
      results.add(picks.result("pick_next_task"));
    }
    if (has(HookPoint.SELECT_RQ)) {
      results.add(selects.result("select_task_rq"));
    }
    if (has(HookPoint.MSG_SEND)) {
      sends.forEach((type, counter) -> results.add(counter.result(type.hookName())));
    }
    if (has(HookPoint.HALT_POLL)) {
      results.add(halts.result("halt_poll"));
    }
    if (timers.calls > 0) {
      results.add(timers.result("timer"));
    }
    return results;
  }

  @Override
  public int wakeAgent(int cpu) {
    kernel.polling.markImpure();
    return kernel.enclaves.wakeAgent(enclave, cpu);
  }

  @Override
  public int runGtid(long gtid, int taskBarrier, int runFlags) {
    kernel.polling.markImpure();
    boolean fromPick = running == HookPoint.PICK_NEXT_TASK;
    return kernel.latcher.runGtid(kernel.executing(), gtid, taskBarrier, runFlags, fromPick);
  }

  @Override
  public int reschedCpu2(int cpu, int flags) {
    kernel.polling.markImpure();
    return kernel.enclaves.reschedCpu2(enclave, cpu, flags);
  }

  @Override
  public int syncCommit(List<SyncCommit> transactions) {
    kernel.polling.markImpure();
    BitSet cpus = new BitSet();
    for (SyncCommit each : transactions) {
      if (each.cpu() < 0 || each.cpu() >= kernel.cpuCount()) {
        return -Errno.ERANGE;
      }
      GhostCpu target = kernel.cpu(each.cpu()).ghost;
      if (target.enclave != enclave) {
        return -Errno.EXDEV;
      }
      if (!target.txn.committed()) {
        return -Errno.EBUSY;
      }
      cpus.set(each.cpu());
    }
    for (SyncCommit each : transactions) {
      GhostCpu target = kernel.cpu(each.cpu()).ghost;
      target.txn.open(
          each.gtid(),
          each.taskBarrier(),
          target.agentBarrier,
          each.runFlags(),
          each.commitFlags());
    }
    return kernel.commits.commitGroup(cpus, kernel.executing(), Committer.Mode.BPF, null);
  }

  /** Runs halt_poll; true if the CPU is to stop polling. */
  boolean haltPoll(int type) {
    ContextCodec.putInt(haltContext, ContextCodec.HALT_POLL_TYPE, type);
    long result = run(HookPoint.HALT_POLL, halts, haltContext);
    report(HookPoint.HALT_POLL, lastInsns, result);
    return result != 0;
  }
}

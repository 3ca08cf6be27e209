package org.gpol.kernel.model;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.function.IntSupplier;
import org.gpol.kernel.hook.ContextCodec;
import org.gpol.kernel.hook.GhostAbi;
import org.gpol.kernel.hook.HookEnvironment;
import org.gpol.kernel.hook.HookFault;
import org.gpol.kernel.hook.HookPoint;
import org.gpol.kernel.hook.HookProgram;
import org.gpol.kernel.hook.MessageType;
import org.gpol.kernel.hook.Policy;
import org.gpol.kernel.report.HookResult;

/**
 * Runs a policy's programs: charges their time to the executing CPU, counts them, and watches
 * whether a run looked at or touched anything that could make the next one differ.
 */
final class HookRunner implements HookEnvironment {
  /** How often a hook ran. */
  private static final class Counter {
    long calls;
    long insns;
    long errors;

    HookResult result(String hook) {
      return new HookResult(hook, calls, insns, errors);
    }
  }

  private final Kernel kernel;
  private final Policy policy;
  private final IntSupplier random;
  private final HookProgram pnt;
  private final HookProgram msgSend;
  private final HookProgram selectRq;

  private final byte[] pntContext = new byte[ContextCodec.PNT_SIZE];
  private final byte[] messageContext = new byte[ContextCodec.MSG_SIZE];
  private final byte[] selectContext = new byte[ContextCodec.SELECT_RQ_SIZE];

  private final Counter picks = new Counter();
  private final Counter selects = new Counter();
  private final Counter timers = new Counter();
  private final EnumMap<MessageType, Counter> sends = new EnumMap<>(MessageType.class);

  private HookPoint running;

  /** Something happened since {@link #beginPick} that an identical pick might not repeat. */
  private boolean impure;

  private long pntInsns;
  private long pntResult;
  private long mutations;
  private long timerChanges;

  HookRunner(Kernel kernel, Policy policy, IntSupplier random) {
    this.kernel = kernel;
    this.policy = policy;
    this.random = random;
    this.pnt = policy.program(HookPoint.PICK_NEXT_TASK);
    this.msgSend = policy.program(HookPoint.MSG_SEND);
    this.selectRq = policy.program(HookPoint.SELECT_RQ);
    for (MessageType type : MessageType.values()) {
      sends.put(type, new Counter());
    }
    mutations = policy.mutations();
  }

  boolean has(HookPoint point) {
    return switch (point) {
      case PICK_NEXT_TASK -> pnt != null;
      case MSG_SEND -> msgSend != null;
      case SELECT_RQ -> selectRq != null;
    };
  }

  byte[] messageContext() {
    return messageContext;
  }

  void taskExited(Task task) {
    policy.taskExited(task.gtid);
  }

  /** Runs pick_next_task and returns its context. */
  byte[] pick(boolean agentRunnable, boolean mightYield, long nextGtid) {
    ContextCodec.writePnt(pntContext, true, agentRunnable, mightYield, nextGtid);
    pntResult = run(HookPoint.PICK_NEXT_TASK, pnt, picks, pntContext);
    pntInsns = pnt.lastInsns();
    return pntContext;
  }

  /** Runs select_task_rq; the result is a CPU or no opinion. */
  int selectRq(long gtid, int taskCpu, int wakerCpu, int wakeFlags) {
    ContextCodec.writeSelectRq(selectContext, gtid, taskCpu, wakerCpu, wakeFlags);
    long result = run(HookPoint.SELECT_RQ, selectRq, selects, selectContext);
    report(HookPoint.SELECT_RQ, selectRq.lastInsns(), result);
    return (int) result;
  }

  /** Runs the message program on {@link #messageContext}; true if it lets the message through. */
  boolean message(MessageType type) {
    long result = run(HookPoint.MSG_SEND, msgSend, sends.get(type), messageContext);
    report(HookPoint.MSG_SEND, msgSend.lastInsns(), result);
    return result == 0;
  }

  private long run(HookPoint point, HookProgram program, Counter counter, byte[] context) {
    HookPoint outer = running;
    running = point;
    counter.calls++;
    try {
      long result = program.run(context, this);
      long executed = program.lastInsns();
      counter.insns += executed;
      kernel.executing().policyLeftNs += kernel.config().costs().programNs(executed);
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
    if (policy.nextTimerNs(cpu.id) <= kernel.nowNs()) {
      HookPoint outer = running;
      running = null;
      timers.calls++;
      try {
        long executed = policy.runTimer(cpu.id, this);
        timers.insns += executed;
        cpu.policyLeftNs += kernel.config().costs().programNs(executed);
      } catch (HookFault fault) {
        timers.errors++;
        throw fault;
      } finally {
        running = outer;
      }
      noteMutations();
    }
    armTimer(cpu);
  }

  private void armTimers() {
    for (Cpu cpu : kernel.cpus()) {
      armTimer(cpu);
    }
  }

  /** One event for each CPU, at the time of its first timer; it comes again for the next one. */
  private void armTimer(Cpu cpu) {
    long nextNs = policy.nextTimerNs(cpu.id);
    if (nextNs == Long.MAX_VALUE) {
      kernel.timers().cancel(TimerKind.PROGRAM, cpu.id);
    } else {
      kernel.timers().arm(TimerKind.PROGRAM, cpu.id, Math.max(nextNs, kernel.nowNs()));
    }
  }

  private void noteMutations() {
    long changes = policy.timerChanges();
    if (changes != timerChanges) {
      timerChanges = changes;
      armTimers();
    }
    long now = policy.mutations();
    if (now != mutations) {
      mutations = now;
      impure = true;
      kernel.polling().policyChanged();
    }
  }

  private void report(HookPoint point, long executed, long result) {
    if (kernel.trace() != null) {
      kernel.trace().hook(kernel.nowNs(), kernel.executing().id, point, executed, result);
    }
  }

  /** Starts watching a pick. */
  void beginPick() {
    impure = false;
  }

  /** The pick did something outside of the program, such as a message or a latch. */
  void markImpure() {
    impure = true;
  }

  boolean pickWasPure() {
    return !impure;
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
    if (pnt != null) {
      results.add(picks.result("pick_next_task"));
    }
    if (selectRq != null) {
      results.add(selects.result("select_task_rq"));
    }
    if (msgSend != null) {
      sends.forEach((type, counter) -> results.add(counter.result(type.hookName())));
    }
    if (timers.calls > 0) {
      results.add(timers.result("timer"));
    }
    return results;
  }

  @Override
  public long ktimeNs() {
    impure = true;
    return kernel.nowNs();
  }

  @Override
  public int currentCpu() {
    return kernel.executing().id;
  }

  @Override
  public long tickNs() {
    return kernel.config().tickNs();
  }

  @Override
  public int numaNode() {
    return kernel.config().topology().node(kernel.executing().id);
  }

  /** A task is known by its gtid; those of no workload that have none, by their CPU. */
  @Override
  public long currentTask() {
    impure = true;
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
    return kernel.gtids().name(task);
  }

  @Override
  public long taskByPid(int pid) {
    impure = true;
    return kernel.gtids().byPid(pid);
  }

  @Override
  public int randomU32() {
    impure = true;
    return random.getAsInt();
  }

  @Override
  public void tracePrintk(String line) {
    impure = true;
    if (kernel.trace() != null) {
      kernel.trace().printk(kernel.nowNs(), kernel.executing().id, line);
    }
  }

  @Override
  public int runGtid(long gtid, int taskBarrier, int runFlags) {
    impure = true;
    boolean fromPick = running == HookPoint.PICK_NEXT_TASK;
    return kernel.latcher().runGtid(kernel.executing(), gtid, taskBarrier, runFlags, fromPick);
  }

  @Override
  public int reschedCpu2(int cpu, int flags) {
    impure = true;
    return kernel.ghost().reschedCpu2(cpu, flags);
  }
}

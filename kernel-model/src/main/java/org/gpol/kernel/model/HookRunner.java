package org.gpol.kernel.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.gpol.kernel.hook.ContextCodec;
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
  private static final int PNT_ROW = 0;
  private static final int SELECT_RQ_ROW = 1;
  private static final int FIRST_MESSAGE_ROW = 2;
  private static final int ROWS = FIRST_MESSAGE_ROW + MessageType.values().length;

  private final Kernel kernel;
  private final Policy policy;
  private final IntSupplier random;
  private final HookProgram[] programs = new HookProgram[HookPoint.values().length];

  private final byte[] pntContext = new byte[ContextCodec.PNT_SIZE];
  private final byte[] messageContext = new byte[ContextCodec.MSG_SIZE];
  private final byte[] selectContext = new byte[ContextCodec.SELECT_RQ_SIZE];

  private final long[] calls = new long[ROWS];
  private final long[] insns = new long[ROWS];
  private final long[] errors = new long[ROWS];

  private HookPoint running;

  /** Something happened since {@link #beginPick} that an identical pick might not repeat. */
  private boolean impure;

  private long pntInsns;
  private long pntResult;
  private long mutations;

  HookRunner(Kernel kernel, Policy policy, IntSupplier random) {
    this.kernel = kernel;
    this.policy = policy;
    this.random = random;
    for (HookPoint point : HookPoint.values()) {
      programs[point.ordinal()] = policy.program(point);
    }
    mutations = policy.mutations();
  }

  boolean has(HookPoint point) {
    return programs[point.ordinal()] != null;
  }

  byte[] messageContext() {
    return messageContext;
  }

  /** Runs pick_next_task and returns its context. */
  byte[] pick(boolean agentRunnable, boolean mightYield, long nextGtid) {
    ContextCodec.writePnt(pntContext, true, agentRunnable, mightYield, nextGtid);
    pntResult = run(HookPoint.PICK_NEXT_TASK, PNT_ROW, pntContext);
    pntInsns = programs[HookPoint.PICK_NEXT_TASK.ordinal()].lastInsns();
    return pntContext;
  }

  /** Runs select_task_rq; the result is a CPU or no opinion. */
  int selectRq(long gtid, int taskCpu, int wakerCpu, int wakeFlags) {
    ContextCodec.writeSelectRq(selectContext, gtid, taskCpu, wakerCpu, wakeFlags);
    long result = run(HookPoint.SELECT_RQ, SELECT_RQ_ROW, selectContext);
    report(HookPoint.SELECT_RQ, result);
    return (int) result;
  }

  /** Runs the message program on {@link #messageContext}; true if it lets the message through. */
  boolean message(MessageType type) {
    long result =
        run(HookPoint.MSG_SEND, FIRST_MESSAGE_ROW + type.ordinal(), messageContext);
    report(HookPoint.MSG_SEND, result);
    return result == 0;
  }

  private long run(HookPoint point, int row, byte[] context) {
    HookPoint outer = running;
    running = point;
    calls[row]++;
    try {
      long result = programs[point.ordinal()].run(context, this);
      long executed = programs[point.ordinal()].lastInsns();
      insns[row] += executed;
      kernel.executing().policyLeftNs += kernel.config().costs().programNs(executed);
      noteMutations();
      return result;
    } catch (HookFault fault) {
      errors[row]++;
      throw fault;
    } finally {
      running = outer;
    }
  }

  private void noteMutations() {
    long now = policy.mutations();
    if (now != mutations) {
      mutations = now;
      impure = true;
      kernel.polling().policyChanged();
    }
  }

  private void report(HookPoint point, long result) {
    if (kernel.trace() != null) {
      long executed = programs[point.ordinal()].lastInsns();
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
    if (kernel.trace() != null) {
      kernel
          .trace()
          .hook(
              kernel.nowNs(),
              kernel.executing().id,
              HookPoint.PICK_NEXT_TASK,
              pntInsns,
              pntResult);
    }
  }

  /** Counts picks that were not run because they would have repeated themselves. */
  void addElided(long count, long insnsEach) {
    calls[PNT_ROW] += count;
    insns[PNT_ROW] += count * insnsEach;
  }

  /** The hooks that have a program, pick and select first, then messages in ABI order. */
  List<HookResult> results() {
    List<HookResult> results = new ArrayList<>();
    if (has(HookPoint.PICK_NEXT_TASK)) {
      results.add(result("pick_next_task", PNT_ROW));
    }
    if (has(HookPoint.SELECT_RQ)) {
      results.add(result("select_task_rq", SELECT_RQ_ROW));
    }
    if (has(HookPoint.MSG_SEND)) {
      for (MessageType type : MessageType.values()) {
        results.add(result(type.hookName(), FIRST_MESSAGE_ROW + type.ordinal()));
      }
    }
    return results;
  }

  private HookResult result(String hook, int row) {
    return new HookResult(hook, calls[row], insns[row], errors[row]);
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

package org.gpol.kernel.model;

import java.util.BitSet;
import org.gpol.kernel.hook.ContextCodec;
import org.gpol.kernel.hook.HookPoint;

/**
 * The polls of idle CPUs whose policy asked not to idle. A poll whose program read nothing that
 * changes and wrote nothing would repeat itself until something does change; such polls are not run
 * but counted when the CPU is next looked at. Skipping changes no result: a skipped poll leaves the
 * same times, counts and order of events as if it had run.
 */
final class IdlePolling {
  private final Kernel kernel;
  private final BitSet eliding = new BitSet();
  private long elided;

  /** How far the polls of the present instant have come; they go by CPU number. */
  private long pollInstantNs = -1;

  private int pollCpu;

  /** Something happened since {@link #beginPick} that an identical pick might not repeat. */
  private boolean impure;

  IdlePolling(Kernel kernel) {
    this.kernel = kernel;
  }

  /** Starts watching a pick. */
  void beginPick() {
    impure = false;
  }

  /** Something happened that a pick with the same context might not repeat. */
  void markImpure() {
    impure = true;
  }

  boolean pickWasPure() {
    return !impure;
  }

  /** Polls that were counted but not run. */
  long elided() {
    return elided;
  }

  /** The poll of {@code cpu} at this instant is about to run. */
  void atPoll(Cpu cpu) {
    pollInstantNs = kernel.nowNs();
    pollCpu = cpu.id;
  }

  /** An idle CPU is to poll; {@code repeats} if the pick just made would repeat itself. */
  void poll(Cpu cpu, boolean repeats) {
    long pause = kernel.config.costs().ns(Cost.IDLE_POLL);
    if (repeats && kernel.config.elidePolls()) {
      long insns = cpu.hooks().pntInsns();
      long cost = kernel.config.costs().programNs(insns);
      if (cpu.windowEndNs() == kernel.nowNs() + cost) {
        begin(cpu, cost, cost + pause, insns);
        return;
      }
    }
    kernel.timers.arm(TimerKind.POLL, cpu.id, cpu.windowEndNs() + pause);
  }

  private void begin(Cpu cpu, long costNs, long periodNs, long insns) {
    PollState poll = cpu.poll;
    poll.eliding = true;
    poll.lastNs = kernel.nowNs();
    poll.costNs = costNs;
    poll.periodNs = periodNs;
    poll.insns = insns;
    eliding.set(cpu.id);
    kernel.timers.cancel(TimerKind.POLL, cpu.id);
  }

  /** Maps were written: every idle CPU has to look again. */
  void policyChanged() {
    for (int id = eliding.nextSetBit(0); id >= 0; id = eliding.nextSetBit(id + 1)) {
      stop(kernel.cpu(id));
    }
  }

  /** Something concerns this CPU: counts what was skipped and makes its next poll a real one. */
  void stop(Cpu cpu) {
    PollState poll = cpu.poll;
    if (!poll.eliding) {
      return;
    }
    long count = pollsDone(cpu);
    cpu.policyNs += count * poll.costNs;
    cpu.idleNs += count * (poll.periodNs - poll.costNs);
    cpu.accountedAtNs += count * poll.periodNs;
    poll.lastNs += count * poll.periodNs;
    elided += count;
    cpu.hooks().addElided(count, poll.insns);
    poll.eliding = false;
    eliding.clear(cpu.id);
    kernel.timers.arm(TimerKind.POLL, cpu.id, poll.lastNs + poll.periodNs);
  }

  /** Polls since the last one: those before now, and one right now if its turn has passed. */
  private long pollsDone(Cpu cpu) {
    long since = kernel.nowNs() - cpu.poll.lastNs;
    long count = since / cpu.poll.periodNs;
    boolean dueNow = count > 0 && since % cpu.poll.periodNs == 0;
    boolean turnPassed = pollInstantNs == kernel.nowNs() && cpu.id < pollCpu;
    return dueNow && !turnPassed ? count - 1 : count;
  }

  /** An idle CPU asks the program whether to poll for a while before it halts. */
  void prepareHalt(Cpu cpu) {
    HookRunner hooks = cpu.hooks();
    boolean asks = hooks != null && hooks.has(HookPoint.HALT_POLL);
    cpu.poll.haltPolling = asks && !hooks.haltPoll(ContextCodec.HALT_POLL_PREPARE);
    if (cpu.poll.haltPolling) {
      armPoll(cpu);
    } else {
      kernel.timers.cancel(TimerKind.POLL, cpu.id);
    }
  }

  /** The poll of a CPU is due. */
  void run(Cpu cpu) {
    if (isHaltPolling(cpu)) {
      haltPoll(cpu);
    } else {
      kernel.scheduler.pass(cpu, true, false);
    }
  }

  boolean isHaltPolling(Cpu cpu) {
    return cpu.poll.haltPolling;
  }

  /** A CPU that polls before halting asks whether to go on. */
  private void haltPoll(Cpu cpu) {
    if (cpu.hooks() == null
        || !cpu.hooks().has(HookPoint.HALT_POLL)
        || cpu.hooks().haltPoll(ContextCodec.HALT_POLL_CONTINUE)) {
      endHalt(cpu);
    } else {
      armPoll(cpu);
    }
  }

  private void armPoll(Cpu cpu) {
    long pause = kernel.config.costs().ns(Cost.IDLE_POLL);
    kernel.timers.arm(TimerKind.POLL, cpu.id, cpu.windowEndNs() + pause);
  }

  /** It polls no longer, as it has halted or has something to run. */
  void endHalt(Cpu cpu) {
    if (cpu.poll.haltPolling) {
      cpu.poll.haltPolling = false;
      if (cpu.hooks() != null && cpu.hooks().has(HookPoint.HALT_POLL)) {
        cpu.hooks().haltPoll(ContextCodec.HALT_POLL_END);
      }
    }
  }

  /** How long it takes a CPU to notice that it is to reschedule: one that polls sees it at once. */
  long ipiNs(Cpu cpu) {
    return cpu.poll.haltPolling ? 0 : kernel.config.costs().ns(Cost.IPI);
  }
}

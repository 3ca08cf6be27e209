package org.gpol.kernel.model;

import static org.gpol.kernel.hook.GhostAbi.COMMIT_AT_SCHEDULE;
import static org.gpol.kernel.hook.GhostAbi.COMMIT_AT_TXN_COMMIT;
import static org.gpol.kernel.hook.GhostAbi.INC_AGENT_BARRIER_ON_FAILURE;

import java.util.BitSet;

/** When transactions are claimed and committed: on request, in groups, and by their CPUs. */
final class Commits {
  private static final int ANYWHERE = -1;
  private static final int GREEDY = 0;

  private final Kernel kernel;
  private final Committer committer;

  Commits(Kernel kernel) {
    this.kernel = kernel;
    this.committer = new Committer(kernel);
  }

  private static boolean isReady(Cpu cpu) {
    return cpu.ghost.txn != null && cpu.ghost.txn.state() == Transaction.READY;
  }

  /** Takes a ready transaction for a commit at a point; false if it is not for that point. */
  private static boolean claim(Cpu cpu, int where, Cpu by) {
    if (!isReady(cpu)) {
      return false;
    }
    int wanted = commitPoint(cpu.ghost.txn);
    if (where != ANYWHERE && wanted != GREEDY && wanted != where) {
      return false;
    }
    cpu.ghost.txn.setState(by.id);
    return true;
  }

  private static int commitPoint(Transaction txn) {
    return txn.commitFlags() & (COMMIT_AT_SCHEDULE | COMMIT_AT_TXN_COMMIT);
  }

  /** A pass that nothing higher wants takes up what waits for the CPU; not from the idle task. */
  void atSchedule(Cpu cpu, Task prev) {
    GhostCpu ghost = cpu.ghost;
    boolean balances = !prev.isIdle() && ghost.agentOnRq() && ghost.latched == null;
    if (balances && !cpu.isWantedAboveGhost() && claim(cpu, COMMIT_AT_SCHEDULE, cpu)) {
      committer.commit(cpu, cpu, Committer.Mode.ASYNC, null);
    }
  }

  /**
   * A CPU is about to leave the kernel and takes up what is to be committed as soon as possible. An
   * idle CPU does so on an interrupt.
   */
  void returnToUser(Cpu cpu) {
    if (cpu.ghost.txn != null && claim(cpu, GREEDY, cpu)) {
      committer.commit(cpu, cpu, Committer.Mode.ASYNC, null);
    }
  }

  /** The tick of an enclave that commits at ticks: its own CPU now, others by an interrupt. */
  void atTick(Cpu cpu, Enclave enclave) {
    returnToUser(cpu);
    BitSet cpus = enclave.cpus;
    for (int id = cpus.nextSetBit(0); id >= 0; id = cpus.nextSetBit(id + 1)) {
      Cpu other = kernel.cpu(id);
      if (other != cpu && isReady(other) && commitPoint(other.ghost.txn) == GREEDY) {
        kernel.interrupt(other);
      }
    }
  }

  /**
   * {@code COMMIT_TXN}: commits the ready transactions of a set of CPUs, this one's last; true if
   * the agent of this one leaves its CPU.
   */
  boolean commitSet(BitSet cpus, Cpu by, Object process) {
    int failed = 0;
    boolean leaves = false;
    for (int i = 1; i <= kernel.cpuCount(); i++) {
      Cpu cpu = kernel.cpu((by.id + i) % kernel.cpuCount());
      if (!cpus.get(cpu.id) || !isReady(cpu)) {
        continue;
      }
      int point = commitPoint(cpu.ghost.txn);
      if (cpu != by && point != COMMIT_AT_TXN_COMMIT) {
        if (point == GREEDY) {
          kernel.interrupt(cpu);
        }
        continue;
      }
      if (!claim(cpu, ANYWHERE, by)) {
        failed++;
      } else if (cpu == by && failed > 0) {
        cpu.ghost.txn.finish(Transaction.POISONED, kernel.nowNs());
      } else {
        leaves |= committer.commit(cpu, by, Committer.Mode.SYNC, process) && cpu == by;
        failed += cpu.ghost.txn.state() == Transaction.COMPLETE ? 0 : 1;
      }
    }
    return leaves;
  }

  /**
   * {@code SYNC_GROUP_TXN}: commits the transactions of a set of CPUs, all or none; what was
   * committed before one failed does not run. 1 or 0.
   */
  int commitGroup(BitSet cpus, Cpu by, Committer.Mode mode, Object process) {
    BitSet claimed = new BitSet();
    boolean ok = true;
    for (int id = cpus.nextSetBit(0); id >= 0; id = cpus.nextSetBit(id + 1)) {
      boolean has = id < kernel.cpuCount() && claim(kernel.cpu(id), ANYWHERE, by);
      claimed.set(id, has);
      ok &= has;
    }
    BitSet committed = new BitSet();
    for (int i = 1; i <= kernel.cpuCount(); i++) {
      Cpu cpu = kernel.cpu((by.id + i) % kernel.cpuCount());
      if (!claimed.get(cpu.id)) {
        continue;
      }
      if (ok) {
        committer.commit(cpu, by, mode, process);
        ok = cpu.ghost.txn.state() == Transaction.COMPLETE;
        committed.set(cpu.id, ok);
      } else {
        poison(cpu);
      }
    }
    if (ok) {
      claimed.stream().forEach(id -> release(kernel.cpu(id)));
    } else {
      committed.stream().forEach(id -> committer.undo(kernel.cpu(id)));
    }
    return ok ? 1 : 0;
  }

  private static void release(Cpu cpu) {
    cpu.ghost.txn.setSyncGroupOwner(Transaction.NO_OWNER);
  }

  private void poison(Cpu cpu) {
    if ((cpu.ghost.txn.commitFlags() & INC_AGENT_BARRIER_ON_FAILURE) != 0) {
      kernel.agents.increment(cpu);
    }
    cpu.ghost.txn.finish(Transaction.POISONED, kernel.nowNs());
  }
}

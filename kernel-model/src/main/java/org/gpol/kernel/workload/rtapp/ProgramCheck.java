package org.gpol.kernel.workload.rtapp;

import java.util.BitSet;
import org.gpol.kernel.workload.SourcePosition;
import org.gpol.kernel.workload.WorkloadException;

/**
 * What is certain about a task before it runs: that it locks, unlocks and waits in an order that
 * makes sense, and that its endless loops let time pass.
 *
 * <p>A task's steps have no branches, so which mutexes it holds at a step depends on the step
 * alone. Going twice through every loop finds every fault: if the first round of a body leaves
 * other mutexes held than it began with, then the first use of such a mutex in the second round is
 * a lock of one that is held or an unlock of one that is not.
 */
final class ProgramCheck {

  private static final int ROUNDS = 2;

  private final Program program;
  private final Resources resources;
  private final BitSet held = new BitSet();

  private ProgramCheck(Program program, Resources resources) {
    this.program = program;
    this.resources = resources;
  }

  static void check(Program program, Resources resources) {
    ProgramCheck check = new ProgramCheck(program, resources);
    check.letsTimePass();
    for (int round = 0; round < rounds(program.loops()); round++) {
      for (Program.Phase phase : program.phases()) {
        check.locks(phase);
      }
    }
  }

  private static int rounds(int loops) {
    return loops == Program.FOREVER ? ROUNDS : Math.min(loops, ROUNDS);
  }

  private void letsTimePass() {
    boolean any = false;
    for (Program.Phase phase : program.phases()) {
      boolean takesTime = phase.steps().stream().anyMatch(Step::canTakeTime);
      if (!takesTime && phase.loops() == Program.FOREVER) {
        throw endless(phase.at());
      }
      any |= takesTime;
    }
    if (!any && program.loops() == Program.FOREVER) {
      throw endless(program.at());
    }
  }

  private WorkloadException endless(SourcePosition at) {
    return new WorkloadException(
        at,
        "task `" + program.taskName() + "` would loop for ever without time passing",
        "add an event that takes time or blocks, or a `loop` with an end");
  }

  private void locks(Program.Phase phase) {
    for (int round = 0; round < rounds(phase.loops()); round++) {
      for (int i = 0; i < phase.steps().size(); i++) {
        apply(phase.steps().get(i), phase.places().get(i));
      }
    }
  }

  private void apply(Step step, SourcePosition at) {
    if (step instanceof Step.Lock lock) {
      if (held.get(lock.mutex())) {
        throw fault(
            at,
            "takes",
            lock.mutex(),
            "which it already holds, and would wait for itself for ever",
            "unlock it first; `suspend` and `resume` take the mutex of their name");
      }
      held.set(lock.mutex());
    } else if (step instanceof Step.Unlock unlock) {
      require(unlock.mutex(), at, "unlocks");
      held.clear(unlock.mutex());
    } else if (step instanceof Step.Wait wait) {
      require(wait.mutex(), at, "waits with");
    }
  }

  private void require(int mutex, SourcePosition at, String does) {
    if (!held.get(mutex)) {
      throw fault(at, does, mutex, "which it does not hold", "lock it first");
    }
  }

  private WorkloadException fault(
      SourcePosition at, String does, int mutex, String why, String hint) {
    String name = resources.mutexes().name(mutex);
    return new WorkloadException(
        at, "task `" + program.taskName() + "` " + does + " mutex `" + name + "`, " + why, hint);
  }
}

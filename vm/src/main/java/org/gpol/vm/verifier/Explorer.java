package org.gpol.vm.verifier;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.function.Consumer;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.platform.CallbackKind;
import org.gpol.vm.verifier.check.Environment;
import org.gpol.vm.verifier.check.HoldingCheck;
import org.gpol.vm.verifier.check.Refusal;
import org.gpol.vm.verifier.check.SafetyCheck;
import org.gpol.vm.verifier.domain.Pointer;
import org.gpol.vm.verifier.domain.Region;
import org.gpol.vm.verifier.domain.Value;
import org.gpol.vm.verifier.state.AbstractState;
import org.gpol.vm.verifier.state.Trail;
import org.gpol.vm.verifier.transfer.Ledger;
import org.gpol.vm.verifier.transfer.Liveness;
import org.gpol.vm.verifier.transfer.Path;
import org.gpol.vm.verifier.transfer.Step;

/**
 * Follows the paths of a program, depth first. Where ways meet it remembers what was known, and
 * ends a path there that an earlier one covers.
 */
final class Explorer {
  /** Instructions looked at before a program counts as too complex: the kernel's limit. */
  static final int BUDGET = 1_000_000;

  private final Ledger ledger = new Ledger();
  private final Liveness liveness;
  private final Deque<Path> pending = new ArrayDeque<>();
  private final Step step;
  private final HoldingCheck holding;
  private final History history = new History();
  private final BitSet meetings = new BitSet();
  private final Consumer<Path> observer;
  private Path current;
  private int processed;
  private boolean paused;

  /** Explores {@code code}, showing every path to {@code observer} before each instruction. */
  Explorer(Code code, Environment environment, Liveness liveness, Consumer<Path> observer) {
    this.liveness = liveness;
    this.observer = observer;
    holding = new HoldingCheck(code);
    step = new Step(code, environment, ledger, liveness, pending);
    for (int i = 0; i < code.size(); i++) {
      int target = code.insn(i).jumpTarget();
      if (target >= 0) {
        meetings.set(target);
      }
      if (environment.callback(code.insn(i)) != CallbackKind.NONE) {
        meetings.set(i);
      }
    }
    AbstractState start = new AbstractState();
    start.setReg(Reg.R1, Pointer.to(new Region.Context()));
    pending.push(new Path(start, new Trail(), 0));
  }

  /**
   * Follows all paths; returns true if none breaks a rule, false if that is not decided after
   * looking at {@code quota} instructions in all. May be asked to go on then.
   */
  boolean explore(int quota) {
    while (paused || !pending.isEmpty()) {
      if (!paused) {
        current = pending.pop();
      }
      paused = !follow(quota);
      if (paused) {
        return false;
      }
    }
    return true;
  }

  /** Follows the current path to its end; false if the quota is used up before. */
  private boolean follow(int quota) {
    boolean goesOn = true;
    while (goesOn) {
      if (processed == quota) {
        return false;
      }
      boolean again = current.takeReturned();
      if (meetings.get(current.index()) && isKnown(again)) {
        return true;
      }
      if (++processed > BUDGET) {
        throw new Refusal(
            SafetyCheck.TOO_COMPLEX,
            "after looking at "
                + BUDGET
                + " instructions there are still paths to look at;"
                + " make loops shorter or split the program");
      }
      observer.accept(current);
      goesOn = step.take(current);
    }
    current.trail().end();
    return true;
  }

  /** True if the path ends here because an earlier one covers it. */
  private boolean isKnown(boolean again) {
    forgetDead();
    return switch (again ? history.visitAgain(current) : history.visit(current)) {
      case NEW -> false;
      case COVERED -> true;
      case REPEATED ->
          throw new Refusal(
              SafetyCheck.INFINITE_LOOP,
              "the loop at "
                  + holding.place(current.index())
                  + " never ends: it comes back here with nothing changed");
    };
  }

  /** What is never read again must not tell states apart. */
  private void forgetDead() {
    int live = liveness.before(current.index());
    for (int reg = 0; reg < Reg.COUNT - 1; reg++) {
      if (((live >>> reg) & 1) == 0) {
        current.state().setReg(Reg.of(reg), Value.UNINIT);
      }
    }
  }

  /** The path being followed. */
  Path current() {
    return current;
  }

  int processed() {
    return processed;
  }

  int states() {
    return history.size();
  }

  /** What was counted. */
  Ledger ledger() {
    return ledger;
  }
}

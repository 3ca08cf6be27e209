package org.gpol.vm.verifier.summary;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.platform.CallbackKind;
import org.gpol.vm.proof.RunCost;
import org.gpol.vm.verifier.check.Environment;
import org.gpol.vm.verifier.check.Refusal;
import org.gpol.vm.verifier.domain.Pointer;
import org.gpol.vm.verifier.domain.Region;
import org.gpol.vm.verifier.domain.Value;
import org.gpol.vm.verifier.state.AbstractState;
import org.gpol.vm.verifier.transfer.Ledger;
import org.gpol.vm.verifier.transfer.Liveness;
import org.gpol.vm.verifier.transfer.Path;
import org.gpol.vm.verifier.transfer.Step;

/**
 * Looks at a program as a whole: at every part of it once for all ways that lead there, with the
 * states of these ways merged.
 */
public final class Summary {
  /** Instructions looked at before a summary is given up. */
  private static final int BUDGET = 200_000;

  /** Loops in loops and functions up to which a summary is tried. */
  private static final int DEEPEST = 100;

  private final Environment environment;
  private final Code code;
  private final Consumer<Path> observer;
  private final long limit;
  private final Ledger ledger = new Ledger();
  private final Deque<Path> forked = new ArrayDeque<>();
  private final Liveness liveness;
  private LoopForest forest;
  private LoopSummary loops;
  private Step step;
  private int processed;
  private int nesting;
  private RunCost longest = RunCost.NONE;

  /**
   * A summary yet to be made.
   *
   * @param observer is shown, before each instruction, states that together stand for all in which
   *     the program can come there; if the summary succeeds
   * @param limit instructions that no run of the program may exceed
   */
  public Summary(
      Code code, Environment environment, Liveness liveness, Consumer<Path> observer, long limit) {
    this.code = code;
    this.environment = environment;
    this.liveness = liveness;
    this.observer = observer;
    this.limit = limit;
  }

  /** True if the program is safe and every run of it ends; false if that cannot be told here. */
  public boolean succeeds() {
    try {
      forest = new LoopForest(code, helpers());
      loops = new LoopSummary(this, environment, new Thresholds(code), ledger::freshId);
      step = new Step(code, environment, ledger, liveness, forked);
      AbstractState start = new AbstractState();
      start.setReg(Reg.R1, Pointer.to(new Region.Context()));
      walk(null, Flow.at(0, start, RunCost.NONE), true);
      return longest.own() <= limit;
    } catch (Refusal | Inconclusive e) {
      // Exploring path by path says what is wrong, or that nothing is.
      return false;
    }
  }

  /** The calls of helpers that call back, as loops. What timers run is left to exploration. */
  private Map<Integer, Loop> helpers() {
    Map<Integer, Loop> found = new HashMap<>();
    for (int i = 0; i < code.size(); i++) {
      CallbackKind kind = environment.callback(code.insn(i));
      if (kind == CallbackKind.TIMER) {
        throw new Inconclusive("a function that a timer runs", true);
      } else if (kind != CallbackKind.NONE) {
        found.put(i, Loop.ofHelper(i, kind));
      }
    }
    return found;
  }

  /** How many instructions a run executes at most, and in which loops. */
  public RunCost longest() {
    return longest;
  }

  /** How many instructions were looked at. */
  public int processed() {
    return processed;
  }

  /** What was counted. */
  public Ledger ledger() {
    return ledger;
  }

  /**
   * Follows {@code entry} and what becomes of it to the end of a loop's round, or of a function.
   *
   * @param loop whose head {@code entry} is at; null for the function that it has just entered
   * @param recorded false if this is only a trial, which observers must not see
   */
  Outcome walk(Loop loop, Flow entry, boolean recorded) {
    Meetings inside = new Meetings(flow -> forest.order(flow.index()), ledger::freshId);
    Outcome outcome =
        new Outcome(
            new Meetings(Flow::index, ledger::freshId), new Meetings(Flow::index, ledger::freshId));
    Part part = new Part(loop, entry.depth(), inside, outcome, recorded);
    if (nesting == DEEPEST) {
      throw new Inconclusive("loops and calls are nested too deeply", true);
    }
    nesting++;
    try {
      begin(entry, part);
      while (!inside.isEmpty()) {
        for (Flow flow : inside.takeFirst()) {
          goOn(flow, forest.loopAt(flow.index()), part);
        }
      }
    } finally {
      nesting--;
    }
    return outcome;
  }

  private void begin(Flow entry, Part part) {
    goOn(entry, part.loop() == null ? forest.loopAt(entry.index()) : null, part);
  }

  /** Follows {@code flow}, which is at the head of {@code inner} if that is not null. */
  private void goOn(Flow flow, Loop inner, Part part) {
    if (inner == null) {
      follow(flow, part);
    } else {
      enter(inner, flow, part);
    }
  }

  /** A part of the program that is being walked through. */
  private record Part(Loop loop, int depth, Meetings inside, Outcome outcome, boolean recorded) {}

  private void enter(Loop inner, Flow flow, Part part) {
    for (Flow exit : loops.exits(inner, flow, part.recorded()).all()) {
      route(exit, part);
    }
  }

  /** Takes {@code flow} up to where ways meet. */
  private void follow(Flow flow, Part part) {
    Path path = flow.path();
    do {
      if (++processed > BUDGET) {
        throw new Inconclusive("the summary takes too long", true);
      }
      if (part.recorded()) {
        observer.accept(path);
      }
      flow.count();
      boolean goesOn = step.take(path);
      while (!forked.isEmpty()) {
        route(new Flow(forked.pop(), flow.cost()), part);
      }
      if (!goesOn) {
        longest = RunCost.greater(longest, flow.cost());
        return;
      }
    } while (goesStraightOn(flow, part));
    route(flow, part);
  }

  private boolean goesStraightOn(Flow flow, Part part) {
    return flow.depth() == part.depth()
        && !forest.isMeeting(flow.index())
        && (part.loop() == null || part.loop().contains(flow.index()));
  }

  /** Sends a flow to where it has to wait. */
  private void route(Flow flow, Part part) {
    if (flow.depth() > part.depth()) {
      for (Flow returned : walk(null, flow, part.recorded()).out().all()) {
        route(returned, part);
      }
      return;
    }
    forgetDead(flow);
    Loop loop = part.loop();
    if (flow.depth() < part.depth()) {
      part.outcome().out().add(flow);
    } else if (loop != null && flow.index() == loop.head()) {
      // How often a helper has called back must not keep its rounds apart.
      flow.state().current().setRounds(0);
      part.outcome().back().add(flow);
    } else if (loop != null && !loop.contains(flow.index())) {
      part.outcome().out().add(flow);
    } else {
      part.inside().add(flow);
    }
  }

  /** What is never read again must not keep flows apart. */
  private void forgetDead(Flow flow) {
    int live = liveness.before(flow.index());
    for (int reg = 0; reg < Reg.COUNT - 1; reg++) {
      if (((live >>> reg) & 1) == 0) {
        flow.state().setReg(Reg.of(reg), Value.UNINIT);
      }
    }
  }
}

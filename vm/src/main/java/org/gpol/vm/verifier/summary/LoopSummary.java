package org.gpol.vm.verifier.summary;

import java.util.function.IntSupplier;
import org.gpol.bpf.platform.CallbackKind;
import org.gpol.vm.proof.RunCost;
import org.gpol.vm.verifier.check.Environment;
import org.gpol.vm.verifier.check.Refusal;
import org.gpol.vm.verifier.domain.Scalar;
import org.gpol.vm.verifier.domain.Value;
import org.gpol.vm.verifier.state.AbstractState;
import org.gpol.vm.verifier.state.Coverage;
import org.gpol.vm.verifier.state.Merge;

/**
 * What comes out of a loop. First a state is looked for that stands for the beginnings of all
 * rounds, so that one look at the body is enough. If there is none in which the body is safe, or if
 * nothing bounds the number of rounds, they are followed one by one.
 */
final class LoopSummary {
  /** Rounds of looking for a state that holds at the beginning of all. */
  private static final int PATIENCE = 14;

  /** From this one on what still changes becomes anything at once. */
  private static final int HASTE = 9;

  private final Summary summary;
  private final Environment environment;
  private final Thresholds thresholds;
  private final IntSupplier freshIds;

  LoopSummary(
      Summary summary, Environment environment, Thresholds thresholds, IntSupplier freshIds) {
    this.summary = summary;
    this.environment = environment;
    this.thresholds = thresholds;
    this.freshIds = freshIds;
  }

  /** Where {@code loop}, entered by {@code flow}, is left. */
  Meetings exits(Loop loop, Flow flow, boolean recorded) {
    Meetings exits = new Meetings(Flow::index, freshIds);
    Invariant invariant = invariant(loop, flow);
    if (invariant == null) {
      if (loop.callsBack()) {
        throw new Inconclusive("what is called back is not safe in all rounds alike", true);
      }
      oneByOne(loop, flow, recorded, exits);
      return exits;
    }
    Outcome outcome = invariant.outcome();
    if (recorded) {
      outcome = summary.walk(loop, start(loop, invariant.head()), true);
    }
    RunCost before = flow.cost().plus(invariant.cost());
    for (Flow exit : outcome.out().all()) {
      exits.add(exit.costing(before.plus(exit.cost())));
    }
    return exits;
  }

  /**
   * What holds at the beginning of every round.
   *
   * @param outcome of one round from there
   * @param cost instructions executed in all rounds but the last
   */
  private record Invariant(AbstractState head, Outcome outcome, RunCost cost) {}

  private static Flow start(Loop loop, AbstractState head) {
    return Flow.at(loop.head(), head.copy(), RunCost.NONE);
  }

  private Invariant invariant(Loop loop, Flow flow) {
    try {
      Invariant found = search(loop, flow);
      return found == null ? null : narrowed(loop, flow, found);
    } catch (Refusal e) {
      // Not safe in a state that may never occur.
      return null;
    } catch (Inconclusive e) {
      if (e.isHopeless()) {
        throw e;
      }
      return null;
    }
  }

  private Invariant search(Loop loop, Flow flow) {
    AbstractState head = linked(flow.state());
    for (int round = 1; round <= PATIENCE; round++) {
      Outcome outcome = summary.walk(loop, start(loop, head), false);
      Flow back = outcome.back().single();
      if (back == null || Coverage.coversWhole(head, back.state())) {
        return new Invariant(head, outcome, RunCost.NONE);
      }
      boolean hasty = round >= HASTE;
      AbstractState wide =
          Merge.roughly(
              head, back.state(), hasty ? LoopSummary::anything : thresholds::widened, freshIds);
      if (wide == null) {
        return null;
      }
      head = linked(wide);
    }
    return null;
  }

  private static Scalar anything(Scalar old, Scalar now) {
    return old.contains(now) ? old : Scalar.UNKNOWN;
  }

  /** The least that one more round makes of {@code found}, if that holds too; with its cost. */
  private Invariant narrowed(Loop loop, Flow flow, Invariant found) {
    Flow back = found.outcome().back().single();
    if (back == null) {
      return found;
    }
    AbstractState least = Merge.roughly(flow.state(), back.state(), Scalar::join, freshIds);
    if (least == null || Coverage.coversWhole(least, found.head())) {
      return bounded(loop, found, back);
    }
    AbstractState head = linked(least);
    Outcome outcome = summary.walk(loop, start(loop, head), false);
    Flow again = outcome.back().single();
    return again == null || Coverage.coversWhole(head, again.state())
        ? bounded(loop, new Invariant(head, outcome, RunCost.NONE), again)
        : bounded(loop, found, back);
  }

  /** With its cost; null if the loop may go on for ever. */
  private Invariant bounded(Loop loop, Invariant found, Flow back) {
    if (back == null) {
      return found;
    }
    if (loop.callsBack()) {
      return costing(found, helper(loop, found.head(), back.cost()));
    }
    long rounds = Ranking.mostRounds(found.head(), back.state());
    return rounds == Long.MAX_VALUE
        ? null
        : costing(
            found,
            RunCost.NONE.plus(
                new RunCost.Part(RunCost.Repetition.LOOP, loop.head(), rounds, -1, back.cost())));
  }

  private static Invariant costing(Invariant found, RunCost cost) {
    return new Invariant(found.head(), found.outcome(), cost);
  }

  /** The call itself, with which every round begins here, is executed once. */
  private RunCost helper(Loop loop, AbstractState head, RunCost round) {
    boolean counted = loop.callback() == CallbackKind.LOOP;
    return RunCost.NONE.plus(
        new RunCost.Part(
            counted ? RunCost.Repetition.CALLED_BACK : RunCost.Repetition.EACH_ENTRY,
            loop.head(),
            HelperRounds.most(environment, loop.callback(), head),
            counted ? -1 : HelperRounds.map(head),
            round.minus(1)));
  }

  /** Every number that is not known gets a link, by which a round's change of it can be told. */
  private AbstractState linked(AbstractState state) {
    AbstractState linked = state.copy();
    linked.replace(
        value ->
            value instanceof Value.Num number && number.id() == 0 && !number.scalar().isConstant()
                ? number.withId(freshIds.getAsInt())
                : value);
    return linked;
  }

  private void oneByOne(Loop loop, Flow flow, boolean recorded, Meetings exits) {
    RunCost entry = flow.cost();
    Flow round = flow.costing(RunCost.NONE);
    for (long rounds = 1; round != null; rounds++) {
      AbstractState before = round.state().copy();
      Outcome outcome = summary.walk(loop, round, recorded);
      for (Flow exit : outcome.out().all()) {
        RunCost inside = exit.cost();
        exits.add(
            exit.costing(
                entry.plus(
                    new RunCost.Part(
                        RunCost.Repetition.FOLLOWED, loop.head(), rounds, -1, inside.flat()))));
      }
      round = outcome.back().single();
      round = round == null ? null : round.costing(round.cost().flat());
      if (round != null && Coverage.coversWhole(before, round.state())) {
        throw new Inconclusive("the loop may go on for ever", false);
      }
    }
  }
}

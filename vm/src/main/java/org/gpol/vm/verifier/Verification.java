package org.gpol.vm.verifier;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.gpol.bpf.GpolBug;
import org.gpol.bpf.btf.BtfTable;
import org.gpol.bpf.object.Variable;
import org.gpol.bpf.platform.CallbackKind;
import org.gpol.vm.proof.ProgramFacts;
import org.gpol.vm.proof.RunCost;
import org.gpol.vm.verifier.check.CallGraph;
import org.gpol.vm.verifier.check.Environment;
import org.gpol.vm.verifier.check.Refusal;
import org.gpol.vm.verifier.check.SafetyCheck;
import org.gpol.vm.verifier.check.StructureCheck;
import org.gpol.vm.verifier.reason.Explainer;
import org.gpol.vm.verifier.reason.Explanation;
import org.gpol.vm.verifier.reason.LogWriter;
import org.gpol.vm.verifier.reason.Names;
import org.gpol.vm.verifier.state.StatePrinter;
import org.gpol.vm.verifier.summary.Summary;
import org.gpol.vm.verifier.transfer.Ledger;
import org.gpol.vm.verifier.transfer.Liveness;
import org.gpol.vm.verifier.transfer.Path;

/** The verification of one program. */
final class Verification {
  /** Instructions that exploration may look at before a summary is tried, of small programs. */
  private static final int CHEAP = 1000;

  /** The same, for each instruction of large ones. */
  private static final int CHEAP_EACH = 4;

  private final VerifierInput input;
  private final Proof proof;
  private final Consumer<Path> observer;
  private final Environment environment;
  private int processed;
  private int stackBytes;
  private Explorer explorer;
  private RunCost cost;

  Verification(VerifierInput input, Proof proof, Consumer<Path> observer) {
    this.input = input;
    this.proof = proof;
    this.observer = observer;
    environment = new Environment(input.type(), input.platform(), input.maps(), input.frozenData());
  }

  VerificationResult result() {
    try {
      StructureCheck.check(input.code(), environment);
      CallGraph calls = new CallGraph(input.code());
      calls.checkDepth();
      return result(Optional.empty(), prove(calls));
    } catch (Refusal refusal) {
      return result(Optional.of(rejection(refusal)), ProgramFacts.none(input.code().size()));
    }
  }

  private ProgramFacts prove(CallGraph calls) {
    Liveness liveness = new Liveness(input.code(), environment);
    FactRecorder explored = new FactRecorder(input.code());
    explorer = new Explorer(input.code(), environment, liveness, observer.andThen(explored));
    if (!explorer.explore(quota())) {
      ProgramFacts summarised = summarise(calls, liveness);
      if (summarised != null) {
        return summarised;
      }
      explorer.explore(Integer.MAX_VALUE);
    }
    checkStack(calls, explorer.ledger());
    cost = helpersCallBack() ? null : RunCost.NONE.plus(explorer.processed());
    return explored.facts().endingAfter(explorer.processed());
  }

  /**
   * What an accepted program costs at most, from a summary if there is one, which tells of its
   * loops; empty if that is not known.
   */
  static Optional<RunCost> cost(VerifierInput input) {
    Verification summary = new Verification(input, Proof.SUMMARISED, path -> {});
    summary.result();
    return Optional.ofNullable(summary.cost);
  }

  private boolean helpersCallBack() {
    return input.code().insns().stream()
        .anyMatch(insn -> environment.callback(insn) != CallbackKind.NONE);
  }

  /** The path that exploration was following when it ended; null if it did not begin. */
  Path lastPath() {
    return explorer == null ? null : explorer.current();
  }

  /** How far exploration may go before a summary is tried. */
  private int quota() {
    return switch (proof) {
      case EXPLORED -> Integer.MAX_VALUE;
      case SUMMARISED -> 0;
      case CHEAPEST -> Math.max(CHEAP, Math.multiplyExact(CHEAP_EACH, input.code().size()));
    };
  }

  /** What a summary proves; null if there is none that proves the program safe. */
  private ProgramFacts summarise(CallGraph calls, Liveness liveness) {
    FactRecorder recorder = new FactRecorder(input.code());
    Summary summary =
        new Summary(
            input.code(), environment, liveness, observer.andThen(recorder), Explorer.BUDGET);
    boolean safe = summary.succeeds();
    processed = summary.processed();
    if (!safe) {
      return null;
    }
    try {
      checkStack(calls, summary.ledger());
    } catch (Refusal e) {
      return null;
    }
    cost = summary.longest();
    return recorder.facts().endingAfter(cost.own());
  }

  private void checkStack(CallGraph calls, Ledger ledger) {
    stackBytes = calls.checkStack(ledger.stackDepths(), ledger.calls(), ledger.roots());
  }

  private VerificationResult result(Optional<Rejection> rejection, ProgramFacts facts) {
    return explorer == null
        ? new VerificationResult(rejection, 0, 0, 0, facts)
        : new VerificationResult(
            rejection, processed + explorer.processed(), explorer.states(), stackBytes, facts);
  }

  private Rejection rejection(Refusal refusal) {
    int index = refusal.index();
    String excerpt = "";
    if (index < 0 && explorer != null) {
      Path path = explorer.current();
      index = path.index();
      excerpt = new StatePrinter(environment::nameOf).print(path.state());
    }
    return new Rejection(
        refusal.check(),
        index,
        input.code().slotOf(index),
        input.code().location(index),
        refusal.getMessage(),
        excerpt);
  }

  /** Verifies once more, leaving footprints, unless that would take long and say little. */
  static Explanation explain(VerifierInput input, List<Variable> variables, BtfTable types) {
    Verification plain = new Verification(input, Proof.EXPLORED, path -> {});
    Rejection rejection =
        plain.result().rejection().orElseThrow(() -> new GpolBug("there is nothing to explain"));
    Names names = new Names(plain.environment, variables, types);
    Explainer explainer =
        new Explainer(
            input.code(), names, rejection.check(), rejection.index(), rejection.message());
    boolean onPath = !rejection.stateExcerpt().isEmpty();
    if (!onPath || rejection.check() == SafetyCheck.TOO_COMPLEX) {
      return explainer.withoutPath();
    }
    Verification again = new Verification(input, Proof.EXPLORED, Path::leaveFootprint);
    again.result();
    Path path = again.lastPath();
    boolean seen = path.footprint() != null && path.footprint().index() == rejection.index();
    if (!seen) {
      path.leaveFootprint();
    }
    return explainer.after(path.footprint(), path.state());
  }

  static VerificationResult logged(VerifierInput input, Consumer<String> lines) {
    Environment environment =
        new Environment(input.type(), input.platform(), input.maps(), input.frozenData());
    LogWriter log =
        new LogWriter(input.code(), new Names(environment, List.of(), BtfTable.EMPTY), lines);
    Verification verification = new Verification(input, Proof.CHEAPEST, log);
    VerificationResult result = verification.result();
    log.end();
    return result;
  }
}

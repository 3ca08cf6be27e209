package org.gpol.vm.verifier;

import java.util.Optional;
import java.util.function.Consumer;
import org.gpol.vm.proof.ProgramFacts;
import org.gpol.vm.verifier.check.CallGraph;
import org.gpol.vm.verifier.check.Environment;
import org.gpol.vm.verifier.check.Refusal;
import org.gpol.vm.verifier.check.StructureCheck;
import org.gpol.vm.verifier.state.StatePrinter;
import org.gpol.vm.verifier.transfer.Ledger;
import org.gpol.vm.verifier.transfer.Path;

/** Decides whether programs are safe to run. */
public final class Verifier {
  private Verifier() {}

  /** Looks at every path of a program and accepts it, or says what is wrong with it. */
  public static VerificationResult verify(VerifierInput input) {
    return verify(input, path -> {});
  }

  /** The same, showing every path to {@code observer} before each instruction it takes. */
  static VerificationResult verify(VerifierInput input, Consumer<Path> observer) {
    Environment environment =
        new Environment(input.type(), input.platform(), input.maps(), input.frozenData());
    FactRecorder recorder = new FactRecorder(input.code());
    Explorer explorer = null;
    try {
      StructureCheck.check(input.code(), environment);
      CallGraph calls = new CallGraph(input.code());
      calls.checkDepth();
      explorer = new Explorer(input.code(), environment, observer.andThen(recorder));
      explorer.explore();
      Ledger ledger = explorer.ledger();
      calls.checkStack(ledger.stackDepths(), ledger.calls(), ledger.roots());
      return result(Optional.empty(), explorer, recorder.facts());
    } catch (Refusal refusal) {
      Rejection rejection = rejection(input, environment, refusal, explorer);
      return result(Optional.of(rejection), explorer, ProgramFacts.none(input.code().size()));
    }
  }

  private static VerificationResult result(
      Optional<Rejection> rejection, Explorer explorer, ProgramFacts facts) {
    return explorer == null
        ? new VerificationResult(rejection, 0, 0, facts)
        : new VerificationResult(rejection, explorer.processed(), explorer.states(), facts);
  }

  private static Rejection rejection(
      VerifierInput input, Environment environment, Refusal refusal, Explorer explorer) {
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
}

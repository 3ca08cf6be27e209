package org.gpol.vm.verifier;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.gpol.bpf.btf.BtfTable;
import org.gpol.bpf.object.Variable;
import org.gpol.vm.proof.RunCost;
import org.gpol.vm.verifier.reason.Explanation;
import org.gpol.vm.verifier.transfer.Path;

/** Decides whether programs are safe to run. */
public final class Verifier {
  private Verifier() {}

  /** Looks at every path of a program and accepts it, or says what is wrong with it. */
  public static VerificationResult verify(VerifierInput input) {
    return verify(input, Proof.CHEAPEST, path -> {});
  }

  /** The same, showing every path to {@code observer} before each instruction it takes. */
  static VerificationResult verify(VerifierInput input, Consumer<Path> observer) {
    return verify(input, Proof.CHEAPEST, observer);
  }

  static VerificationResult verify(VerifierInput input, Proof proof, Consumer<Path> observer) {
    return new Verification(input, proof, observer).result();
  }

  /**
   * Says why a program is refused that {@link #verify} has refused: follows its paths once more and
   * remembers the way.
   *
   * @param variables of the object that the program is in, to be called by their names
   * @param types of that object, {@link BtfTable#EMPTY} if there are none
   */
  public static Explanation explain(VerifierInput input, List<Variable> variables, BtfTable types) {
    return Verification.explain(input, variables, types);
  }

  /**
   * The most instructions that a run of a program that {@link #verify} accepts executes, functions
   * that helpers call back included, and in which loops; empty if that is not known. Verifies once
   * more.
   */
  public static Optional<RunCost> cost(VerifierInput input) {
    return Verification.cost(input);
  }

  /** Verifies, handing a log to {@code lines} in the manner of the kernel's. */
  public static VerificationResult log(VerifierInput input, Consumer<String> lines) {
    return Verification.logged(input, lines);
  }
}

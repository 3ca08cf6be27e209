package org.gpol.cli.verify;

import org.gpol.vm.UnverifiedProgram;
import org.gpol.vm.verifier.Rejection;
import org.gpol.vm.verifier.VerificationResult;
import org.gpol.vm.verifier.Verifier;
import org.gpol.vm.verifier.reason.Explanation;

/**
 * What the verifier says of a program.
 *
 * @param explanation of a rejection; null if it is accepted
 * @param overBudget true if it is accepted but may execute more instructions than allowed
 */
public record Verdict(
    UnverifiedProgram program,
    VerificationResult result,
    Explanation explanation,
    boolean overBudget) {
  /** Explains {@code result} if it is a rejection; {@code budget} is the most it may execute. */
  public static Verdict of(UnverifiedProgram program, VerificationResult result, long budget) {
    Explanation explanation =
        result.accepted()
            ? null
            : Verifier.explain(program.input(), program.variables(), program.types());
    boolean over = result.accepted() && result.facts().mostInstructions() > budget;
    return new Verdict(program, result, explanation, over);
  }

  /** True if the program may run. */
  public boolean accepted() {
    return result.accepted() && !overBudget;
  }

  /** The rejection of a program that the verifier refuses. */
  public Rejection rejection() {
    return result.rejection().orElseThrow();
  }
}

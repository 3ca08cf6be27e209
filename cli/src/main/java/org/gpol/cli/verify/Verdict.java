package org.gpol.cli.verify;

import org.gpol.vm.UnverifiedProgram;
import org.gpol.vm.proof.RunCost;
import org.gpol.vm.verifier.Rejection;
import org.gpol.vm.verifier.VerificationResult;
import org.gpol.vm.verifier.Verifier;
import org.gpol.vm.verifier.reason.Explanation;

/**
 * What the verifier says of a program.
 *
 * @param explanation of a rejection; null if it is accepted
 * @param cost the most that a run executes; null if that is not known, or if it is rejected
 * @param overBudget true if it is accepted but may execute more instructions than allowed
 */
public record Verdict(
    UnverifiedProgram program,
    VerificationResult result,
    Explanation explanation,
    RunCost cost,
    boolean overBudget) {
  /** Explains {@code result} if it is a rejection; {@code budget} is the most it may execute. */
  public static Verdict of(UnverifiedProgram program, VerificationResult result, long budget) {
    Explanation explanation =
        result.accepted()
            ? null
            : Verifier.explain(program.input(), program.variables(), program.types());
    RunCost cost = result.accepted() ? Verifier.cost(program.input()).orElse(null) : null;
    long most = cost == null ? Long.MAX_VALUE : cost.most();
    boolean over = result.accepted() && most > budget;
    return new Verdict(program, result, explanation, cost, over);
  }

  /** True if the program may run. */
  public boolean accepted() {
    return result.accepted() && !overBudget;
  }

  /** True if it is known how many instructions a run executes at most. */
  boolean hasCost() {
    return cost != null && cost.most() != Long.MAX_VALUE;
  }

  /** The rejection of a program that the verifier refuses. */
  public Rejection rejection() {
    return result.rejection().orElseThrow();
  }
}

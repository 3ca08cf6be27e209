package org.gpol.vm.verifier;

import java.util.Optional;
import org.gpol.vm.proof.ProgramFacts;

/**
 * The verdict on a program.
 *
 * @param rejection empty if it is accepted
 * @param instructionsProcessed instructions looked at, over all paths
 * @param peakStates states remembered at the end
 * @param stackBytes stack that open calls use together at most, each frame rounded up to 32 bytes;
 *     0 if it is rejected
 * @param facts what holds of an accepted program whenever it runs
 */
public record VerificationResult(
    Optional<Rejection> rejection,
    int instructionsProcessed,
    int peakStates,
    int stackBytes,
    ProgramFacts facts) {
  /** True if the program may run. */
  public boolean accepted() {
    return rejection.isEmpty();
  }
}

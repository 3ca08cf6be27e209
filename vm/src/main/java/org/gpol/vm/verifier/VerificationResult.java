package org.gpol.vm.verifier;

import java.util.Optional;

/**
 * The verdict on a program.
 *
 * @param rejection empty if it is accepted
 * @param instructionsProcessed instructions looked at, over all paths
 * @param peakStates states remembered at the end
 */
public record VerificationResult(
    Optional<Rejection> rejection, int instructionsProcessed, int peakStates) {
  /** True if the program may run. */
  public boolean accepted() {
    return rejection.isEmpty();
  }
}

package org.gpol.vm.verifier;

import java.util.function.Consumer;
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
}

package org.gpol.vm.call;

import org.gpol.bpf.platform.HelperSignature;

/**
 * A helper: what the verifier demands of its callers, and what it does.
 *
 * @param implementation what it does
 */
public record HelperBinding(HelperSignature signature, Implementation implementation) {
  /** What a helper does; the result goes to R0. */
  @FunctionalInterface
  public interface Implementation {
    long call(HelperCall call);
  }
}

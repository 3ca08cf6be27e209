package org.gpol.vm.verifier.summary;

/** A summary cannot tell; nothing is said about the program. */
final class Inconclusive extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** True if trying other summaries of parts is of no use either. */
  private final boolean hopeless;

  Inconclusive(String why, boolean hopeless) {
    super(why, null, false, false);
    this.hopeless = hopeless;
  }

  boolean isHopeless() {
    return hopeless;
  }
}

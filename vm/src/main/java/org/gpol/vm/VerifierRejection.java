package org.gpol.vm;

import org.gpol.vm.verifier.Rejection;

/** A program of the object that the verifier refuses. */
public final class VerifierRejection extends Exception {
  private static final long serialVersionUID = 1L;

  private final String program;
  private final transient Rejection rejection;

  VerifierRejection(String program, Rejection rejection) {
    super("program `" + program + "` is rejected: " + rejection.message());
    this.program = program;
    this.rejection = rejection;
  }

  /** The program's name. */
  public String program() {
    return program;
  }

  /** Why, and where. */
  public Rejection rejection() {
    return rejection;
  }
}

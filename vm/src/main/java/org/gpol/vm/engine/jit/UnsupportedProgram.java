package org.gpol.vm.engine.jit;

/** A program that cannot be compiled; it runs interpreted. */
final class UnsupportedProgram extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnsupportedProgram(String why) {
    super(why, null, false, false);
  }
}

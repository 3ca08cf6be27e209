package org.gpol.vm.call;

/** Runs functions of a program for the helpers that it calls. An engine's side of callbacks. */
@FunctionalInterface
public interface Callbacks {
  /**
   * Runs the function at the address {@code function} with up to five arguments and returns its R0.
   */
  long call(long function, long a1, long a2, long a3, long a4, long a5);
}

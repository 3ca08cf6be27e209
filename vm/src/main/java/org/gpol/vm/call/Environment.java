package org.gpol.vm.call;

/**
 * What a program can learn of the world it runs in. Whoever runs programs injects it, time and
 * randomness included.
 */
public interface Environment {
  /** Monotonic time in nanoseconds. */
  long ktimeNs();

  /** The CPU that executes the program, from 0. */
  int currentCpu();

  /** Thirty-two random bits. */
  int randomU32();

  /** A line that the program prints. */
  void tracePrintk(String line);
}

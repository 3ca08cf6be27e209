package org.gpol.kernel.workload.trace;

/** One thing that a recorded task did, packed into a long: what, and how long, when or which. */
enum Deed {
  /** Executed for so many nanoseconds. */
  WORK(0),
  /** Slept until so many nanoseconds after the first event. */
  SLEEP(1),
  /** Slept until the wake-up of this number. */
  AWAIT(2),
  /** Was the one that made the wake-up of this number. */
  WAKE(3);

  private static final Deed[] BY_CODE = {WORK, SLEEP, AWAIT, WAKE};
  private static final int CODE_BITS = 2;

  private final int code;

  Deed(int code) {
    this.code = code;
  }

  long packed(long argument) {
    return argument << CODE_BITS | code;
  }

  static Deed of(long packed) {
    return BY_CODE[(int) packed & BY_CODE.length - 1];
  }

  static long argument(long packed) {
    return packed >> CODE_BITS;
  }
}

package org.gpol.kernel.model;

/** What is known of an idle CPU that polls. */
final class PollState {
  /** It polls before it halts, as the program of halt_poll wants. */
  boolean haltPolling;

  /** Polls are being skipped. */
  boolean eliding;

  /** Time of the last poll that was accounted for. */
  long lastNs;

  /** From one poll to the next. */
  long periodNs;

  /** Each poll: time and instructions of its program. */
  long costNs;

  long insns;
}

package org.gpol.bpf.isa;

/**
 * Bytes that are no code this machine knows. The message is one line; there is no stack trace,
 * since it is an answer and no bug.
 */
public final class DecodeException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int slot;

  DecodeException(int slot, String what) {
    super(what + " at slot " + slot, null, false, false);
    this.slot = slot;
  }

  /** The 8-byte slot at fault, counted from 0. */
  public int slot() {
    return slot;
  }
}

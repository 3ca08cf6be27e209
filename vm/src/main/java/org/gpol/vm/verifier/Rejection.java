package org.gpol.vm.verifier;

import java.util.List;
import org.gpol.bpf.code.SourceLocation;
import org.gpol.vm.verifier.check.SafetyCheck;
import org.gpol.vm.verifier.reason.CausalStep;

/**
 * Why a program was refused.
 *
 * @param check the rule it breaks
 * @param index of the instruction that breaks it
 * @param slot of that instruction in the encoding: the number the Linux verifier would print
 * @param location where the instruction came from, or null
 * @param message for people: what is wrong, and what to do
 * @param stateExcerpt what was known before the instruction; empty where the program's structure is
 *     at fault
 * @param cause what led to it, in the order in which it happened; empty where nothing did but the
 *     instruction itself, or where the way is too long to be gone again
 */
public record Rejection(
    SafetyCheck check,
    int index,
    int slot,
    SourceLocation location,
    String message,
    String stateExcerpt,
    List<CausalStep> cause) {
  /** Copies the list. */
  public Rejection {
    cause = List.copyOf(cause);
  }

  @Override
  public String toString() {
    String where = location == null ? "instruction " + slot : location.toString();
    return where + ": " + message + " [" + check + "]";
  }
}

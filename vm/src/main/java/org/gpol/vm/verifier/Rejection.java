package org.gpol.vm.verifier;

import org.gpol.bpf.code.SourceLocation;
import org.gpol.vm.verifier.check.SafetyCheck;

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
 */
public record Rejection(
    SafetyCheck check,
    int index,
    int slot,
    SourceLocation location,
    String message,
    String stateExcerpt) {
  @Override
  public String toString() {
    String where = location == null ? "instruction " + slot : location.toString();
    return where + ": " + message + " [" + check + "]";
  }
}

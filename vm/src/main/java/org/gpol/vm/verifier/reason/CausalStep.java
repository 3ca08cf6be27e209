package org.gpol.vm.verifier.reason;

import org.gpol.bpf.code.SourceLocation;

/**
 * One instruction that a refusal depends on.
 *
 * @param index of the instruction
 * @param slot of that instruction in the encoding
 * @param location where it came from, or null
 * @param instruction in assembly
 * @param effect what it told or changed, as in {@code r1 is 0 to 255}; may be empty
 */
public record CausalStep(
    int index, int slot, SourceLocation location, String instruction, String effect) {}

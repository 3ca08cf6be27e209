package org.gpol.vm.verifier.reason;

import org.gpol.bpf.code.SourceLocation;

/**
 * An instruction without which a program would not have been refused as it was.
 *
 * @param index of the instruction
 * @param slot of that instruction in the encoding: the number the Linux verifier would print
 * @param location where it came from, or null
 * @param instruction as in a disassembly
 * @param note what it did to what matters
 */
public record CausalStep(
    int index, int slot, SourceLocation location, String instruction, String note) {}

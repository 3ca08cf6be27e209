package org.gpol.bpf.code;

/**
 * A function inside a {@link Code}: its instructions run from {@code start} to the start of the
 * next.
 *
 * @param start index of the first instruction
 */
public record Function(String name, int start) {}

package org.gpol.bpf.platform;

/**
 * A named field of a context, for messages and for the check that the compiler's prelude says the
 * same.
 *
 * @param offset bytes from the start of the context
 * @param bytes 1, 2, 4 or 8
 * @param writable true if what a program writes there has an effect
 */
public record ContextField(String name, int offset, int bytes, boolean writable) {}

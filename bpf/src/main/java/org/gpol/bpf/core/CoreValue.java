package org.gpol.bpf.core;

/**
 * What a relocation comes to.
 *
 * @param poison true if the kernel has no such thing: the instruction must never run
 * @param original the number that the compiler should have left in the instruction
 * @param checked true if that is to be held against what is there
 * @param value the number for the instruction
 * @param originalBytes the size of the field in the object's types, 0 if it does not matter
 * @param bytes the size of the field in the kernel's types, 0 if it does not matter
 * @param resizable true if a load may become one of another size
 */
public record CoreValue(
    boolean poison,
    long original,
    boolean checked,
    long value,
    int originalBytes,
    int bytes,
    boolean resizable) {}

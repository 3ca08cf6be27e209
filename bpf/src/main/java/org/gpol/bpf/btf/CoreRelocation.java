package org.gpol.bpf.btf;

/**
 * An instruction with a number in it that depends on the kernel's types ({@code struct
 * bpf_core_relo} of linux/bpf.h).
 *
 * @param offset of the instruction, bytes from the start of its section
 * @param type where the access begins, by id in the object's types
 * @param access indices separated by colons: {@code 0:2:1} is member 1 of member 2 of what a
 *     pointer points at
 */
public record CoreRelocation(int offset, int type, String access, CoreKind kind) {}

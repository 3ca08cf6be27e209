package org.gpol.bpf.platform;

/**
 * A kind of program: where it attaches, and what it is given.
 *
 * @param name as the kernel names it, e.g. {@code GHOST_SCHED}
 * @param section the ELF section by which a program says that it is of this type, e.g. {@code
 *     ghost_sched/pnt}
 */
public record ProgramType(String name, String section, ContextLayout context) {}

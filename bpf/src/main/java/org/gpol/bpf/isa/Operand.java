package org.gpol.bpf.isa;

/** The second operand of an instruction: a register or a 32-bit immediate. */
public sealed interface Operand permits Reg, Imm {}

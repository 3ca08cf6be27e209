package org.gpol.bpf.isa;

/**
 * One method a shape: whoever handles instructions handles all of them, or does not compile.
 *
 * @param <R> what a visit gives
 */
public interface InsnVisitor<R> {
  R visitAlu(Insn.Alu insn);

  R visitUnary(Insn.Unary insn);

  R visitLoadImm64(Insn.LoadImm64 insn);

  R visitLoadRef(Insn.LoadRef insn);

  R visitLoad(Insn.Load insn);

  R visitStore(Insn.Store insn);

  R visitAtomic(Insn.Atomic insn);

  R visitJump(Insn.Jump insn);

  R visitBranch(Insn.Branch insn);

  R visitCall(Insn.Call insn);

  R visitCallLocal(Insn.CallLocal insn);

  R visitCallBtf(Insn.CallBtf insn);

  R visitCallReg(Insn.CallReg insn);

  R visitExit(Insn.Exit insn);
}

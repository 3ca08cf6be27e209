package org.gpol.benchmarks.vm;

import java.util.ArrayList;
import java.util.List;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.DecodeException;
import org.gpol.bpf.isa.Imm;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.InsnCodec;
import org.gpol.bpf.isa.RefKind;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.isa.Width;

/** The bare code of a workload as instructions, with references in place of the marks for maps. */
public final class BareCode {
  /** The upper half of the 64-bit constants that stand for maps in the bare code. */
  private static final long MAP_MARK = 0x6770_6f6cL;

  private BareCode() {}

  /** Code that is given its memory in R1; its maps are the first ones. */
  static Code of(Workload workload) {
    return Code.of(decode(workload.code(), 0, 0));
  }

  /**
   * The same behind two instructions that load R1 and R2: its memory is the value of map 0, and its
   * own maps follow.
   */
  public static Code withMemoryInMap(Workload workload) {
    List<Insn> insns = new ArrayList<>();
    insns.add(new Insn.LoadRef(Reg.R1, RefKind.MAP_VALUE, 0, 0));
    insns.add(new Insn.Alu(AluOp.MOV, Width.W64, Reg.R2, new Imm(workload.memory().length)));
    insns.addAll(decode(workload.code(), insns.size(), 1));
    return Code.of(insns);
  }

  private static List<Insn> decode(byte[] bytes, int behind, int firstMap) {
    try {
      return InsnCodec.decode(bytes).stream().map(insn -> adapt(insn, behind, firstMap)).toList();
    } catch (DecodeException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Insn adapt(Insn insn, int behind, int firstMap) {
    if (insn instanceof Insn.LoadImm64 load && load.value() >>> 32 == MAP_MARK) {
      return new Insn.LoadRef(load.dst(), RefKind.MAP, (int) load.value() + firstMap, 0);
    }
    if (insn instanceof Insn.Jump jump) {
      return new Insn.Jump(jump.target() + behind);
    }
    if (insn instanceof Insn.Branch branch) {
      int target = branch.target() + behind;
      return new Insn.Branch(branch.cond(), branch.width(), branch.left(), branch.right(), target);
    }
    return insn;
  }
}

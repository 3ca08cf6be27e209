package org.gpol.vm.verifier.transfer;

import org.gpol.bpf.code.Code;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.platform.HelperSignature;
import org.gpol.vm.verifier.check.Environment;

/** Which registers may still be read: at every instruction, found backwards from their uses. */
public final class Liveness {
  private final Code code;
  private final Environment environment;
  private final int[] before;

  /** Analyses {@code code}, whose structure has been checked. */
  public Liveness(Code code, Environment environment) {
    this.code = code;
    this.environment = environment;
    before = new int[code.size()];
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int i = code.size() - 1; i >= 0; i--) {
        int live = transfer(i);
        changed |= live != before[i];
        before[i] = live;
      }
    }
  }

  /** The registers that may be read from the instruction at {@code index} on, as a bit mask. */
  public int before(int index) {
    return before[index];
  }

  private int transfer(int index) {
    Insn insn = code.insn(index);
    int after = insn.fallsThrough() ? before[index + 1] : 0;
    if (insn.jumpTarget() >= 0) {
      after |= before[insn.jumpTarget()];
    }
    return (after & ~insn.writes()) | reads(insn);
  }

  private int reads(Insn insn) {
    if (insn instanceof Insn.Call call) {
      HelperSignature helper = environment.helper(call.id());
      return helper == null ? insn.reads() : (2 << helper.args().size()) - 2;
    }
    if (insn instanceof Insn.CallLocal call) {
      return before[call.target()] & Insn.ARGUMENTS;
    }
    return insn.reads();
  }
}

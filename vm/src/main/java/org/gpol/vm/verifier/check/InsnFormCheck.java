package org.gpol.vm.verifier.check;

import org.gpol.bpf.code.Code;
import org.gpol.bpf.isa.Imm;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.RefKind;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.platform.MapType;

/** Whether an instruction is one at all, whatever its registers hold. */
final class InsnFormCheck {
  private final Code code;
  private final Environment environment;

  InsnFormCheck(Code code, Environment environment) {
    this.code = code;
    this.environment = environment;
  }

  void check(int index) {
    Insn insn = code.insn(index);
    if (((insn.writes() >>> Reg.FP.number()) & 1) != 0) {
      throw new Refusal(
          SafetyCheck.FRAME_POINTER, index, "r10 is the frame pointer and cannot be written");
    }
    if (insn instanceof Insn.Alu alu) {
      checkAlu(index, alu);
    } else if (insn instanceof Insn.LoadRef ref) {
      checkRef(index, ref);
    }
  }

  private static void checkAlu(int index, Insn.Alu alu) {
    if (!alu.op().exists(alu.width(), alu.src())) {
      throw new Refusal(
          SafetyCheck.INSTRUCTION_FORM,
          index,
          alu.op() + " does not exist at " + alu.width().bits() + " bits with this operand");
    }
    if (alu.src() instanceof Imm imm) {
      if (alu.op().divides() && imm.value() == 0) {
        throw new Refusal(SafetyCheck.DIVISION_BY_ZERO, index, "the divisor is the constant 0");
      }
      if (alu.op().shifts() && (imm.value() < 0 || imm.value() >= alu.width().bits())) {
        throw new Refusal(
            SafetyCheck.SHIFT_COUNT,
            index,
            "a shift by " + imm.value() + " of " + alu.width().bits() + " bits");
      }
    }
  }

  private void checkRef(int index, Insn.LoadRef ref) {
    if (ref.kind() == RefKind.CODE) {
      checkFunction(index, ref.index());
      return;
    }
    if (ref.kind() == RefKind.VARIABLE) {
      if (ref.index() < 0 || ref.index() >= environment.platform().variables().size()) {
        throw refused(index, "the platform has no variable number " + ref.index());
      }
      return;
    }
    if (ref.index() < 0 || ref.index() >= environment.maps().size()) {
      throw refused(index, "there is no map number " + ref.index());
    }
    if (ref.kind().hasOffset()) {
      MapSpec map = environment.maps().get(ref.index());
      if (map.type() != MapType.ARRAY || map.maxEntries() != 1) {
        throw refused(
            index,
            "only an array with one entry has a value with a fixed address; "
                + map.name()
                + " is none");
      }
      if (ref.offset() < 0 || ref.offset() >= map.valueSize()) {
        throw refused(
            index, "offset " + ref.offset() + " is outside of the value of " + map.name());
      }
    }
  }

  private void checkFunction(int index, int start) {
    if (code.functions().stream().noneMatch(function -> function.start() == start)) {
      throw refused(index, "no function starts at instruction " + start);
    }
    if (start == 0) {
      throw refused(
          index,
          "the address of the program itself cannot be taken, only that of a function of it");
    }
  }

  private static Refusal refused(int index, String message) {
    return new Refusal(SafetyCheck.REFERENCE, index, message);
  }
}

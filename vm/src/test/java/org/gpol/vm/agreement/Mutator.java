package org.gpol.vm.agreement;

import java.util.Random;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.Imm;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.Operand;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.isa.Width;

/** Changes a few instructions of a program, so that most of it still makes sense. */
final class Mutator {
  private final Random random;
  private Code code;

  private Mutator(Random random, Code code) {
    this.random = random;
    this.code = code;
  }

  /** {@code code} with none to four changes: as it is, it runs without its proofs. */
  static Code mutate(Code code, Random random) {
    Mutator mutator = new Mutator(random, code);
    for (int i = random.nextInt(5); i > 0; i--) {
      mutator.change();
    }
    return mutator.code;
  }

  private void change() {
    int at = random.nextInt(code.size());
    Insn insn = code.insn(at);
    switch (random.nextInt(6)) {
      case 0 -> code = CodeEdit.remove(code, at, at + 1).orElse(code);
      case 1 -> code = CodeEdit.insert(code, at, any());
      case 2 -> code = CodeEdit.replace(code, at, any());
      case 3 -> code = CodeEdit.insert(code, at, code.insn(random.nextInt(code.size())));
      default -> code = CodeEdit.replace(code, at, changed(insn));
    }
  }

  private Insn any() {
    return new InstructionGenerator(random, code.size()).insn();
  }

  private Insn changed(Insn insn) {
    if (insn instanceof Insn.Alu alu) {
      return alu(alu);
    }
    if (insn instanceof Insn.Branch b) {
      return branch(b);
    }
    if (insn instanceof Insn.Load l) {
      return load(l);
    }
    if (insn instanceof Insn.Store s) {
      return switch (random.nextInt(3)) {
        case 0 -> new Insn.Store(size(), s.base(), s.offset(), s.value());
        case 1 -> new Insn.Store(s.size(), s.base(), offset(s.offset()), s.value());
        default -> new Insn.Store(s.size(), s.base(), s.offset(), operand(s.value()));
      };
    }
    if (insn instanceof Insn.Atomic a) {
      return new Insn.Atomic(a.op(), width(), a.base(), offset(a.offset()), reg());
    }
    if (insn instanceof Insn.Jump) {
      return new Insn.Jump(random.nextInt(code.size()));
    }
    return insn instanceof Insn.CallLocal ? new Insn.CallLocal(random.nextInt(code.size())) : any();
  }

  private Insn alu(Insn.Alu alu) {
    Operand src = random.nextBoolean() ? operand(alu.src()) : alu.src();
    Width width = random.nextBoolean() ? width() : alu.width();
    AluOp op = random.nextBoolean() ? one(AluOp.values()) : alu.op();
    Reg dst = random.nextInt(3) == 0 ? reg() : alu.dst();
    return op.exists(width, src) ? new Insn.Alu(op, width, dst, src) : alu;
  }

  private Insn branch(Insn.Branch b) {
    int target = random.nextInt(code.size());
    JumpCond cond = one(JumpCond.values());
    return switch (random.nextInt(4)) {
      case 0 -> new Insn.Branch(cond, b.width(), b.left(), b.right(), b.target());
      case 1 -> new Insn.Branch(b.cond(), width(), b.left(), b.right(), b.target());
      case 2 -> new Insn.Branch(b.cond(), b.width(), b.left(), operand(b.right()), b.target());
      default -> new Insn.Branch(b.cond(), b.width(), b.left(), b.right(), target);
    };
  }

  private Insn load(Insn.Load l) {
    MemSize size = random.nextBoolean() ? size() : l.size();
    boolean signed = size != MemSize.B8 && random.nextBoolean();
    int offset = random.nextBoolean() ? offset(l.offset()) : l.offset();
    return new Insn.Load(size, signed, l.dst(), random.nextInt(4) == 0 ? reg() : l.base(), offset);
  }

  private int offset(int offset) {
    return (short) (offset + random.nextInt(33) - 16);
  }

  private Operand operand(Operand operand) {
    if (operand instanceof Imm imm && random.nextInt(3) > 0) {
      int value = imm.value();
      int[] near = {value + 1, value - 1, -value, ~value, random.nextInt()};
      return new Imm(near[random.nextInt(near.length)]);
    }
    return random.nextBoolean() ? reg() : new Imm(random.nextInt(64));
  }

  private MemSize size() {
    return one(MemSize.values());
  }

  private Width width() {
    return random.nextBoolean() ? Width.W32 : Width.W64;
  }

  private Reg reg() {
    return Reg.of(random.nextInt(10));
  }

  private <T> T one(T[] values) {
    return values[random.nextInt(values.length)];
  }
}

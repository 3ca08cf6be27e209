package org.gpol.vm.engine;

import static org.gpol.vm.engine.Asm.add;
import static org.gpol.vm.engine.Asm.alu;
import static org.gpol.vm.engine.Asm.mapValue;
import static org.gpol.vm.engine.Asm.mov;
import static org.gpol.vm.engine.Asm.store;

import java.util.Random;
import org.gpol.bpf.code.CodeBuilder;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.Imm;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.Operand;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.isa.Width;

/**
 * Loops over 64 bytes as compilers write them: a counter in R1 that goes up or down, and a pointer
 * in R2 that moves with it or is made from it. These are what engines keep in narrower variables.
 */
public final class CountedWalk {
  private static final int BYTES = 64;
  private static final MemSize[] SIZES = MemSize.values();

  private final CodeBuilder code;
  private final Random random;
  private final Reg number;
  private final CodeBuilder.Label again = new CodeBuilder.Label();

  private CodeBuilder.Label end;

  private CountedWalk(CodeBuilder code, Random random, Reg number) {
    this.code = code;
    this.random = random;
    this.number = number;
  }

  /** A walk over the last 64 bytes of the frame. */
  public static void overStack(CodeBuilder code, Random random, Reg number) {
    code.add(mov(Reg.R3, Reg.R10)).add(add(Reg.R3, -BYTES));
    new CountedWalk(code, random, number).walk();
  }

  /** A walk over the value of {@code map}. */
  public static void overValue(CodeBuilder code, Random random, Reg number, int map) {
    code.add(mapValue(Reg.R3, map, 0));
    new CountedWalk(code, random, number).walk();
  }

  /** A walk over what {@code base} points at. */
  public static void over(CodeBuilder code, Random random, Reg number, Reg base) {
    code.add(mov(Reg.R3, base));
    new CountedWalk(code, random, number).walk();
  }

  private void walk() {
    MemSize size = SIZES[random.nextInt(SIZES.length)];
    int times = 1 + random.nextInt(Math.min(BYTES / size.bytes(), 12));
    switch (random.nextInt(3)) {
      case 0 -> moving(size, times);
      case 1 -> upwards(size, times);
      default -> downwards(size, times);
    }
  }

  /** The pointer moves, the counter only counts. */
  private void moving(MemSize size, int times) {
    code.add(mov(Reg.R2, Reg.R3)).add(mov(Reg.R1, 0)).place(again);
    visit(size);
    code.add(add(Reg.R2, size.bytes())).add(increase(1));
    next(times);
  }

  /** The counter is the offset, going up. */
  private void upwards(MemSize size, int times) {
    code.add(mov(Reg.R1, 0)).place(again);
    pointer();
    visit(size);
    code.add(increase(size.bytes()));
    next(times * size.bytes());
  }

  /** The counter is the offset, going down. */
  private void downwards(MemSize size, int times) {
    code.add(mov(Reg.R1, (times - 1) * size.bytes())).place(again);
    pointer();
    visit(size);
    code.add(add(Reg.R1, -size.bytes()));
    JumpCond cond = random.nextBoolean() ? JumpCond.JSGE : JumpCond.JNE;
    code.branch(cond, Width.W64, Reg.R1, new Imm(cond == JumpCond.JNE ? -size.bytes() : 0), again);
  }

  private void pointer() {
    code.add(mov(Reg.R2, Reg.R3)).add(alu(AluOp.ADD, Reg.R2, Reg.R1));
  }

  private Insn increase(int by) {
    return new Insn.Alu(AluOp.ADD, width(), Reg.R1, new Imm(by));
  }

  /** Goes on until the counter has reached {@code limit}, as one of several conditions says it. */
  private void next(int limit) {
    JumpCond[] conditions = {JumpCond.JNE, JumpCond.JLT, JumpCond.JSLT, JumpCond.JLE};
    JumpCond cond = conditions[random.nextInt(4)];
    Operand right = new Imm(cond == JumpCond.JLE ? limit - 1 : limit);
    if (random.nextInt(4) == 0) {
      code.add(new Insn.Alu(AluOp.MOV, Width.W64, Reg.R5, right));
      right = Reg.R5;
    }
    code.branch(cond, width(), Reg.R1, right, again);
  }

  /** Does something with the number and what R2 points at, or with the counter. */
  private void visit(MemSize size) {
    end = new CodeBuilder.Label();
    boolean signed = size != MemSize.B8 && random.nextBoolean();
    AluOp[] ops = {AluOp.ADD, AluOp.XOR, AluOp.SUB, AluOp.MUL};
    code.add(new Insn.Load(size, signed, Reg.R0, Reg.R2, 0));
    if (random.nextInt(3) == 0) {
      code.branch(JumpCond.JSET, width(), Reg.R0, new Imm(1 + random.nextInt(7)), end);
    }
    code.add(new Insn.Alu(ops[random.nextInt(ops.length)], width(), number, Reg.R0));
    switch (random.nextInt(6)) {
      case 0 -> code.add(store(size, Reg.R2, 0, number));
      case 1 -> code.add(store(size, Reg.R2, 0, Reg.R1));
      case 2 -> code.add(mov(Reg.R4, Reg.R1)).add(divide(Reg.R4, 3)).add(mix(Reg.R4));
      case 3 -> code.add(mov(Reg.R4, 65)).add(divide(Reg.R4)).add(mix(Reg.R4));
      default -> code.add(mix(Reg.R1));
    }
    code.place(end);
  }

  private Insn divide(Reg dividend, int by) {
    AluOp op = random.nextBoolean() ? AluOp.DIV : AluOp.MOD;
    return new Insn.Alu(op, width(), dividend, new Imm(by));
  }

  private Insn divide(Reg dividend) {
    AluOp op = random.nextBoolean() ? AluOp.DIV : AluOp.MOD;
    return new Insn.Alu(op, width(), dividend, Reg.R1);
  }

  private Insn mix(Reg with) {
    return new Insn.Alu(AluOp.ADD, width(), number, with);
  }

  private Width width() {
    return random.nextBoolean() ? Width.W32 : Width.W64;
  }
}

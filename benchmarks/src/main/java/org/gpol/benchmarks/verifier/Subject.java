package org.gpol.benchmarks.verifier;

import static org.gpol.bpf.isa.Reg.R0;
import static org.gpol.bpf.isa.Reg.R1;
import static org.gpol.bpf.isa.Reg.R2;
import static org.gpol.bpf.isa.Reg.R3;
import static org.gpol.bpf.isa.Reg.R4;
import static org.gpol.bpf.isa.Reg.R5;

import java.util.ArrayList;
import java.util.List;
import org.gpol.benchmarks.vm.BareCode;
import org.gpol.benchmarks.vm.Workload;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.code.CodeBuilder;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.Imm;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.Operand;
import org.gpol.bpf.isa.RefKind;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.isa.Width;
import org.gpol.bpf.platform.MapSpec;

/**
 * A program to be verified.
 *
 * @param maps map 0 has one value, the memory of the program
 */
record Subject(String name, Code code, List<MapSpec> maps) {
  private static final int LINE = 100_000;
  private static final int DIAMONDS = 16;
  private static final int MEMORY = 1 << DIAMONDS;

  /** All of them. */
  static List<Subject> all() {
    List<Subject> all = new ArrayList<>();
    for (Workload workload : Workload.all()) {
      List<MapSpec> maps = new ArrayList<>();
      maps.add(MapSpec.array("memory", workload.memory().length, 1));
      maps.addAll(Workload.MAPS);
      // The kernel is given no maps but the memory.
      if (!workload.name().equals("empty") && !workload.name().equals("mapq")) {
        all.add(new Subject(workload.name(), BareCode.withMemoryInMap(workload), maps));
      }
    }
    all.add(of(DIAMONDS + " precise diamonds", diamonds()));
    all.add(of("loop of 1,000, a branch in it", loop(1000)));
    all.add(of("loop of 1,000, an index from it", indexed(1000)));
    all.add(of("30 times 30, a branch in it", nested(30)));
    all.add(of("100,000 in a line", line()));
    all.add(of("loop without an end in sight", endless(1)));
    all.add(of("the same, 8 ways each time", endless(8)));
    return all;
  }

  private static Subject of(String name, CodeBuilder code) {
    return new Subject(name, code.build(), List.of(MapSpec.array("memory", MEMORY, 1)));
  }

  /** R1 points to the memory. */
  private static CodeBuilder begin() {
    return new CodeBuilder().add(new Insn.LoadRef(R1, RefKind.MAP_VALUE, 0, 0));
  }

  private static CodeBuilder end(CodeBuilder code) {
    return code.add(mov(R0, new Imm(0))).add(new Insn.Exit());
  }

  /** Each adds a bit of its own to a sum or does not; the sum then is an index. */
  private static CodeBuilder diamonds() {
    CodeBuilder code = begin().add(load(MemSize.B8, R2, R1)).add(mov(R3, new Imm(0)));
    for (int i = 0; i < DIAMONDS; i++) {
      CodeBuilder.Label over = new CodeBuilder.Label();
      code.branch(JumpCond.JSET, Width.W64, R2, new Imm(1 << i), over);
      code.add(alu(AluOp.ADD, R3, new Imm(1 << i))).place(over);
    }
    return end(code.add(alu(AluOp.ADD, R1, R3)).add(load(MemSize.B1, R4, R1)));
  }

  /** Counts how often a word of the memory, looked at anew each time, is large. */
  private static CodeBuilder loop(int times) {
    CodeBuilder.Label again = new CodeBuilder.Label();
    CodeBuilder.Label over = new CodeBuilder.Label();
    CodeBuilder code = begin().add(mov(R2, new Imm(0))).add(mov(R3, new Imm(0)));
    code.place(again).add(load(MemSize.B8, R4, R1));
    code.branch(JumpCond.JLE, Width.W64, R4, new Imm(100), over);
    code.add(alu(AluOp.ADD, R3, new Imm(1))).place(over);
    code.add(alu(AluOp.ADD, R2, new Imm(1)));
    return end(code.branch(JumpCond.JLT, Width.W64, R2, new Imm(times), again));
  }

  /** Adds up some bytes of the memory, those that a mask selects. */
  private static CodeBuilder indexed(int times) {
    CodeBuilder.Label again = new CodeBuilder.Label();
    CodeBuilder.Label over = new CodeBuilder.Label();
    CodeBuilder code = begin().add(mov(R2, new Imm(0))).add(mov(R3, new Imm(0)));
    code.place(again).add(mov(R4, R1)).add(alu(AluOp.ADD, R4, R2)).add(load(MemSize.B1, R5, R4));
    code.branch(JumpCond.JSET, Width.W64, R5, new Imm(1), over);
    code.add(alu(AluOp.ADD, R3, R5)).place(over).add(alu(AluOp.ADD, R2, new Imm(1)));
    return end(code.branch(JumpCond.JNE, Width.W64, R2, new Imm(times), again));
  }

  private static CodeBuilder nested(int times) {
    CodeBuilder.Label outer = new CodeBuilder.Label();
    CodeBuilder.Label inner = new CodeBuilder.Label();
    CodeBuilder.Label over = new CodeBuilder.Label();
    CodeBuilder code = begin().add(mov(R2, new Imm(0))).add(mov(R5, new Imm(0)));
    code.place(outer).add(mov(R3, new Imm(0)));
    code.place(inner).add(load(MemSize.B8, R4, R1));
    code.branch(JumpCond.JLE, Width.W64, R4, R2, over);
    code.add(alu(AluOp.ADD, R5, R3)).place(over);
    code.add(alu(AluOp.ADD, R3, new Imm(1)));
    code.branch(JumpCond.JLT, Width.W64, R3, new Imm(times), inner);
    code.add(alu(AluOp.ADD, R2, new Imm(1)));
    return end(code.branch(JumpCond.JLT, Width.W64, R2, new Imm(times), outer));
  }

  private static CodeBuilder line() {
    CodeBuilder code = begin();
    for (int reg = 2; reg <= 5; reg++) {
      code.add(mov(Reg.of(reg), new Imm(reg)));
    }
    AluOp[] ops = {AluOp.ADD, AluOp.XOR, AluOp.LSH, AluOp.SUB, AluOp.OR};
    while (code.size() < LINE - 2) {
      int at = code.size();
      if (at % 8 == 0) {
        code.add(load(MemSize.B8, Reg.of(2 + at / 8 % 4), R1));
      } else {
        code.add(alu(ops[at % ops.length], Reg.of(2 + at / 8 % 4), new Imm(at % 31)));
      }
    }
    return end(code);
  }

  /** Goes on until the memory holds a number that is small, {@code ways} of going on each time. */
  private static CodeBuilder endless(int ways) {
    CodeBuilder.Label again = new CodeBuilder.Label();
    CodeBuilder code = begin().add(mov(R3, new Imm(0))).place(again);
    code.add(load(MemSize.B8, R2, R1)).add(alu(AluOp.ADD, R3, new Imm(1)));
    for (int i = 1; i < ways; i++) {
      CodeBuilder.Label over = new CodeBuilder.Label();
      code.branch(JumpCond.JSET, Width.W64, R2, new Imm(1 << i), over);
      code.add(alu(AluOp.ADD, R3, new Imm(1 << i))).place(over);
    }
    code.branch(JumpCond.JGT, Width.W64, R2, new Imm(5), again);
    return code.add(mov(R0, R3)).add(new Insn.Exit());
  }

  private static Insn mov(Reg dst, Operand src) {
    return alu(AluOp.MOV, dst, src);
  }

  private static Insn alu(AluOp op, Reg dst, Operand src) {
    return new Insn.Alu(op, Width.W64, dst, src);
  }

  private static Insn load(MemSize size, Reg dst, Reg base) {
    return new Insn.Load(size, false, dst, base, 0);
  }
}

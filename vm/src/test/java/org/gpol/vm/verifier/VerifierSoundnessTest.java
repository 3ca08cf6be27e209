package org.gpol.vm.verifier;

import static org.gpol.vm.verifier.Fixture.DATA;
import static org.gpol.vm.verifier.Fixture.MAPS;
import static org.gpol.vm.verifier.Fixture.imm;
import static org.gpol.vm.verifier.Fixture.load;
import static org.gpol.vm.verifier.Fixture.mov;
import static org.gpol.vm.verifier.Fixture.store;
import static org.gpol.vm.verifier.Fixture.value;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.code.CodeBuilder;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.Operand;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.isa.Width;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.vm.engine.Bench;
import org.gpol.vm.engine.Engine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random programs that compute indices, test them, and use them on a map's value and on the stack:
 * what the verifier accepts must run without a fault, whatever the context holds.
 */
class VerifierSoundnessTest {
  private static final int PROGRAMS = Integer.getInteger("gpol.claims.programs", 20_000);
  private static final int RUNS = 8;
  private static final AluOp[] OPS = AluOp.values();
  private static final JumpCond[] CONDITIONS = JumpCond.values();

  private final Random random = new Random(20261123);

  @ParameterizedTest
  @EnumSource(Proof.class)
  void acceptedPrograms_neverFault(Proof proof) {
    int accepted = 0;
    for (int i = 0; i < PROGRAMS; i++) {
      Code code = program();
      if (Fixture.verify(code, proof, path -> {}).accepted()) {
        accepted++;
        Bench bench = new Bench(1, MAPS.toArray(new MapSpec[0]));
        Engine engine = bench.prepare(code);
        for (int run = 0; run < RUNS; run++) {
          byte[] context = context();
          assertDoesNotThrow(() -> bench.run(engine, context), () -> code.insns().toString());
        }
      }
    }
    int count = accepted;
    assertTrue(accepted > PROGRAMS / 20, () -> "only " + count + " programs accepted");
  }

  private Code program() {
    CodeBuilder code = new CodeBuilder();
    CodeBuilder.Label end = new CodeBuilder.Label();
    for (int reg = 2; reg <= 5; reg++) {
      int form = random.nextInt(3);
      Reg dst = Reg.of(reg);
      code.add(
          form == 0
              ? mov(dst, constant())
              : load(random.nextBoolean() ? MemSize.B8 : MemSize.B4, dst, Reg.R1, 8 * reg));
    }
    code.add(mov(Reg.R0, 0));
    for (int slot = 1; slot <= 8; slot++) {
      code.add(store(MemSize.B8, Reg.R10, -8 * slot, random.nextBoolean() ? number() : imm(0)));
    }
    int length = 2 + random.nextInt(10);
    for (int i = 0; i < length; i++) {
      instruction(code, end);
    }
    use(code, end);
    return code.place(end).add(new Insn.Exit()).build();
  }

  private void instruction(CodeBuilder code, CodeBuilder.Label end) {
    switch (random.nextInt(6)) {
      case 0 -> skip(code);
      case 1 -> code.branch(condition(), width(), number(), operand(), end);
      case 2 -> code.add(store(MemSize.B8, Reg.R10, slot(), number()));
      case 3 -> code.add(load(MemSize.B8, number(), Reg.R10, slot()));
      default -> code.add(arithmetic());
    }
  }

  /** A branch over one or two instructions, so that ways meet again. */
  private void skip(CodeBuilder code) {
    CodeBuilder.Label over = new CodeBuilder.Label();
    code.branch(condition(), width(), number(), operand(), over).add(arithmetic());
    if (random.nextBoolean()) {
      code.add(arithmetic());
    }
    code.place(over);
  }

  private Insn arithmetic() {
    while (true) {
      AluOp op = OPS[random.nextInt(OPS.length)];
      Width width = width();
      Operand src = op.shifts() ? imm(random.nextInt(width.bits())) : operand();
      if (op.exists(width, src) && !(op.divides() && src.equals(imm(0)))) {
        return new Insn.Alu(op, width, number(), src);
      }
    }
  }

  /** Checks a number, mostly, and uses it as an index. */
  private void use(CodeBuilder code, CodeBuilder.Label end) {
    Reg index = number();
    switch (random.nextInt(5)) {
      case 0 -> code.add(new Insn.Alu(AluOp.AND, width(), index, imm(63)));
      case 1 -> code.branch(JumpCond.JGT, width(), index, imm(63), end);
      case 2 ->
          code.branch(JumpCond.JSGT, width(), index, imm(63), end)
              .branch(JumpCond.JSLT, width(), index, imm(0), end);
      case 3 -> code.add(new Insn.Alu(AluOp.MOD, width(), index, imm(64)));
      default -> code.branch(JumpCond.JGE, width(), index, number(), end);
    }
    if (random.nextBoolean()) {
      code.add(value(Reg.R6, DATA, 0));
    } else {
      code.add(mov(Reg.R6, Reg.R10)).add(Fixture.add(Reg.R6, -64));
    }
    code.add(new Insn.Alu(AluOp.ADD, Width.W64, Reg.R6, index));
    code.add(load(MemSize.B1, Reg.R0, Reg.R6, 0));
  }

  private Reg number() {
    return Reg.of(2 + random.nextInt(4));
  }

  private Operand operand() {
    return random.nextInt(3) == 0 ? number() : imm(constant());
  }

  private int constant() {
    return random.nextBoolean() ? random.nextInt(130) - 65 : random.nextInt() >> random.nextInt(32);
  }

  private int slot() {
    return -8 * (1 + random.nextInt(8));
  }

  private Width width() {
    return random.nextBoolean() ? Width.W32 : Width.W64;
  }

  private JumpCond condition() {
    return CONDITIONS[random.nextInt(CONDITIONS.length)];
  }

  /** Numbers near the edges as often as any. */
  private byte[] context() {
    byte[] context = new byte[64];
    random.nextBytes(context);
    for (int field = 0; field < 64; field += 8) {
      int form = random.nextInt(4);
      for (int i = 1; i < 8 && form < 2; i++) {
        context[field + i] = (byte) (form == 0 ? 0 : -1);
      }
    }
    return context;
  }
}

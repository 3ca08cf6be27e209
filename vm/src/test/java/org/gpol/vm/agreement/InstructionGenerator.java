package org.gpol.vm.agreement;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.AtomicOp;
import org.gpol.bpf.isa.Imm;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.Operand;
import org.gpol.bpf.isa.RefKind;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.isa.UnaryOp;
import org.gpol.bpf.isa.Width;
import org.gpol.vm.verifier.Fixture;

/**
 * Instructions without any sense, of every shape, that exist: any registers, targets anywhere
 * inside. Offsets and numbers are small mostly, and what calls need is loaded now and then, so that
 * some of it survives for a while.
 */
final class InstructionGenerator {
  private static final int MOST = 40;
  private static final int TAIL_CALL = 12;
  private static final int LOOP = 181;

  private static final int[] HELPERS =
      Setting.HELPERS.bindings().stream().mapToInt(b -> b.signature().id()).toArray();

  private final Random random;
  private final int size;
  private final List<Insn> insns = new ArrayList<>();

  /** For code of {@code size} instructions. */
  InstructionGenerator(Random random, int size) {
    this.random = random;
    this.size = size;
  }

  /** The next program of {@code random}. */
  static Code generate(Random random) {
    return new InstructionGenerator(random, 1 + random.nextInt(MOST)).code();
  }

  private Code code() {
    for (int reg = 2; reg <= 9 && random.nextInt(6) > 0; reg++) {
      add(new Insn.Load(MemSize.B8, false, Reg.of(reg), Reg.R1, 8 * random.nextInt(8)));
    }
    while (insns.size() < size) {
      if (random.nextInt(6) == 0) {
        idiom();
      } else {
        add(insn());
      }
    }
    if (random.nextInt(4) > 0) {
      insns.set(size - 1, new Insn.Exit());
    }
    List<Integer> starts = new ArrayList<>();
    if (random.nextBoolean()) {
      insns.stream()
          .filter(i -> i instanceof Insn.CallLocal || i instanceof Insn.LoadRef)
          .forEach(i -> starts.add(CodeEdit.target(i)));
    }
    return CodeEdit.code(insns, starts.stream().filter(s -> s > 0).sorted().distinct().toList());
  }

  private void add(Insn insn) {
    if (insns.size() < size) {
      insns.add(insn);
    }
  }

  /** What calls that go somewhere begin with. */
  private void idiom() {
    switch (random.nextInt(6)) {
      case 0 -> tailCall();
      case 1 -> {
        add(new Insn.LoadRef(Reg.R2, RefKind.CODE, random.nextInt(size), 0));
        add(new Insn.CallReg(Reg.R2));
      }
      case 2 -> {
        add(move(Reg.R1, new Imm(random.nextInt(5))));
        add(new Insn.LoadRef(Reg.R2, RefKind.CODE, random.nextInt(size), 0));
        add(move(Reg.R3, Reg.R10));
        add(move(Reg.R4, new Imm(0)));
        add(new Insn.Call(LOOP));
      }
      case 3 -> {
        add(move(low(), new Imm(HELPERS[random.nextInt(HELPERS.length)])));
        add(new Insn.CallReg(low()));
      }
      default -> onMap();
    }
  }

  private void tailCall() {
    add(new Insn.LoadRef(Reg.R2, RefKind.MAP, Fixture.PROGS, 0));
    add(move(Reg.R3, new Imm(random.nextInt(4))));
    add(new Insn.Call(TAIL_CALL));
  }

  /** A helper on a map, with a key and a value on the stack. */
  private void onMap() {
    int[] helpers = {1, 1, 2, 3, 87, 88, 89, 130, 131, 164, 195};
    add(new Insn.Store(MemSize.B8, Reg.R10, -8, new Imm(random.nextInt(4))));
    add(new Insn.LoadRef(Reg.R1, RefKind.MAP, random.nextInt(Setting.MAPS.size()), 0));
    add(move(Reg.R2, Reg.R10));
    add(new Insn.Alu(AluOp.ADD, Width.W64, Reg.R2, new Imm(-8 * (1 + random.nextInt(2)))));
    add(move(Reg.R3, Reg.R2));
    add(move(Reg.R4, new Imm(random.nextInt(3))));
    add(new Insn.Call(helpers[random.nextInt(helpers.length)]));
    if (random.nextBoolean()) {
      add(new Insn.Load(any(MemSize.values()), false, low(), Reg.R0, random.nextInt(16)));
    } else {
      add(new Insn.Store(any(MemSize.values()), Reg.R0, random.nextInt(16), operand()));
    }
  }

  private static Insn move(Reg dst, Operand src) {
    return new Insn.Alu(AluOp.MOV, Width.W64, dst, src);
  }

  /** Any instruction for code of the size. */
  Insn insn() {
    return switch (random.nextInt(19)) {
      case 0, 1, 2, 3 -> alu();
      case 4 -> new Insn.Unary(any(UnaryOp.values()), Width.W64, low());
      case 5 -> new Insn.Unary(UnaryOp.NEG, width(), low());
      case 6 -> new Insn.LoadImm64(low(), wide());
      case 7 -> reference();
      case 8, 9 -> load();
      case 10, 11 -> new Insn.Store(any(MemSize.values()), pointer(), offset(), operand());
      case 12 -> new Insn.Atomic(any(AtomicOp.values()), width(), pointer(), offset(), low());
      case 13 -> new Insn.Jump(random.nextInt(size));
      case 14, 15 ->
          new Insn.Branch(any(JumpCond.values()), width(), low(), operand(), random.nextInt(size));
      case 16 -> new Insn.Call(helper());
      case 17 ->
          random.nextBoolean() ? new Insn.CallLocal(random.nextInt(size)) : new Insn.CallReg(low());
      default -> new Insn.Exit();
    };
  }

  private Insn alu() {
    while (true) {
      AluOp op = any(AluOp.values());
      Width width = width();
      Operand src = random.nextInt(16) == 0 ? Reg.R10 : operand();
      if (op.exists(width, src)) {
        return new Insn.Alu(op, width, low(), src);
      }
    }
  }

  private Insn load() {
    MemSize size = any(MemSize.values());
    boolean signed = size != MemSize.B8 && random.nextBoolean();
    return new Insn.Load(size, signed, low(), pointer(), offset());
  }

  private Insn reference() {
    return switch (random.nextInt(4)) {
      case 0 -> new Insn.LoadRef(low(), RefKind.CODE, random.nextInt(size), 0);
      case 1 -> new Insn.LoadRef(low(), RefKind.MAP, random.nextInt(Setting.MAPS.size()), 0);
      case 2 -> new Insn.LoadRef(low(), RefKind.MAP_VALUE, Fixture.DATA, random.nextInt(70));
      default -> new Insn.LoadRef(low(), RefKind.MAP_VALUE, Fixture.RODATA, random.nextInt(20));
    };
  }

  private int helper() {
    return switch (random.nextInt(4)) {
      case 0 -> Setting.MIX;
      case 1 -> random.nextInt(210);
      default -> HELPERS[random.nextInt(HELPERS.length)];
    };
  }

  private Reg low() {
    return Reg.of(random.nextInt(10));
  }

  private Reg pointer() {
    return switch (random.nextInt(5)) {
      case 0, 1 -> Reg.R10;
      case 2, 3 -> Reg.R1;
      default -> low();
    };
  }

  private int offset() {
    return random.nextInt(20) == 0 ? (short) random.nextInt() : random.nextInt(96) - 64;
  }

  private Width width() {
    return any(Width.values());
  }

  private Operand operand() {
    if (random.nextBoolean()) {
      return low();
    }
    return new Imm(random.nextBoolean() ? random.nextInt(80) - 16 : random.nextInt());
  }

  private long wide() {
    return random.nextBoolean() ? random.nextLong() : random.nextLong() >> random.nextInt(64);
  }

  private <T> T any(T[] values) {
    return values[random.nextInt(values.length)];
  }
}

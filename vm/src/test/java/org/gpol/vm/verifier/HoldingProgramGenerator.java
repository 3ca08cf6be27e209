package org.gpol.vm.verifier;

import static org.gpol.vm.verifier.Fixture.*;
import static org.gpol.vm.verifier.TestHelpers.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.code.CodeBuilder;
import org.gpol.bpf.code.Function;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.RefKind;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.isa.Width;

/**
 * Programs that hold records of ring buffers, locks and dynptrs, and whose functions are called by
 * helpers and change the numbers of the caller. Most are verifiable; some forget something.
 *
 * <p>R6 holds the context or a callback's, R7 to R9 numbers. Four numbers lie at r10-32 to r10-8, a
 * dynptr at r10-48, keys at r10-56 and scratch below.
 */
public final class HoldingProgramGenerator {
  private static final AluOp[] OPS = {
    AluOp.ADD, AluOp.SUB, AluOp.AND, AluOp.OR, AluOp.XOR, AluOp.RSH, AluOp.MUL, AluOp.MOV
  };
  private static final JumpCond[] CONDITIONS = JumpCond.values();
  private static final int NUMBERS = -32;
  private static final int DYNPTR_AT = -48;
  private static final int KEY = -56;
  private static final int SCRATCH = -72;
  private static final int FORGETS = 14;

  private final Random random;
  private final CodeBuilder code = new CodeBuilder();
  private final List<Integer> addresses = new ArrayList<>();

  /** By function: whether it is called by {@code loop}, or for every element. */
  private final List<Boolean> loops = new ArrayList<>();

  private int functions;
  private boolean inCallback;

  private HoldingProgramGenerator(Random random) {
    this.random = random;
  }

  /** The next program of {@code random}. */
  public static Code generate(Random random) {
    return new HoldingProgramGenerator(random).program();
  }

  private Code program() {
    code.function("main").add(mov(Reg.R6, Reg.R1));
    for (int reg = 7; reg <= 9; reg++) {
      code.add(load(MemSize.B4, Reg.of(reg), Reg.R6, 4 * random.nextInt(16)));
    }
    for (int i = 0; i < 4; i++) {
      code.add(store(MemSize.B8, Reg.R10, NUMBERS + 8 * i, imm(random.nextInt(20))));
    }
    block(2 + random.nextInt(5), 2);
    code.add(mov(Reg.R0, 0)).add(exit());
    inCallback = true;
    for (int i = 0; i < functions; i++) {
      callback(i);
    }
    return withAddresses(code.build());
  }

  private void block(int statements, int depth) {
    for (int i = 0; i < statements; i++) {
      switch (random.nextInt(depth > 0 ? 10 : 6)) {
        case 0 -> arithmetic();
        case 1, 2 -> number();
        case 3 -> index();
        case 4 -> record();
        case 5 -> dynptr();
        case 6 -> lock();
        case 7 -> choice(depth);
        default -> callBack();
      }
    }
  }

  private Reg reg() {
    return Reg.of(7 + random.nextInt(3));
  }

  private boolean forgets() {
    return random.nextInt(FORGETS) == 0;
  }

  private void arithmetic() {
    AluOp op = OPS[random.nextInt(OPS.length)];
    boolean constant = op == AluOp.RSH || random.nextBoolean();
    Width width = random.nextBoolean() ? Width.W32 : Width.W64;
    code.add(new Insn.Alu(op, width, reg(), constant ? imm(random.nextInt(24)) : reg()));
  }

  /** Where the numbers are: in the own stack, or what the context of a callback points at. */
  private int at(int i) {
    return (inCallback ? 0 : NUMBERS) + 8 * i;
  }

  /** Loads, changes or stores one of the four numbers. */
  private void number() {
    Reg base = inCallback ? Reg.R6 : Reg.R10;
    MemSize size = random.nextInt(4) == 0 ? MemSize.B4 : MemSize.B8;
    Reg reg = reg();
    int which = random.nextInt(4);
    switch (random.nextInt(4)) {
      case 0 -> code.add(load(size, reg, base, at(which)));
      case 1 -> code.add(store(size, base, at(which), reg));
      case 2 -> code.add(store(size, base, at(which), imm(random.nextInt(80))));
      default -> {
        code.add(load(size, reg, base, at(which)));
        CodeBuilder.Label over = new CodeBuilder.Label();
        if (random.nextBoolean()) {
          code.branch(condition(), Width.W64, reg, imm(random.nextInt(40)), over);
        }
        code.add(alu(OPS[random.nextInt(3)], reg, imm(random.nextInt(24)))).place(over);
        code.add(store(size, base, at(random.nextInt(4)), reg));
      }
    }
  }

  /** Uses one of the numbers as an index into 64 bytes, now and then unchecked. */
  private void index() {
    CodeBuilder.Label out = new CodeBuilder.Label();
    Reg reg = reg();
    if (random.nextBoolean()) {
      code.add(load(MemSize.B8, reg, inCallback ? Reg.R6 : Reg.R10, at(random.nextInt(4))));
    }
    switch (random.nextInt(4)) {
      case 0 -> code.branch(JumpCond.JGT, Width.W64, reg, imm(63), out);
      case 1 -> code.add(alu(AluOp.AND, reg, imm(63)));
      default -> {}
    }
    code.add(value(Reg.R1, DATA, 0)).add(alu(AluOp.ADD, Reg.R1, reg));
    code.add(load(MemSize.B1, reg(), Reg.R1, 0)).place(out);
  }

  private void record() {
    CodeBuilder.Label out = new CodeBuilder.Label();
    int size = 8 * (1 + random.nextInt(3));
    code.add(map(Reg.R1, RING)).add(mov(Reg.R2, size)).add(mov(Reg.R3, 0)).add(call(RESERVE));
    if (!forgets()) {
      code.branch(JumpCond.JEQ, Width.W64, Reg.R0, imm(0), out);
    }
    code.add(store(MemSize.B8, Reg.R0, 8 * random.nextInt(size / 8), reg()));
    if (random.nextInt(3) == 0) {
      CodeBuilder.Label other = new CodeBuilder.Label();
      code.branch(condition(), Width.W64, reg(), imm(random.nextInt(20)), other);
      giveBack(SUBMIT);
      code.jump(out).place(other);
      giveBack(DISCARD);
    } else {
      giveBack(random.nextBoolean() ? SUBMIT : DISCARD);
    }
    code.place(out);
  }

  private void giveBack(int helper) {
    if (!forgets()) {
      code.add(mov(Reg.R1, Reg.R0)).add(mov(Reg.R2, 0)).add(call(helper));
    }
    if (forgets()) {
      code.add(load(MemSize.B8, reg(), Reg.R0, 0));
    }
  }

  private void dynptr() {
    boolean ring = random.nextBoolean();
    code.add(ring ? map(Reg.R1, RING) : value(Reg.R1, DATA, 8 * random.nextInt(4)));
    code.add(mov(Reg.R2, 8 * (1 + random.nextInt(4)))).add(mov(Reg.R3, 0));
    stack(Reg.R4, DYNPTR_AT);
    code.add(call(ring ? RESERVE_DYNPTR : DYNPTR_FROM_MEM));
    for (int i = random.nextInt(3); i > 0; i--) {
      if (random.nextBoolean()) {
        slice();
      } else {
        stack(Reg.R1, SCRATCH);
        code.add(mov(Reg.R2, 8));
        stack(Reg.R3, DYNPTR_AT);
        code.add(mov(Reg.R4, random.nextInt(30))).add(mov(Reg.R5, 0)).add(call(DYNPTR_READ));
        code.add(load(MemSize.B8, reg(), Reg.R10, SCRATCH)).add(mov(reg(), Reg.R0));
      }
    }
    if (forgets()) {
      code.add(store(MemSize.B8, Reg.R10, DYNPTR_AT + 8 * random.nextInt(2), imm(1)));
    }
    if (ring && !forgets()) {
      stack(Reg.R1, DYNPTR_AT);
      code.add(mov(Reg.R2, 0)).add(call(SUBMIT_DYNPTR));
    }
  }

  private void slice() {
    CodeBuilder.Label out = new CodeBuilder.Label();
    int size = 1 + random.nextInt(16);
    stack(Reg.R1, DYNPTR_AT);
    code.add(mov(Reg.R2, random.nextInt(30))).add(mov(Reg.R3, size)).add(call(DYNPTR_DATA));
    if (!forgets()) {
      code.branch(JumpCond.JEQ, Width.W64, Reg.R0, imm(0), out);
    }
    code.add(store(MemSize.B1, Reg.R0, random.nextInt(size + (forgets() ? 1 : 0)), reg()));
    code.place(out);
  }

  private void stack(Reg reg, int offset) {
    code.add(mov(reg, Reg.R10)).add(add(reg, offset));
  }

  private void lock() {
    CodeBuilder.Label out = new CodeBuilder.Label();
    code.add(store(MemSize.B8, Reg.R10, KEY, imm(random.nextInt(2)))).add(map(Reg.R1, LOCKED));
    stack(Reg.R2, KEY);
    code.add(call(LOOKUP)).branch(JumpCond.JEQ, Width.W64, Reg.R0, imm(0), out);
    code.add(store(MemSize.B8, Reg.R10, SCRATCH - 8, Reg.R0));
    code.add(mov(Reg.R1, Reg.R0)).add(call(LOCK));
    code.add(load(MemSize.B8, Reg.R1, Reg.R10, SCRATCH - 8));
    code.add(store(MemSize.B8, Reg.R1, 8, reg()));
    if (forgets()) {
      code.add(call(NOW));
    }
    if (!forgets()) {
      code.add(call(UNLOCK));
    }
    code.place(out);
  }

  private void choice(int depth) {
    CodeBuilder.Label out = new CodeBuilder.Label();
    code.branch(condition(), Width.W64, reg(), imm(random.nextInt(20)), out);
    block(1 + random.nextInt(2), depth - 1);
    code.place(out);
  }

  /** A call of a helper that calls the next function back. */
  private void callBack() {
    if (functions == 2 || inCallback) {
      number();
      return;
    }
    boolean loop = random.nextInt(3) > 0;
    if (loop && random.nextBoolean()) {
      code.add(mov(Reg.R1, random.nextInt(6)));
    } else if (loop) {
      code.add(mov(Reg.R1, reg())).add(alu(AluOp.AND, Reg.R1, imm(127)));
    } else {
      code.add(map(Reg.R1, HASH));
    }
    addresses.add(code.size());
    code.add(Fixture.function(Reg.R2, functions++));
    stack(Reg.R3, NUMBERS);
    code.add(mov(Reg.R4, 0)).add(Fixture.call(loop ? LOOP : FOR_EACH));
    loops.add(loop);
  }

  private void callback(int number) {
    code.function("callback" + number);
    code.add(mov(Reg.R6, loops.get(number) ? Reg.R2 : Reg.R4));
    code.add(mov(Reg.R7, random.nextInt(16)));
    if (loops.get(number)) {
      code.add(mov(Reg.R8, Reg.R1));
    } else {
      code.add(load(MemSize.B8, Reg.R8, Reg.R3, 8 * random.nextInt(2)));
    }
    code.add(load(MemSize.B8, Reg.R9, Reg.R6, 8 * random.nextInt(4)));
    block(1 + random.nextInt(4), 1);
    if (random.nextBoolean()) {
      code.add(mov(Reg.R0, 0));
    } else {
      code.add(mov(Reg.R0, reg())).add(alu(AluOp.AND, Reg.R0, imm(forgets() ? 3 : 1)));
    }
    code.add(exit());
  }

  private JumpCond condition() {
    return CONDITIONS[random.nextInt(CONDITIONS.length)];
  }

  /** Puts the functions' places into the instructions that take their addresses. */
  private Code withAddresses(Code built) {
    List<Insn> insns = new ArrayList<>(built.insns());
    List<Function> all = built.functions();
    for (int at : addresses) {
      Insn.LoadRef ref = (Insn.LoadRef) insns.get(at);
      int start = all.get(ref.index() + 1).start();
      insns.set(at, new Insn.LoadRef(ref.dst(), RefKind.CODE, start, 0));
    }
    return new Code(insns, all, built.lines());
  }
}

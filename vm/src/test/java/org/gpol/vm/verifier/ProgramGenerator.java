package org.gpol.vm.verifier;

import static org.gpol.vm.verifier.Fixture.add;
import static org.gpol.vm.verifier.Fixture.alu;
import static org.gpol.vm.verifier.Fixture.call;
import static org.gpol.vm.verifier.Fixture.exit;
import static org.gpol.vm.verifier.Fixture.imm;
import static org.gpol.vm.verifier.Fixture.load;
import static org.gpol.vm.verifier.Fixture.map;
import static org.gpol.vm.verifier.Fixture.mov;
import static org.gpol.vm.verifier.Fixture.store;
import static org.gpol.vm.verifier.Fixture.value;

import java.util.Random;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.code.CodeBuilder;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.AtomicOp;
import org.gpol.bpf.isa.Imm;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.Operand;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.isa.Width;
import org.gpol.vm.engine.CountedWalk;

/**
 * Programs as policies have them: structured control flow, bounded loops, maps with their null
 * checks, queues, calls of functions with pointers to the caller's stack. Most are verifiable; some
 * lack a check.
 *
 * <p>R6 holds the context, R7 to R9 numbers; the stack from -64 on numbers, and below them loop
 * counters, keys and values.
 */
public final class ProgramGenerator {
  private static final AluOp[] OPS = AluOp.values();
  private static final JumpCond[] CONDITIONS = JumpCond.values();
  private static final AtomicOp[] ATOMICS = AtomicOp.values();
  private static final MemSize[] SIZES = MemSize.values();
  private static final int COUNTERS = -72;
  private static final int KEY = -104;
  private static final int ITEM = -120;
  private static final int MAX_LOOPS = 2;

  private final Random random;
  private final CodeBuilder code = new CodeBuilder();
  private final CodeBuilder.Label function = new CodeBuilder.Label();
  private boolean callsFunction;
  private int loops;

  private ProgramGenerator(Random random) {
    this.random = random;
  }

  /** The next program of {@code random}. */
  public static Code generate(Random random) {
    return new ProgramGenerator(random).program();
  }

  private Code program() {
    code.function("main").add(mov(Reg.R6, Reg.R1));
    for (int reg = 7; reg <= 9; reg++) {
      code.add(contextField(Reg.of(reg)));
    }
    for (int offset = -64; offset < 0; offset += 8) {
      code.add(store(MemSize.B8, Reg.R10, offset, random.nextBoolean() ? number() : constant()));
    }
    block(3 + random.nextInt(5), 2);
    code.add(mov(Reg.R0, number())).add(exit());
    if (callsFunction) {
      function();
    }
    return code.build();
  }

  private void block(int statements, int depth) {
    for (int i = 0; i < statements; i++) {
      switch (random.nextInt(depth > 0 ? 15 : 12)) {
        case 0, 1, 2 -> code.add(arithmetic());
        case 3 -> code.add(contextField(number()));
        case 4 -> stack();
        case 5 -> index();
        case 6 -> lookup();
        case 7 -> queue();
        case 8 -> code.add(call(Fixture.NOW)).add(mov(number(), Reg.R0));
        case 9 -> callFunction();
        case 10 -> frozen();
        case 11 -> walk();
        case 12, 13 -> choice(depth);
        default -> loop(depth);
      }
    }
  }

  private void walk() {
    if (random.nextBoolean()) {
      CountedWalk.overStack(code, random, number());
    } else {
      CountedWalk.overValue(code, random, number(), Fixture.DATA);
    }
  }

  private Insn contextField(Reg dst) {
    MemSize size = size();
    int fields = 64 / size.bytes();
    boolean signed = size != MemSize.B8 && random.nextInt(4) == 0;
    return new Insn.Load(size, signed, dst, Reg.R6, size.bytes() * random.nextInt(fields));
  }

  private void stack() {
    MemSize size = size();
    int offset = -size.bytes() * (1 + random.nextInt(64 / size.bytes()));
    switch (random.nextInt(4)) {
      case 0 ->
          code.add(store(size, Reg.R10, offset, random.nextBoolean() ? number() : constant()));
      case 1 -> code.add(new Insn.Atomic(atomic(), Width.W64, Reg.R10, offset & -8, number()));
      default -> {
        boolean signed = size != MemSize.B8 && random.nextBoolean();
        code.add(new Insn.Load(size, signed, number(), Reg.R10, offset));
      }
    }
  }

  private AtomicOp atomic() {
    AtomicOp op = ATOMICS[random.nextInt(ATOMICS.length)];
    return op == AtomicOp.CMPXCHG ? AtomicOp.XCHG : op;
  }

  /** A number made fit, mostly, and used as an index into a value or the stack. */
  private void index() {
    CodeBuilder.Label out = new CodeBuilder.Label();
    Reg index = number();
    int limit = 1 + random.nextInt(56);
    switch (random.nextInt(6)) {
      case 0 -> code.add(new Insn.Alu(AluOp.AND, width(), index, imm(random.nextInt(56))));
      case 1 -> code.branch(JumpCond.JGT, width(), index, imm(limit), out);
      case 2 ->
          code.branch(JumpCond.JSGT, width(), index, imm(limit), out)
              .branch(JumpCond.JSLT, width(), index, imm(0), out);
      case 3 -> code.add(new Insn.Alu(AluOp.MOD, width(), index, imm(limit)));
      case 4 -> code.add(alu(AluOp.RSH, index, imm(59)));
      default -> code.branch(JumpCond.JNE, width(), index, imm(limit), out);
    }
    boolean onStack = random.nextBoolean();
    code.add(onStack ? mov(Reg.R2, Reg.R10) : value(Reg.R2, Fixture.DATA, 0));
    if (onStack) {
      code.add(add(Reg.R2, -64));
    }
    code.add(alu(AluOp.ADD, Reg.R2, index));
    MemSize size = onStack ? MemSize.B1 : size();
    code.add(
        random.nextBoolean() ? load(size, number(), Reg.R2, 0) : store(size, Reg.R2, 0, number()));
    code.place(out);
  }

  private void lookup() {
    CodeBuilder.Label out = new CodeBuilder.Label();
    code.add(store(MemSize.B8, Reg.R10, KEY, random.nextBoolean() ? number() : imm(1)));
    if (random.nextInt(3) == 0) {
      code.add(store(MemSize.B8, Reg.R10, ITEM, number()));
      code.add(store(MemSize.B8, Reg.R10, ITEM + 8, number()));
      helper(Fixture.UPDATE, Fixture.HASH, KEY, ITEM);
      code.add(mov(number(), Reg.R0));
    }
    helper(Fixture.LOOKUP, Fixture.HASH, KEY, ITEM);
    int check = random.nextInt(12);
    if (check > 0) {
      // Now and then the wrong way round.
      code.branch(check == 1 ? JumpCond.JNE : JumpCond.JEQ, Width.W64, Reg.R0, imm(0), out);
    }
    int offset = 8 * random.nextInt(2);
    switch (random.nextInt(3)) {
      case 0 -> code.add(load(MemSize.B8, number(), Reg.R0, offset));
      case 1 -> code.add(store(size(), Reg.R0, offset, number()));
      default -> code.add(new Insn.Atomic(atomic(), width(), Reg.R0, offset, number()));
    }
    code.place(out);
  }

  private void helper(int helper, int map, int second, int third) {
    code.add(map(Reg.R1, map)).add(mov(Reg.R2, Reg.R10)).add(add(Reg.R2, second));
    code.add(mov(Reg.R3, Reg.R10)).add(add(Reg.R3, third)).add(mov(Reg.R4, random.nextInt(4)));
    code.add(call(helper));
  }

  /** Pushes to or pops from a queue, which may be one of an array of queues. */
  private void queue() {
    CodeBuilder.Label out = new CodeBuilder.Label();
    boolean push = random.nextBoolean();
    if (push) {
      code.add(store(MemSize.B8, Reg.R10, ITEM, number()));
      code.add(store(MemSize.B8, Reg.R10, ITEM + 8, number()));
    }
    if (random.nextBoolean()) {
      code.add(store(MemSize.B4, Reg.R10, KEY, number()));
      helper(Fixture.LOOKUP, Fixture.QUEUES, KEY, ITEM);
      code.branch(JumpCond.JEQ, Width.W64, Reg.R0, imm(0), out);
      code.add(mov(Reg.R1, Reg.R0));
    } else {
      code.add(map(Reg.R1, Fixture.QUEUE));
    }
    code.add(mov(Reg.R2, Reg.R10)).add(add(Reg.R2, ITEM)).add(mov(Reg.R3, 2 * random.nextInt(2)));
    code.add(call(push ? Fixture.PUSH : Fixture.POP));
    code.branch(JumpCond.JNE, width(), Reg.R0, imm(0), out);
    if (!push) {
      code.add(load(MemSize.B8, number(), Reg.R10, ITEM));
    }
    code.place(out);
  }

  private void frozen() {
    MemSize size = size();
    code.add(value(Reg.R2, Fixture.RODATA, 0));
    int offset = size.bytes() * random.nextInt(16 / size.bytes());
    boolean signed = size != MemSize.B8 && random.nextBoolean();
    code.add(new Insn.Load(size, signed, number(), Reg.R2, offset));
  }

  private void callFunction() {
    callsFunction = true;
    code.add(mov(Reg.R1, number())).add(mov(Reg.R2, Reg.R10)).add(add(Reg.R2, -64));
    code.callLocal(function).add(mov(number(), Reg.R0));
  }

  /** Reads and writes what R2 points at, and returns a number made of R1. */
  private void function() {
    CodeBuilder.Label out = new CodeBuilder.Label();
    code.function("function").place(function);
    code.add(mov(Reg.R7, Reg.R1)).add(load(MemSize.B8, Reg.R8, Reg.R2, 8)).add(mov(Reg.R9, Reg.R8));
    code.add(store(MemSize.B8, Reg.R10, -8, Reg.R2)).add(arithmetic());
    code.branch(condition(), width(), number(), operand(), out).add(arithmetic());
    code.add(load(MemSize.B8, Reg.R3, Reg.R10, -8)).add(store(size(), Reg.R3, 16, number()));
    code.place(out).add(mov(Reg.R0, number())).add(exit());
  }

  private void choice(int depth) {
    CodeBuilder.Label otherwise = new CodeBuilder.Label();
    CodeBuilder.Label end = new CodeBuilder.Label();
    code.branch(condition(), width(), number(), operand(), otherwise);
    block(1 + random.nextInt(2), depth - 1);
    if (random.nextBoolean()) {
      code.add(mov(Reg.R0, 0)).jump(end).place(otherwise);
      block(1, depth - 1);
      code.place(end);
    } else {
      code.place(otherwise);
    }
  }

  private void loop(int depth) {
    if (loops == MAX_LOOPS) {
      return;
    }
    int counter = COUNTERS - 8 * loops++;
    CodeBuilder.Label again = new CodeBuilder.Label();
    code.add(store(MemSize.B8, Reg.R10, counter, imm(0))).place(again);
    block(1 + random.nextInt(2), depth - 1);
    code.add(load(MemSize.B8, Reg.R0, Reg.R10, counter)).add(add(Reg.R0, 1));
    code.add(store(MemSize.B8, Reg.R10, counter, Reg.R0));
    code.branch(JumpCond.JLT, width(), Reg.R0, imm(1 + random.nextInt(4)), again);
    loops--;
  }

  private Insn arithmetic() {
    while (true) {
      AluOp op = OPS[random.nextInt(OPS.length)];
      Width width = width();
      Operand src = op.shifts() && random.nextBoolean() ? imm(random.nextInt(32)) : operand();
      boolean refused = src instanceof Imm i && refuses(op, width, i.value());
      if (op.exists(width, src) && !refused) {
        return new Insn.Alu(op, width, number(), src);
      }
    }
  }

  private static boolean refuses(AluOp op, Width width, int value) {
    boolean outside = value < 0 || value >= width.bits();
    return op.divides() ? value == 0 : op.shifts() && outside;
  }

  private Reg number() {
    return Reg.of(7 + random.nextInt(3));
  }

  private Operand operand() {
    return random.nextInt(3) == 0 ? number() : constant();
  }

  private Imm constant() {
    int any = random.nextInt() >> random.nextInt(32);
    return imm(random.nextBoolean() ? random.nextInt(130) - 65 : any);
  }

  private MemSize size() {
    return SIZES[random.nextInt(SIZES.length)];
  }

  private Width width() {
    return random.nextBoolean() ? Width.W32 : Width.W64;
  }

  private JumpCond condition() {
    return CONDITIONS[random.nextInt(CONDITIONS.length)];
  }
}

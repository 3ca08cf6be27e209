package org.gpol.vm.agreement;

import static org.gpol.vm.engine.Asm.add;
import static org.gpol.vm.engine.Asm.alu;
import static org.gpol.vm.engine.Asm.call;
import static org.gpol.vm.engine.Asm.exit;
import static org.gpol.vm.engine.Asm.map;
import static org.gpol.vm.engine.Asm.mapValue;
import static org.gpol.vm.engine.Asm.mov;
import static org.gpol.vm.engine.Asm.store;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
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
import org.gpol.bpf.isa.RefKind;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.isa.UnaryOp;
import org.gpol.bpf.isa.Width;
import org.gpol.vm.engine.CountedWalk;
import org.gpol.vm.verifier.Fixture;

/**
 * Verifiable programs that use what compilers treat specially: stack cells of overlapping sizes,
 * offsets that vary, pointers saved across calls, loops, functions, callbacks, maps of all types.
 *
 * <p>R6 holds the context, R7 to R9 numbers. The stack holds numbers from -64 on; below, a pointer,
 * loop counters, a key and a value.
 */
final class StructuredGenerator {
  private static final int NUMBERS = -64;
  private static final int SAVED = -72;
  private static final int COUNTERS = -80;
  private static final int KEY = -104;
  private static final int VALUE = -128;
  private static final int MOST_FUNCTIONS = 3;
  private static final AtomicOp[] PLAIN_ATOMICS =
      EnumSet.complementOf(EnumSet.of(AtomicOp.CMPXCHG)).toArray(AtomicOp[]::new);
  private static final int LOOP = 181;
  private static final int FOR_EACH = 164;

  /** Who calls a function. */
  private enum Caller {
    PROGRAM,
    LOOP,
    FOR_EACH
  }

  private final Random random;
  private final boolean portable;
  private final CodeBuilder code = new CodeBuilder();
  private final List<CodeBuilder.Label> functions = new ArrayList<>();
  private final List<Caller> callers = new ArrayList<>();
  private final List<int[]> addresses = new ArrayList<>();
  private boolean inFunction;
  private int loops;

  private StructuredGenerator(Random random, boolean portable) {
    this.random = random;
    this.portable = portable;
  }

  /** The next program of {@code random}. */
  static Code generate(Random random) {
    StructuredGenerator generator = new StructuredGenerator(random, false);
    generator.code.function("main").add(mov(Reg.R6, Reg.R1));
    return generator.finish(generator.code);
  }

  /**
   * The next program that does the same anywhere: instead of the context it works on the value of
   * {@link Fixture#DATA}, and leaves its result in the first element of {@link Setting#ARRAY}.
   */
  static Code portable(Random random) {
    StructuredGenerator generator = new StructuredGenerator(random, true);
    generator.code.function("main").add(mapValue(Reg.R6, Fixture.DATA, 0));
    return generator.finish(generator.code);
  }

  private Code finish(CodeBuilder builder) {
    for (int reg = 7; reg <= 9; reg++) {
      contextField(Reg.of(reg));
    }
    numbersOnStack();
    block(3 + random.nextInt(6), 2);
    builder.add(mov(Reg.R0, number()));
    if (portable) {
      keepResult();
    }
    builder.add(exit());
    inFunction = true;
    for (int i = 0; i < functions.size(); i++) {
      function(i);
    }
    return withAddresses(builder.build());
  }

  /** Puts R0 into the first element of the array. */
  private void keepResult() {
    CodeBuilder.Label out = new CodeBuilder.Label();
    code.add(mov(Reg.R7, Reg.R0)).add(store(MemSize.B4, Reg.R10, KEY, imm(0)));
    arguments(Setting.ARRAY, KEY);
    code.add(call(Fixture.LOOKUP)).branch(JumpCond.JEQ, Width.W64, Reg.R0, imm(0), out);
    code.add(store(MemSize.B8, Reg.R0, 0, Reg.R7)).place(out).add(mov(Reg.R0, Reg.R7));
  }

  private void numbersOnStack() {
    for (int offset = NUMBERS; offset < 0; offset += 8) {
      code.add(store(MemSize.B8, Reg.R10, offset, random.nextBoolean() ? number() : constant()));
    }
  }

  private void block(int statements, int depth) {
    for (int i = 0; i < statements; i++) {
      switch (random.nextInt(depth > 0 ? 22 : 16)) {
        case 0, 1, 2 -> arithmetic();
        case 3 -> context();
        case 4, 5 -> cell();
        case 6, 7 -> variableOffset();
        case 8 -> array();
        case 9 -> keyed();
        case 10 -> queue();
        case 11 -> frozen();
        case 12 -> atomic();
        case 13 -> saved();
        case 14 -> other();
        case 15 -> walk();
        case 16, 17 -> choice(depth);
        case 18 -> callFunction();
        case 19 -> callBack();
        default -> loop(depth);
      }
    }
  }

  private void arithmetic() {
    switch (random.nextInt(6)) {
      case 0 -> code.add(new Insn.Unary(any(UnaryOp.values()), width(), number()));
      case 1 ->
          code.add(new Insn.LoadImm64(Reg.R0, random.nextLong() >> random.nextInt(64)))
              .add(alu(any(new AluOp[] {AluOp.ADD, AluOp.SUB, AluOp.MUL}), number(), Reg.R0));
      default -> code.add(operation());
    }
  }

  private Insn operation() {
    while (true) {
      AluOp op = any(AluOp.values());
      Width width = width();
      Operand src = op.shifts() && random.nextBoolean() ? imm(random.nextInt(32)) : operand();
      boolean refused =
          src instanceof Imm i
              && (op.divides()
                  ? i.value() == 0
                  : op.shifts() && (i.value() < 0 || i.value() >= width.bits()));
      if (op.exists(width, src) && !refused) {
        return new Insn.Alu(op, width, number(), src);
      }
    }
  }

  private void contextField(Reg dst) {
    MemSize size = size();
    int offset = size.bytes() * random.nextInt(64 / size.bytes());
    code.add(load(size, dst, Reg.R6, offset));
  }

  private void context() {
    if (random.nextInt(3) == 0) {
      MemSize size = size();
      int offset = size.bytes() * random.nextInt(64 / size.bytes());
      code.add(store(size, Reg.R6, offset, operand()));
    } else {
      contextField(number());
    }
  }

  private Insn load(MemSize size, Reg dst, Reg base, int offset) {
    return new Insn.Load(size, size != MemSize.B8 && random.nextBoolean(), dst, base, offset);
  }

  /** Writes and reads parts of cells in different sizes. */
  private void cell() {
    int at = NUMBERS + 8 * random.nextInt(8);
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      MemSize size = size();
      int offset = at + size.bytes() * random.nextInt(8 / size.bytes());
      if (random.nextBoolean()) {
        code.add(store(size, Reg.R10, offset, random.nextBoolean() ? number() : constant()));
      } else {
        code.add(load(size, number(), Reg.R10, offset));
      }
    }
  }

  /** A number made small, and used as an index into the stack or a value. */
  private void variableOffset() {
    MemSize size = size();
    Reg index = number();
    CodeBuilder.Label out = new CodeBuilder.Label();
    code.add(mov(Reg.R1, index));
    int last = 64 / size.bytes() - 1;
    // Linux takes no remainder for bounded.
    switch (random.nextInt(portable ? 2 : 3)) {
      case 0 -> code.branch(JumpCond.JGT, Width.W64, Reg.R1, imm(last), out);
      case 1 -> code.add(alu(AluOp.AND, Reg.R1, imm(random.nextInt(last + 1))));
      default -> code.add(new Insn.Alu(AluOp.MOD, width(), Reg.R1, imm(1 + random.nextInt(last))));
    }
    code.add(new Insn.Alu(AluOp.MUL, Width.W64, Reg.R1, imm(size.bytes())));
    if (random.nextBoolean()) {
      code.add(mov(Reg.R2, Reg.R10)).add(add(Reg.R2, NUMBERS));
    } else {
      code.add(mapValue(Reg.R2, Fixture.DATA, 0));
    }
    code.add(alu(AluOp.ADD, Reg.R2, Reg.R1));
    code.add(
        random.nextBoolean() ? load(size, number(), Reg.R2, 0) : store(size, Reg.R2, 0, operand()));
    code.place(out);
  }

  /** An element of an array of several, at an offset that may vary. */
  private void array() {
    CodeBuilder.Label out = new CodeBuilder.Label();
    int map = portable || random.nextBoolean() ? Setting.ARRAY : Setting.PERCPU_ARRAY;
    Operand index = random.nextBoolean() ? imm(random.nextInt(6)) : number();
    code.add(store(MemSize.B4, Reg.R10, KEY, index));
    arguments(map, KEY);
    code.add(call(Fixture.LOOKUP)).branch(JumpCond.JEQ, Width.W64, Reg.R0, imm(0), out);
    if (random.nextBoolean()) {
      code.add(mov(Reg.R1, number())).add(alu(AluOp.AND, Reg.R1, imm(7)));
      code.add(alu(AluOp.ADD, Reg.R0, Reg.R1));
      code.add(load(MemSize.B1, number(), Reg.R0, random.nextInt(8)));
    } else {
      element(8 * random.nextInt(2));
    }
    code.place(out);
  }

  /** Does something with eight bytes that R0 points at. */
  private void element(int offset) {
    switch (random.nextInt(3)) {
      case 0 -> code.add(load(size(), number(), Reg.R0, offset));
      case 1 -> code.add(store(size(), Reg.R0, offset, operand()));
      default -> code.add(new Insn.Atomic(atomicOp(), width(), Reg.R0, offset, number()));
    }
  }

  /** R1 = a map, R2 = where its key is. */
  private void arguments(int map, int key) {
    code.add(map(Reg.R1, map)).add(mov(Reg.R2, Reg.R10)).add(add(Reg.R2, key));
  }

  private void keyed() {
    int[] maps = {
      Fixture.HASH,
      Fixture.HASH,
      Setting.SMALL,
      Setting.LRU,
      Setting.PERCPU_HASH,
      Setting.TRIE,
      Setting.LRU_PERCPU
    };
    int map = portable ? Fixture.HASH : maps[random.nextInt(maps.length)];
    CodeBuilder.Label out = new CodeBuilder.Label();
    if (map == Setting.TRIE) {
      code.add(store(MemSize.B4, Reg.R10, KEY, imm(random.nextInt(34))));
      code.add(store(MemSize.B4, Reg.R10, KEY + 4, number()));
    } else {
      boolean small = random.nextBoolean();
      code.add(store(MemSize.B8, Reg.R10, KEY, small ? imm(random.nextInt(5)) : number()));
    }
    if (random.nextInt(3) > 0) {
      code.add(store(MemSize.B8, Reg.R10, VALUE, operand()));
      code.add(store(MemSize.B8, Reg.R10, VALUE + 8, number()));
      arguments(map, KEY);
      code.add(mov(Reg.R3, Reg.R10)).add(add(Reg.R3, VALUE)).add(mov(Reg.R4, random.nextInt(3)));
      code.add(call(Fixture.UPDATE)).add(mov(number(), Reg.R0));
    }
    if (random.nextInt(4) == 0) {
      arguments(map, KEY);
      code.add(call(3)).add(mov(number(), Reg.R0));
    }
    arguments(map, KEY);
    if (map == Setting.PERCPU_HASH && random.nextBoolean()) {
      code.add(mov(Reg.R3, random.nextInt(3))).add(call(195));
    } else {
      code.add(call(Fixture.LOOKUP));
    }
    code.branch(JumpCond.JEQ, Width.W64, Reg.R0, imm(0), out);
    element(0);
    code.place(out);
  }

  private void queue() {
    int[] maps = {Fixture.QUEUE, Setting.STACK, Setting.BLOOM};
    int map = maps[random.nextInt(portable ? 2 : 3)];
    CodeBuilder.Label out = new CodeBuilder.Label();
    code.add(store(MemSize.B8, Reg.R10, VALUE, number()));
    code.add(store(MemSize.B8, Reg.R10, VALUE + 8, operand()));
    arguments(map, VALUE);
    boolean push = random.nextBoolean();
    if (push) {
      code.add(mov(Reg.R3, 2 * random.nextInt(2))).add(call(Fixture.PUSH));
    } else {
      code.add(call(map == Setting.BLOOM || random.nextBoolean() ? 89 : Fixture.POP));
    }
    code.add(mov(number(), Reg.R0));
    if (!push) {
      code.branch(JumpCond.JNE, width(), Reg.R0, imm(0), out);
      code.add(load(size(), number(), Reg.R10, VALUE)).place(out);
    }
  }

  private void frozen() {
    code.add(mapValue(Reg.R2, Fixture.RODATA, 0));
    MemSize size = size();
    if (random.nextBoolean()) {
      code.add(mov(Reg.R1, number())).add(alu(AluOp.AND, Reg.R1, imm(7)));
      code.add(alu(AluOp.ADD, Reg.R2, Reg.R1)).add(load(MemSize.B1, number(), Reg.R2, 0));
    } else {
      int offset = size.bytes() * random.nextInt(16 / size.bytes());
      code.add(load(size, number(), Reg.R2, offset));
    }
  }

  private void atomic() {
    Width width = width();
    AtomicOp op = atomicOp();
    if (op == AtomicOp.CMPXCHG || random.nextInt(4) == 0) {
      op = AtomicOp.CMPXCHG;
      code.add(mov(Reg.R0, operand()));
    }
    if (random.nextBoolean()) {
      int offset = NUMBERS + 8 * random.nextInt(8) + (width == Width.W32 ? 4 : 0);
      code.add(new Insn.Atomic(op, width, Reg.R10, offset, number()));
    } else {
      code.add(mapValue(Reg.R1, Fixture.DATA, 8 * random.nextInt(8)));
      code.add(new Insn.Atomic(op, width, Reg.R1, 0, number()));
    }
    if (op == AtomicOp.CMPXCHG) {
      code.add(mov(number(), Reg.R0));
    }
  }

  private AtomicOp atomicOp() {
    return any(PLAIN_ATOMICS);
  }

  /** A pointer that is saved on the stack over a call. */
  private void saved() {
    Reg pointer = random.nextBoolean() ? Reg.R6 : Reg.R10;
    code.add(mov(Reg.R1, pointer));
    if (pointer == Reg.R10) {
      code.add(add(Reg.R1, NUMBERS));
    }
    code.add(store(MemSize.B8, Reg.R10, SAVED, Reg.R1));
    queue();
    code.add(load(MemSize.B8, Reg.R2, Reg.R10, SAVED));
    int offset = 8 * random.nextInt(8);
    code.add(
        random.nextBoolean()
            ? load(size(), number(), Reg.R2, offset)
            : store(size(), Reg.R2, offset, operand()));
  }

  /** Calls that only this machine answers alike twice. */
  private void other() {
    if (portable) {
      arithmetic();
      return;
    }
    switch (random.nextInt(6)) {
      case 0 -> {
        for (int reg = 1; reg <= 5; reg++) {
          code.add(mov(Reg.of(reg), operand()));
        }
        code.add(call(Setting.MIX)).add(mov(number(), Reg.R0));
      }
      case 1 -> {
        int[] asking = {5, 7, 8, 118, 125};
        code.add(call(asking[random.nextInt(asking.length)])).add(mov(number(), Reg.R0));
      }
      case 2 -> print();
      case 3 -> record();
      case 4 -> {
        code.add(store(MemSize.B8, Reg.R10, VALUE, number())).add(map(Reg.R1, Fixture.RING));
        code.add(mov(Reg.R2, Reg.R10)).add(add(Reg.R2, VALUE)).add(mov(Reg.R3, 8));
        code.add(mov(Reg.R4, 0)).add(call(130)).add(mov(number(), Reg.R0));
      }
      default -> {
        if (!inFunction) {
          code.add(mov(Reg.R1, Reg.R6)).add(map(Reg.R2, Fixture.PROGS));
          code.add(mov(Reg.R3, operand())).add(call(12));
        }
      }
    }
  }

  /** Prints a number: {@code "%d "}. */
  private void print() {
    code.add(store(MemSize.B4, Reg.R10, VALUE, imm(0x0020_6425)));
    code.add(mov(Reg.R1, Reg.R10)).add(add(Reg.R1, VALUE)).add(mov(Reg.R2, 4));
    code.add(mov(Reg.R3, number())).add(call(Fixture.PRINT)).add(mov(number(), Reg.R0));
  }

  private void record() {
    CodeBuilder.Label out = new CodeBuilder.Label();
    code.add(map(Reg.R1, Fixture.RING)).add(mov(Reg.R2, 16)).add(mov(Reg.R3, 0)).add(call(131));
    code.branch(JumpCond.JEQ, Width.W64, Reg.R0, imm(0), out);
    code.add(store(size(), Reg.R0, 8 * random.nextInt(2), number()));
    code.add(mov(Reg.R1, Reg.R0)).add(mov(Reg.R2, 0)).add(call(132 + random.nextInt(2))).place(out);
  }

  private void choice(int depth) {
    CodeBuilder.Label otherwise = new CodeBuilder.Label();
    CodeBuilder.Label end = new CodeBuilder.Label();
    JumpCond cond = any(JumpCond.values());
    code.branch(cond, width(), number(), operand(), otherwise);
    block(1 + random.nextInt(2), depth - 1);
    code.add(mov(Reg.R0, 0)).jump(end).place(otherwise);
    block(random.nextInt(2), depth - 1);
    code.place(end);
  }

  private void loop(int depth) {
    if (loops == 2) {
      return;
    }
    int counter = COUNTERS - 8 * loops++;
    CodeBuilder.Label again = new CodeBuilder.Label();
    code.add(store(MemSize.B8, Reg.R10, counter, imm(0))).place(again);
    block(1 + random.nextInt(2), depth - 1);
    code.add(new Insn.Load(MemSize.B8, false, Reg.R0, Reg.R10, counter)).add(add(Reg.R0, 1));
    code.add(store(MemSize.B8, Reg.R10, counter, Reg.R0));
    code.branch(JumpCond.JLT, width(), Reg.R0, imm(1 + random.nextInt(4)), again);
    loops--;
  }

  private void walk() {
    switch (random.nextInt(inFunction ? 2 : 3)) {
      case 0 -> CountedWalk.overStack(code, random, number());
      case 1 -> CountedWalk.overValue(code, random, number(), Fixture.DATA);
      default -> CountedWalk.over(code, random, number(), Reg.R6);
    }
  }

  private int newFunction(Caller caller) {
    functions.add(new CodeBuilder.Label());
    callers.add(caller);
    return functions.size() - 1;
  }

  /** Calls a function with numbers and a pointer to the numbers. */
  private void callFunction() {
    if (inFunction || functions.size() == MOST_FUNCTIONS) {
      arithmetic();
      return;
    }
    code.add(mov(Reg.R1, number())).add(mov(Reg.R2, Reg.R10)).add(add(Reg.R2, NUMBERS));
    code.add(mov(Reg.R3, operand()));
    code.callLocal(functions.get(newFunction(Caller.PROGRAM))).add(mov(number(), Reg.R0));
  }

  /** Has a function called for numbers or elements. */
  private void callBack() {
    if (inFunction || functions.size() == MOST_FUNCTIONS) {
      arithmetic();
      return;
    }
    boolean loop = portable || random.nextBoolean();
    if (loop) {
      code.add(mov(Reg.R1, number())).add(alu(AluOp.AND, Reg.R1, imm(7)));
    } else {
      int[] maps = {Fixture.HASH, Setting.ARRAY, Setting.LRU, Setting.PERCPU_HASH};
      code.add(map(Reg.R1, maps[random.nextInt(maps.length)]));
    }
    addresses.add(new int[] {code.size(), newFunction(loop ? Caller.LOOP : Caller.FOR_EACH)});
    code.add(new Insn.LoadRef(Reg.R2, RefKind.CODE, 0, 0));
    code.add(mov(Reg.R3, Reg.R10)).add(add(Reg.R3, NUMBERS)).add(mov(Reg.R4, 0));
    code.add(call(loop ? LOOP : FOR_EACH)).add(mov(number(), Reg.R0));
  }

  /** A function: R6 is a place of 64 numbers, as the context is for the program. */
  private void function(int which) {
    Caller caller = callers.get(which);
    code.function("f" + which).place(functions.get(which));
    code.add(mov(Reg.R6, caller == Caller.FOR_EACH ? Reg.R4 : Reg.R2));
    code.add(mov(Reg.R7, caller == Caller.FOR_EACH ? imm(3) : Reg.R1));
    code.add(mov(Reg.R8, caller == Caller.PROGRAM ? Reg.R3 : imm(5)));
    contextField(Reg.R9);
    numbersOnStack();
    block(1 + random.nextInt(4), 1);
    code.add(mov(Reg.R0, number()));
    if (caller != Caller.PROGRAM) {
      code.add(alu(AluOp.AND, Reg.R0, imm(random.nextInt(2))));
    }
    code.add(exit());
  }

  private Code withAddresses(Code built) {
    List<Insn> insns = new ArrayList<>(built.insns());
    for (int[] address : addresses) {
      int start = built.functions().get(address[1] + 1).start();
      insns.set(address[0], new Insn.LoadRef(Reg.R2, RefKind.CODE, start, 0));
    }
    return new Code(insns, built.functions(), built.lines());
  }

  private Reg number() {
    return Reg.of(7 + random.nextInt(3));
  }

  private Operand operand() {
    return random.nextBoolean() ? number() : constant();
  }

  private Imm constant() {
    return imm(random.nextBoolean() ? random.nextInt(130) - 65 : random.nextInt());
  }

  private static Imm imm(int value) {
    return new Imm(value);
  }

  private Width width() {
    return random.nextBoolean() ? Width.W32 : Width.W64;
  }

  private MemSize size() {
    return any(MemSize.values());
  }

  private <T> T any(T[] values) {
    return values[random.nextInt(values.length)];
  }
}

package org.gpol.vm.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.ObjIntConsumer;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.isa.Imm;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.InsnVisitor;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.Operand;
import org.gpol.bpf.isa.RefKind;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.isa.Width;

/**
 * Executes instructions as they are, one visit each, with nothing flattened, numbered or packed: an
 * engine to compare others with, and one that lets itself be watched.
 */
public final class ReferenceMachine implements InsnVisitor<Void>, Engine {
  /** What a call leaves behind. */
  private record Frame(int returnTo, long r6, long r7, long r8, long r9) {}

  private final Bench bench;
  private final Code code;
  private final ObjIntConsumer<long[]> watcher;
  private final Deque<Frame> frames = new ArrayDeque<>();
  private long[] r;
  private int pc;
  private boolean running;

  /**
   * A machine for {@code code} on the maps and helpers of {@code bench}.
   *
   * @param watcher is shown the registers and the index of every instruction before it runs
   */
  public ReferenceMachine(Bench bench, Code code, ObjIntConsumer<long[]> watcher) {
    this.bench = bench;
    this.code = code;
    this.watcher = watcher;
  }

  /** How many calls are open. */
  public int depth() {
    return frames.size();
  }

  @Override
  public long run(ExecutionContext context) {
    r = new long[Reg.COUNT];
    r[1] = context.contextAddress();
    r[10] = context.frameEnd(0);
    pc = 0;
    frames.clear();
    running = true;
    long executed = 0;
    while (running) {
      watcher.accept(r, pc);
      executed++;
      code.insn(pc++).accept(this);
    }
    context.setExecuted(executed);
    return r[0];
  }

  @Override
  public ResumableEngine interpreted() {
    throw new UnsupportedOperationException("nobody calls the reference by a tail call");
  }

  private long get(Operand operand) {
    return operand instanceof Reg reg ? r[reg.number()] : ((Imm) operand).value();
  }

  private Void set(Reg reg, long value) {
    r[reg.number()] = value;
    return null;
  }

  @Override
  public Void visitAlu(Insn.Alu i) {
    return set(i.dst(), i.op().kernel(i.width()).applyAsLong(get(i.dst()), get(i.src())));
  }

  @Override
  public Void visitUnary(Insn.Unary i) {
    return set(i.dst(), i.op().kernel(i.width()).applyAsLong(get(i.dst())));
  }

  @Override
  public Void visitLoadImm64(Insn.LoadImm64 i) {
    return set(i.dst(), i.value());
  }

  @Override
  public Void visitLoadRef(Insn.LoadRef i) {
    return i.kind() == RefKind.MAP
        ? set(i.dst(), bench.map(i.index()).address())
        : set(i.dst(), bench.maps.values(i.index()).base() + i.offset());
  }

  /** Byte by byte, so that the byte order is stated once more. */
  private long load(long address, int bytes) {
    long value = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      value = value << 8 | bench.memory.load8(address + i);
    }
    return value;
  }

  private void store(long address, int bytes, long value) {
    for (int i = 0; i < bytes; i++) {
      bench.memory.store8(address + i, value >>> (8 * i));
    }
  }

  @Override
  public Void visitLoad(Insn.Load i) {
    int unused = 64 - 8 * i.size().bytes();
    long value = load(get(i.base()) + i.offset(), i.size().bytes()) << unused;
    return set(i.dst(), i.signed() ? value >> unused : value >>> unused);
  }

  @Override
  public Void visitStore(Insn.Store i) {
    store(get(i.base()) + i.offset(), i.size().bytes(), get(i.value()));
    return null;
  }

  @Override
  public Void visitAtomic(Insn.Atomic i) {
    MemSize size = i.width() == Width.W64 ? MemSize.B8 : MemSize.B4;
    long address = get(i.base()) + i.offset();
    long old = load(address, size.bytes());
    long src = i.width().truncate(get(i.src()));
    store(address, size.bytes(), i.op().apply(old, src, i.width().truncate(r[0])));
    for (Reg reg : Reg.values()) {
      if ((i.writes() >>> reg.number() & 1) != 0) {
        set(reg, old);
      }
    }
    return null;
  }

  @Override
  public Void visitJump(Insn.Jump i) {
    pc = i.target();
    return null;
  }

  @Override
  public Void visitBranch(Insn.Branch i) {
    if (i.cond().test(i.width(), get(i.left()), get(i.right()))) {
      pc = i.target();
    }
    return null;
  }

  @Override
  public Void visitCall(Insn.Call i) {
    bench.context.call().arguments(r[1], r[2], r[3], r[4], r[5]);
    long result =
        bench.helpers.find(i.id()).orElseThrow().implementation().call(bench.context.call());
    // Nothing may rely on what a call leaves in the argument registers.
    for (int reg = 1; reg <= 5; reg++) {
      r[reg] = 0xdead_0000_0000L + reg;
    }
    return set(Reg.R0, result);
  }

  @Override
  public Void visitCallLocal(Insn.CallLocal i) {
    frames.push(new Frame(pc, r[6], r[7], r[8], r[9]));
    for (int reg = 6; reg <= 9; reg++) {
      r[reg] = 0xdead_0000_0000L + reg;
    }
    r[10] = bench.context.frameEnd(frames.size());
    pc = i.target();
    return null;
  }

  @Override
  public Void visitCallBtf(Insn.CallBtf insn) {
    throw new UnsupportedOperationException("call by BTF id");
  }

  @Override
  public Void visitCallReg(Insn.CallReg insn) {
    throw new UnsupportedOperationException("call of a register");
  }

  @Override
  public Void visitExit(Insn.Exit i) {
    if (frames.isEmpty()) {
      running = false;
      return null;
    }
    Frame frame = frames.pop();
    r[6] = frame.r6();
    r[7] = frame.r7();
    r[8] = frame.r8();
    r[9] = frame.r9();
    for (int reg = 1; reg <= 5; reg++) {
      r[reg] = 0xdead_0000_0000L + reg;
    }
    r[10] = bench.context.frameEnd(frames.size());
    pc = frame.returnTo();
    return null;
  }
}

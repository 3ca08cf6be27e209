package org.gpol.vm.engine.interp;

import java.util.ArrayList;
import java.util.List;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.Imm;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.Operand;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.isa.UnaryOp;
import org.gpol.bpf.isa.Width;
import org.gpol.vm.call.HelperTable;
import org.gpol.vm.engine.ExecutionContext;
import org.gpol.vm.engine.FunctionAddresses;
import org.gpol.vm.engine.Linkage;
import org.gpol.vm.engine.ProgramTable;
import org.gpol.vm.map.MapRegistry;
import org.gpol.vm.memory.AddressSpace;

/**
 * A program with every operation of the loop in it, run now and then among the first programs that
 * run at all.
 *
 * <p>HotSpot does not inline a call that it has never seen executed. One real call left in a rare
 * arm of the loop forces all variables of the loop out of their registers, in all arms, and the
 * first program that uses the rare operation throws the compiled loop away. Having seen them all,
 * HotSpot compiles a loop that is up to twice as fast and stays. The training takes some
 * microseconds a time; its results are thrown away.
 */
final class Training {
  /** A process with no more runs than these is not worth it. */
  private static final int FIRST = 16;

  /** Until here every run is accompanied by one of the training, until HotSpot notices the loop. */
  private static final int ALWAYS = 200;

  /** From here on there is no need any more. */
  private static final int ENOUGH = 1 << 20;

  private static final Reg LEFT = Reg.R2;
  private static final Reg RIGHT = Reg.R3;
  private static final Reg STACK = Reg.R10;

  private static Training instance;
  private static int runs;

  private final FlatCode flat;
  private final RunState state = new RunState(1 << 20);
  private final ExecutionContext context;

  private Training() {
    AddressSpace memory = new AddressSpace();
    MapRegistry maps = new MapRegistry(memory, 1);
    Code code = everything();
    FunctionAddresses functions = FunctionAddresses.assign(memory, "the training", code);
    HelperTable none = new HelperTable(List.of());
    flat =
        Flattener.flatten(code, new Linkage(none, maps, functions, new ProgramTable(), List.of()));
    context = new ExecutionContext(memory, maps);
  }

  /** Says that a program is about to run. */
  static void accompany() {
    if (runs < ENOUGH) {
      runs++;
      if (runs >= FIRST && (runs < ALWAYS || (runs & runs - 1) == 0)) {
        run();
      }
    }
  }

  private static synchronized void run() {
    if (instance == null) {
      instance = new Training();
    }
    instance.state.begin(instance.context);
    long unused = Interpreter.execute(instance.state, instance.flat, 0);
    instance.state.end();
  }

  private static Code everything() {
    List<Insn> insns = new ArrayList<>();
    for (Width width : Width.values()) {
      for (AluOp op : AluOp.values()) {
        alu(insns, op, width);
      }
      for (UnaryOp op : UnaryOp.values()) {
        insns.add(new Insn.Unary(op, width, LEFT));
      }
      for (JumpCond cond : JumpCond.values()) {
        branches(insns, cond, width);
      }
    }
    for (MemSize size : MemSize.values()) {
      insns.add(new Insn.Store(size, STACK, -8, LEFT));
      insns.add(new Insn.Store(size, STACK, -8, new Imm(7)));
      insns.add(new Insn.Load(size, false, LEFT, STACK, -8));
      insns.add(new Insn.Load(size, size != MemSize.B8, LEFT, STACK, -8));
    }
    insns.add(new Insn.Jump(insns.size() + 1));
    insns.add(new Insn.Exit());
    return Code.of(insns);
  }

  private static void alu(List<Insn> insns, AluOp op, Width width) {
    for (Operand operand : new Operand[] {RIGHT, new Imm(5)}) {
      if (op.exists(width, operand)) {
        insns.add(new Insn.LoadImm64(LEFT, 0x9_8765_4321L));
        insns.add(new Insn.Alu(AluOp.MOV, Width.W64, RIGHT, new Imm(3)));
        insns.add(new Insn.Alu(op, width, LEFT, operand));
      }
    }
  }

  /** Each branch once taken and once not, to the same place. */
  private static void branches(List<Insn> insns, JumpCond cond, Width width) {
    for (int left : new int[] {-9, 1, 9}) {
      for (Operand operand : new Operand[] {RIGHT, new Imm(1)}) {
        insns.add(new Insn.Alu(AluOp.MOV, Width.W64, LEFT, new Imm(left)));
        insns.add(new Insn.Branch(cond, width, LEFT, operand, insns.size() + 1));
      }
    }
  }
}

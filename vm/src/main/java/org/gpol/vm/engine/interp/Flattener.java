package org.gpol.vm.engine.interp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gpol.bpf.GpolBug;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.isa.Imm;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.InsnVisitor;
import org.gpol.bpf.isa.Operand;
import org.gpol.bpf.isa.RefKind;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.isa.Width;
import org.gpol.vm.call.HelperBinding;
import org.gpol.vm.call.HelperTable;
import org.gpol.vm.map.MapRegistry;

/**
 * Turns verified code into the interpreter's form: operations numbered, immediates and map
 * references resolved.
 */
public final class Flattener implements InsnVisitor<Void> {
  private final Code code;
  private final HelperTable table;
  private final MapRegistry maps;
  private final int[] words;
  private final List<Long> constants = new ArrayList<>();
  private final Map<Long, Integer> constantIndex = new HashMap<>();
  private final List<HelperBinding> helpers = new ArrayList<>();
  private int at;

  private Flattener(Code code, HelperTable table, MapRegistry maps) {
    this.code = code;
    this.table = table;
    this.maps = maps;
    this.words = new int[code.size() * 4];
  }

  /**
   * The flat form of {@code code}, whose helpers are in {@code table} and whose maps in {@code
   * maps}.
   */
  public static FlatCode flatten(Code code, HelperTable table, MapRegistry maps) {
    Flattener flattener = new Flattener(code, table, maps);
    for (int i = 0; i < code.size(); i++) {
      flattener.at = i * 4;
      code.insn(i).accept(flattener);
    }
    return flattener.finish();
  }

  private FlatCode finish() {
    long[] registers = new long[Reg.COUNT + constants.size()];
    for (int i = 0; i < constants.size(); i++) {
      registers[Reg.COUNT + i] = constants.get(i);
    }
    return new FlatCode(code, words, registers, helpers.toArray(HelperBinding[]::new));
  }

  @Override
  public Void visitAlu(Insn.Alu insn) {
    return emit(FlatOp.of(insn.op(), insn.width()), insn.dst().number(), operand(insn.src()), 0);
  }

  @Override
  public Void visitUnary(Insn.Unary insn) {
    return emit(FlatOp.of(insn.op(), insn.width()), insn.dst().number(), 0, 0);
  }

  @Override
  public Void visitLoadImm64(Insn.LoadImm64 insn) {
    return emit(FlatOp.MOV64, insn.dst().number(), constant(insn.value()), 0);
  }

  @Override
  public Void visitLoadRef(Insn.LoadRef insn) {
    return emit(FlatOp.MOV64, insn.dst().number(), constant(address(insn)), 0);
  }

  @Override
  public Void visitLoad(Insn.Load insn) {
    int op = FlatOp.load(insn.size(), insn.signed());
    return emit(op, insn.dst().number(), insn.base().number(), insn.offset());
  }

  @Override
  public Void visitStore(Insn.Store insn) {
    return emit(
        FlatOp.store(insn.size()), insn.base().number(), operand(insn.value()), insn.offset());
  }

  @Override
  public Void visitAtomic(Insn.Atomic insn) {
    int op = insn.width() == Width.W64 ? FlatOp.ATOMIC64 : FlatOp.ATOMIC32;
    int aux = FlatOp.packAtomic(insn.op(), insn.offset());
    return emit(op, insn.base().number(), insn.src().number(), aux);
  }

  @Override
  public Void visitJump(Insn.Jump insn) {
    return emit(FlatOp.JUMP, 0, 0, insn.target());
  }

  @Override
  public Void visitBranch(Insn.Branch insn) {
    int op = FlatOp.of(insn.cond(), insn.width());
    return emit(op, insn.left().number(), operand(insn.right()), insn.target());
  }

  @Override
  public Void visitCall(Insn.Call insn) {
    helpers.add(
        table
            .find(insn.id())
            .orElseThrow(() -> new GpolBug("helper " + insn.id() + " is unbound")));
    return emit(FlatOp.CALL, 0, 0, helpers.size() - 1);
  }

  @Override
  public Void visitCallLocal(Insn.CallLocal insn) {
    return emit(FlatOp.CALL_LOCAL, 0, 0, insn.target());
  }

  @Override
  public Void visitCallBtf(Insn.CallBtf insn) {
    throw new GpolBug("the loader resolves calls by BTF id");
  }

  @Override
  public Void visitCallReg(Insn.CallReg insn) {
    throw new GpolBug("the verifier let a call of a register through");
  }

  @Override
  public Void visitExit(Insn.Exit insn) {
    return emit(FlatOp.EXIT, 0, 0, 0);
  }

  private Void emit(int op, int dst, int src, int aux) {
    words[at] = op;
    words[at + 1] = dst;
    words[at + 2] = src;
    words[at + 3] = aux;
    return null;
  }

  private long address(Insn.LoadRef insn) {
    if (insn.kind() == RefKind.MAP || insn.kind() == RefKind.MAP_BY_INDEX) {
      return maps.map(insn.index()).address();
    }
    if (insn.kind().hasOffset()) {
      return maps.values(insn.index()).base() + insn.offset();
    }
    throw new GpolBug("the verifier let a code address through");
  }

  private int operand(Operand operand) {
    return operand instanceof Reg reg ? reg.number() : constant(((Imm) operand).value());
  }

  private int constant(long value) {
    return constantIndex.computeIfAbsent(
        value,
        v -> {
          constants.add(v);
          return Reg.COUNT + constants.size() - 1;
        });
  }
}

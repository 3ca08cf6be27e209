package org.gpol.compiler.codegen;

import java.util.ArrayList;
import java.util.List;
import org.gpol.bpf.code.SourceLocation;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.RefKind;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.isa.Width;
import org.gpol.compiler.ir.IrBlock;
import org.gpol.compiler.ir.IrFunction;
import org.gpol.compiler.ir.IrInst;
import org.gpol.compiler.ir.IrTerminator;
import org.gpol.compiler.ir.IrValue;
import org.gpol.compiler.ir.IrValue.Constant;
import org.gpol.compiler.ir.IrValue.GlobalAddress;
import org.gpol.compiler.ir.IrValue.MapReference;
import org.gpol.compiler.ir.IrValue.Register;
import org.gpol.compiler.ir.IrValue.SlotAddress;

/**
 * Chooses machine instructions: two-address arithmetic, immediates where they fit, arguments and
 * results moved to and from their registers.
 */
final class InstructionSelector implements IrInst.Visitor<Void>, IrTerminator.Visitor<Void> {
  private final IrFunction function;
  private final FrameLayout frame;
  private List<MachineInsn> out = new ArrayList<>();
  private SourceLocation location;
  private int temporaries;

  InstructionSelector(IrFunction function, FrameLayout frame) {
    this.function = function;
    this.frame = frame;
    this.temporaries = MachineInsn.FIRST_VIRTUAL + function.freeRegister();
  }

  List<MachineBlock> select() {
    List<MachineBlock> blocks = new ArrayList<>();
    for (IrBlock block : function.blocks()) {
      out = new ArrayList<>();
      if (block.label().equals(function.entry().label())) {
        takeParameters(block);
      }
      for (IrInst inst : block.insts()) {
        location = inst.location();
        inst.accept(this);
      }
      location = block.terminator().location();
      block.terminator().accept(this);
      blocks.add(new MachineBlock(block.label(), out));
    }
    return blocks;
  }

  private void takeParameters(IrBlock entry) {
    location =
        entry.insts().isEmpty() ? entry.terminator().location() : entry.insts().get(0).location();
    for (int i = 0; i < function.params().size(); i++) {
      copy(number(function.params().get(i)), i + 1);
    }
  }

  private static int number(Register register) {
    return MachineInsn.FIRST_VIRTUAL + register.id();
  }

  private int temporary() {
    return temporaries++;
  }

  private void copy(int dst, int src) {
    out.add(new MachineInsn.Alu(AluOp.MOV, Width.W64, dst, src, location));
  }

  private static boolean fitsImmediate(long value, Width width) {
    return width == Width.W32 || value == (int) value;
  }

  /** A register that holds {@code value}. */
  private int register(IrValue value) {
    if (value instanceof Register register) {
      return number(register);
    }
    int temporary = temporary();
    into(temporary, value);
    return temporary;
  }

  /** Puts {@code value} into the register {@code dst}. */
  private void into(int dst, IrValue value) {
    if (value instanceof Register register) {
      copy(dst, number(register));
    } else if (value instanceof Constant constant) {
      constant(dst, constant.value());
    } else if (value instanceof SlotAddress address) {
      copy(dst, MachineInsn.FP);
      int offset = frame.offset(address.slot()) + address.offset();
      out.add(new MachineInsn.AluImm(AluOp.ADD, Width.W64, dst, offset, location));
    } else if (value instanceof MapReference map) {
      reference(dst, RefKind.MAP, map.map(), 0);
    } else if (value instanceof GlobalAddress global) {
      reference(dst, RefKind.MAP_VALUE, global.map(), global.offset());
    }
  }

  private void constant(int dst, long value) {
    if (fitsImmediate(value, Width.W64)) {
      out.add(new MachineInsn.AluImm(AluOp.MOV, Width.W64, dst, (int) value, location));
    } else if (value >>> 32 == 0) {
      out.add(new MachineInsn.AluImm(AluOp.MOV, Width.W32, dst, (int) value, location));
    } else {
      out.add(new MachineInsn.LoadImm64(dst, value, location));
    }
  }

  private void reference(int dst, RefKind kind, int index, int offset) {
    out.add(new MachineInsn.LoadRef(dst, new Insn.LoadRef(Reg.R0, kind, index, offset), location));
  }

  @Override
  public Void visitMove(IrInst.Move inst) {
    into(number(inst.dst()), inst.src());
    return null;
  }

  @Override
  public Void visitBinary(IrInst.Binary inst) {
    int dst = number(inst.dst());
    IrValue left = inst.left();
    IrValue right = inst.right();
    if (right.equals(inst.dst()) && !left.equals(inst.dst())) {
      if (commutes(inst.op())) {
        right = left;
        left = inst.dst();
      } else {
        int kept = temporary();
        copy(kept, dst);
        into(dst, left);
        out.add(new MachineInsn.Alu(inst.op(), inst.width(), dst, kept, location));
        return null;
      }
    }
    if (right instanceof Constant constant && immediateWorks(inst, constant.value())) {
      begin(dst, left);
      int imm = (int) constant.value();
      if (inst.op().shifts()) {
        imm &= inst.width().bits() - 1;
      }
      out.add(new MachineInsn.AluImm(inst.op(), inst.width(), dst, imm, location));
    } else {
      int operand = register(right);
      begin(dst, left);
      out.add(new MachineInsn.Alu(inst.op(), inst.width(), dst, operand, location));
    }
    return null;
  }

  private void begin(int dst, IrValue left) {
    if (!(left instanceof Register register) || number(register) != dst) {
      into(dst, left);
    }
  }

  /** A division by the immediate 0 is refused by verifiers, though one by a register is not. */
  private static boolean immediateWorks(IrInst.Binary inst, long value) {
    return fitsImmediate(value, inst.width()) && !(inst.op().divides() && (int) value == 0);
  }

  private static boolean commutes(AluOp op) {
    return op == AluOp.ADD
        || op == AluOp.MUL
        || op == AluOp.OR
        || op == AluOp.AND
        || op == AluOp.XOR;
  }

  @Override
  public Void visitNegate(IrInst.Negate inst) {
    int dst = number(inst.dst());
    begin(dst, inst.src());
    out.add(new MachineInsn.Negate(inst.width(), dst, location));
    return null;
  }

  @Override
  public Void visitConvert(IrInst.Convert inst) {
    int src = register(inst.src());
    out.add(new MachineInsn.Alu(inst.op(), inst.width(), number(inst.dst()), src, location));
    return null;
  }

  @Override
  public Void visitLoad(IrInst.Load inst) {
    int dst = number(inst.dst());
    Place place = place(inst.base(), inst.offset());
    out.add(new MachineInsn.Load(inst.size(), dst, place.base, place.offset, location));
    return null;
  }

  @Override
  public Void visitStore(IrInst.Store inst) {
    Place place = place(inst.base(), inst.offset());
    boolean wide = inst.size() == MemSize.B8;
    if (inst.value() instanceof Constant constant
        && fitsImmediate(constant.value(), wide ? Width.W64 : Width.W32)) {
      int imm = (int) constant.value();
      out.add(new MachineInsn.StoreImm(inst.size(), place.base, place.offset, imm, location));
    } else {
      int value = register(inst.value());
      out.add(new MachineInsn.Store(inst.size(), place.base, place.offset, value, location));
    }
    return null;
  }

  private record Place(int base, int offset) {}

  private Place place(IrValue base, int offset) {
    if (base instanceof SlotAddress address) {
      return new Place(MachineInsn.FP, frame.offset(address.slot()) + address.offset() + offset);
    }
    if (base instanceof GlobalAddress global) {
      int temporary = temporary();
      reference(temporary, RefKind.MAP_VALUE, global.map(), global.offset() + offset);
      return new Place(temporary, 0);
    }
    return new Place(register(base), offset);
  }

  @Override
  public Void visitHelperCall(IrInst.HelperCall inst) {
    call(inst.args(), new MachineInsn.Call(null, inst.id(), inst.args().size(), location));
    return result(inst.dst());
  }

  @Override
  public Void visitCall(IrInst.Call inst) {
    call(inst.args(), new MachineInsn.Call(inst.function(), 0, inst.args().size(), location));
    return result(inst.dst());
  }

  private void call(List<IrValue> args, MachineInsn.Call call) {
    for (int i = 0; i < args.size(); i++) {
      into(i + 1, args.get(i));
    }
    out.add(call);
  }

  private Void result(Register dst) {
    if (dst != null) {
      copy(number(dst), 0);
    }
    return null;
  }

  @Override
  public Void visitJump(IrTerminator.Jump terminator) {
    out.add(new MachineInsn.Jump(terminator.target(), location));
    return null;
  }

  @Override
  public Void visitBranch(IrTerminator.Branch t) {
    if (t.left() instanceof Constant && t.right() instanceof Register) {
      compare(mirror(t.cond()), t.width(), t.right(), t.left(), t.then());
    } else {
      compare(t.cond(), t.width(), t.left(), t.right(), t.then());
    }
    out.add(new MachineInsn.Jump(t.otherwise(), location));
    return null;
  }

  /**
   * Compares at 64 bits where that is the same, because verifiers know the bounds of whole
   * registers best: narrow values have a zero upper half, so only their order as signed numbers
   * needs 32.
   */
  private void compare(JumpCond cond, Width width, IrValue left, IrValue right, String target) {
    int tested = register(left);
    if (right instanceof Constant constant) {
      long value = constant.value();
      if (fitsImmediate(value, Width.W64) && (width == Width.W64 || !cond.signed())) {
        branchImm(cond, Width.W64, tested, (int) value, target);
        return;
      }
      if (width == Width.W32) {
        branchImm(cond, Width.W32, tested, (int) value, target);
        return;
      }
    }
    Width chosen = cond.signed() ? width : Width.W64;
    out.add(new MachineInsn.Branch(cond, chosen, tested, register(right), target, location));
  }

  private void branchImm(JumpCond cond, Width width, int left, int imm, String target) {
    out.add(new MachineInsn.BranchImm(cond, width, left, imm, target, location));
  }

  /** The condition that holds for swapped operands. */
  private static JumpCond mirror(JumpCond cond) {
    return switch (cond) {
      case JEQ, JNE, JSET -> cond;
      case JGT -> JumpCond.JLT;
      case JLT -> JumpCond.JGT;
      case JGE -> JumpCond.JLE;
      case JLE -> JumpCond.JGE;
      case JSGT -> JumpCond.JSLT;
      case JSLT -> JumpCond.JSGT;
      case JSGE -> JumpCond.JSLE;
      case JSLE -> JumpCond.JSGE;
    };
  }

  @Override
  public Void visitSwitch(IrTerminator.Switch t) {
    Width width = t.value().type().width();
    IrValue value = t.value();
    for (IrTerminator.Switch.Case c : t.cases()) {
      Constant constant = new Constant(c.value(), value.type());
      compare(JumpCond.JEQ, width, value, constant, c.target());
    }
    out.add(new MachineInsn.Jump(t.otherwise(), location));
    return null;
  }

  /** A function without a result returns 0, so that R0 is never left uninitialised. */
  @Override
  public Void visitReturn(IrTerminator.Return t) {
    if (t.value() == null) {
      constant(0, 0);
    } else {
      into(0, t.value());
    }
    out.add(new MachineInsn.Exit(location));
    return null;
  }
}

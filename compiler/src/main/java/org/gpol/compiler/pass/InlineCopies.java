package org.gpol.compiler.pass;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.gpol.compiler.ir.IrBlock;
import org.gpol.compiler.ir.IrFunction;
import org.gpol.compiler.ir.IrInst;
import org.gpol.compiler.ir.IrTerminator;
import org.gpol.compiler.ir.IrValue;
import org.gpol.compiler.ir.IrValue.Register;
import org.gpol.compiler.ir.IrValue.SlotAddress;
import org.gpol.compiler.ir.StackSlot;

/**
 * Copies of functions inside another one. Their registers and blocks are new ones. Their frames lie
 * in one slot, all from its beginning, as they would if they were called: no two are in use at the
 * same time.
 */
final class InlineCopies {
  private static final int ALIGN = 8;

  private final IrFunction caller;
  private int nextRegister;
  private int copies;
  private int frameBytes;

  InlineCopies(IrFunction caller) {
    this.caller = caller;
    this.nextRegister = caller.freeRegister();
  }

  /**
   * Puts {@code callee} in the place of {@code call}: adds what comes before the call and the copy
   * to {@code done} and returns what comes after.
   */
  IrBlock put(IrBlock block, IrInst.Call call, IrFunction callee, List<IrBlock> done) {
    Copy copy = new Copy(call, callee);
    int at = indexOf(block, call);
    List<IrInst> before = new ArrayList<>(block.insts().subList(0, at));
    for (int i = 0; i < callee.params().size(); i++) {
      Register param = (Register) copy.value(callee.params().get(i));
      before.add(new IrInst.Move(param, call.args().get(i), call.location()));
    }
    String entry = copy.label(callee.entry().label());
    done.add(new IrBlock(block.label(), before, new IrTerminator.Jump(entry, call.location())));
    callee.blocks().forEach(original -> done.add(copy.block(original)));
    List<IrInst> after = block.insts().subList(at + 1, block.insts().size());
    return new IrBlock(copy.label("end"), after, block.terminator());
  }

  /** The caller made of {@code blocks}, with room for the frames of the copies. */
  IrFunction function(List<IrBlock> blocks) {
    List<StackSlot> slots = new ArrayList<>(caller.slots());
    if (frameBytes > 0) {
      slots.add(new StackSlot("inlined", frameBytes, ALIGN));
    }
    return new IrFunction(caller.name(), caller.params(), caller.returns(), slots, blocks);
  }

  private static int indexOf(IrBlock block, IrInst.Call call) {
    for (int i = 0; i < block.insts().size(); i++) {
      if (block.insts().get(i) == call) {
        return i;
      }
    }
    throw new IllegalArgumentException("the call is not in the block");
  }

  /** One copy of a function. */
  private final class Copy {
    private final IrInst.Call call;
    private final String prefix;
    private final int firstRegister;
    private final int[] offsets;

    Copy(IrInst.Call call, IrFunction callee) {
      this.call = call;
      prefix = callee.name() + "." + copies++ + ".";
      firstRegister = nextRegister;
      nextRegister += callee.freeRegister();
      offsets = new int[callee.slots().size()];
      int bytes = 0;
      for (int i = 0; i < offsets.length; i++) {
        StackSlot slot = callee.slots().get(i);
        offsets[i] = (bytes + slot.align() - 1) / slot.align() * slot.align();
        bytes = offsets[i] + slot.bytes();
      }
      frameBytes = Math.max(frameBytes, (bytes + ALIGN - 1) / ALIGN * ALIGN);
    }

    String label(String original) {
      return prefix + original;
    }

    IrValue value(IrValue original) {
      if (original instanceof Register register) {
        return new Register(firstRegister + register.id(), register.type());
      }
      if (original instanceof SlotAddress address) {
        return new SlotAddress(caller.slots().size(), offsets[address.slot()] + address.offset());
      }
      return original;
    }

    IrBlock block(IrBlock original) {
      List<IrInst> insts = new ArrayList<>();
      for (IrInst inst : original.insts()) {
        IrInst read = inst.mapOperands(this::value);
        insts.add(
            inst.dst() == null ? read : InstructionDestinations.to(read, destination(inst.dst())));
      }
      return new IrBlock(label(original.label()), insts, terminator(original.terminator(), insts));
    }

    private Register destination(Register original) {
      return (Register) value(original);
    }

    /** A return becomes a jump to what comes after the call. */
    private IrTerminator terminator(IrTerminator original, List<IrInst> insts) {
      if (original instanceof IrTerminator.Return end) {
        if (call.dst() != null) {
          insts.add(new IrInst.Move(call.dst(), value(end.value()), end.location()));
        }
        return new IrTerminator.Jump(label("end"), end.location());
      }
      UnaryOperator<String> relabel = this::label;
      return original.mapOperands(this::value).mapTargets(relabel);
    }
  }
}

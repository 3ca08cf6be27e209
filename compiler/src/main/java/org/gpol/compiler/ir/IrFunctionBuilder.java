package org.gpol.compiler.ir;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gpol.bpf.GpolBug;
import org.gpol.bpf.code.SourceLocation;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.Width;
import org.gpol.compiler.ir.IrValue.Register;

/**
 * Builds a function block by block. Instructions go to the current block; after a terminator
 * nothing is current until {@link #start}, and what is added then is unreachable and dropped.
 */
public final class IrFunctionBuilder {
  private static final class Draft {
    final List<IrInst> insts = new ArrayList<>();
    IrTerminator terminator;
  }

  private final String name;
  private final IrType returns;
  private final List<Register> params = new ArrayList<>();
  private final List<StackSlot> slots = new ArrayList<>();
  private final Map<String, Draft> blocks = new LinkedHashMap<>();
  private Draft current;
  private SourceLocation location;
  private int registers;
  private int labels;

  /** Starts a function, in its entry block. */
  public IrFunctionBuilder(String name, IrType returns) {
    this.name = name;
    this.returns = returns;
    start("entry");
  }

  /** A parameter, after those added before. */
  public Register param(IrType type) {
    Register register = register(type);
    params.add(register);
    return register;
  }

  /** A new virtual register. */
  public Register register(IrType type) {
    return new Register(registers++, type);
  }

  /** A new stack slot's index. */
  public int slot(String slotName, int bytes, int align) {
    slots.add(new StackSlot(slotName, bytes, align));
    return slots.size() - 1;
  }

  /** A label that no block has yet. */
  public String label(String hint) {
    return hint + "." + labels++;
  }

  /** Makes a new block current; control falls into it only by jumps. */
  public void start(String label) {
    if (current != null) {
      throw new GpolBug("block before " + label + " has no terminator");
    }
    current = new Draft();
    if (blocks.put(label, current) != null) {
      throw new GpolBug("two blocks called " + label);
    }
  }

  /** False after a terminator. */
  public boolean reachable() {
    return current != null;
  }

  /** Where what follows comes from. */
  public void at(SourceLocation where) {
    location = where;
  }

  /** Where what is added comes from. */
  public SourceLocation location() {
    return location;
  }

  /** Adds an instruction. */
  public void add(IrInst inst) {
    if (current != null) {
      current.insts.add(inst);
    }
  }

  public void move(Register dst, IrValue src) {
    add(new IrInst.Move(dst, src, location));
  }

  /** {@code left op right} at the width of {@code type}, in a new register. */
  public Register binary(AluOp op, IrType type, IrValue left, IrValue right) {
    Register dst = register(type);
    add(new IrInst.Binary(dst, op, type.width(), left, right, location));
    return dst;
  }

  /** A conversion into a new register of {@code type}. */
  public Register convert(AluOp op, Width width, IrType type, IrValue src) {
    Register dst = register(type);
    add(new IrInst.Convert(dst, op, width, src, location));
    return dst;
  }

  public Register load(IrType type, MemSize size, IrValue base, int offset) {
    Register dst = register(type);
    add(new IrInst.Load(dst, size, base, offset, location));
    return dst;
  }

  public void store(MemSize size, IrValue base, int offset, IrValue value) {
    add(new IrInst.Store(size, base, offset, value, location));
  }

  /** A helper's result in a new register of {@code type}; none if {@code type} is null. */
  public Register helper(IrType type, int id, String helper, List<IrValue> args) {
    Register dst = type == null ? null : register(type);
    add(new IrInst.HelperCall(dst, id, helper, args, location));
    return dst;
  }

  /** A function's result in a new register of {@code type}; none if {@code type} is null. */
  public Register call(IrType type, String function, List<IrValue> args) {
    Register dst = type == null ? null : register(type);
    add(new IrInst.Call(dst, function, args, location));
    return dst;
  }

  public void jump(String target) {
    end(new IrTerminator.Jump(target, location));
  }

  public void branch(
      JumpCond cond, Width width, IrValue left, IrValue right, String then, String otherwise) {
    end(new IrTerminator.Branch(cond, width, left, right, then, otherwise, location));
  }

  /** Leaves the function. */
  public void ret(IrValue value) {
    end(new IrTerminator.Return(value, location));
  }

  /** Ends the current block. */
  public void end(IrTerminator terminator) {
    if (current != null) {
      current.terminator = terminator;
      current = null;
    }
  }

  /** The finished function; every block must have been ended. */
  public IrFunction build() {
    if (current != null) {
      throw new GpolBug("the last block of " + name + " has no terminator");
    }
    List<IrBlock> built = new ArrayList<>();
    blocks.forEach((label, d) -> built.add(new IrBlock(label, d.insts, d.terminator)));
    return new IrFunction(name, params, returns, slots, built);
  }
}

package org.gpol.compiler.ir;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.Width;
import org.gpol.compiler.ir.IrValue.Constant;
import org.gpol.compiler.ir.IrValue.Register;
import org.gpol.compiler.ir.IrValue.SlotAddress;

/**
 * Checks what passes and code generation rely on: labels resolve, every register has one type and
 * is assigned before it is read on every path, accesses stay inside their slot, calls match their
 * functions. Run after lowering and between passes in tests; a violation is our own bug.
 */
public final class IrValidator {
  private static final int MAX_ARGS = 5;

  private final IrFunction function;
  private final Map<String, IrBlock> blocks;
  private final Map<Integer, IrType> types = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();
  private String where = "";

  private IrValidator(IrFunction function) {
    this.function = function;
    this.blocks = function.blocksByLabel();
  }

  /** What is wrong with the module, one sentence each; empty if nothing is. */
  public static List<String> validate(IrModule module) {
    List<String> problems = new ArrayList<>();
    for (IrFunction function : module.functions()) {
      IrValidator validator = new IrValidator(function);
      validator.checkFunction();
      validator.checkCalls(module);
      problems.addAll(validator.problems);
    }
    for (IrModule.IrProgram program : module.programs()) {
      if (module.function(program.entry()).isEmpty()) {
        problems.add("program " + program.name() + " starts with unknown " + program.entry());
      }
    }
    return problems;
  }

  /** What is wrong with a function by itself; empty if nothing is. */
  public static List<String> validate(IrFunction function) {
    IrValidator validator = new IrValidator(function);
    validator.checkFunction();
    return validator.problems;
  }

  private void problem(String text) {
    problems.add(function.name() + ", " + where + ": " + text);
  }

  private void checkFunction() {
    where = "head";
    if (function.params().size() > MAX_ARGS) {
      problem("more than five parameters");
    }
    if (blocks.size() != function.blocks().size()) {
      problem("two blocks have the same label");
    }
    function.params().forEach(this::checkRegister);
    for (IrBlock block : function.blocks()) {
      where = block.label();
      for (IrInst inst : block.insts()) {
        where = block.label() + ", " + IrPrinter.print(inst);
        checkInst(inst);
      }
      where = block.label() + ", " + IrPrinter.print(block.terminator());
      checkTerminator(block.terminator());
    }
    if (problems.isEmpty()) {
      checkAssignedBeforeRead();
    }
  }

  private void checkRegister(Register register) {
    IrType before = types.putIfAbsent(register.id(), register.type());
    if (before != null && before != register.type()) {
      problem(register + " is both " + before + " and " + register.type());
    }
  }

  private void checkOperand(IrValue value) {
    if (value instanceof Register register) {
      checkRegister(register);
    } else if (value instanceof Constant constant) {
      if (constant.type().canonical(constant.value()) != constant.value()) {
        problem(constant.value() + " is no " + constant.type());
      }
    } else if (value instanceof SlotAddress address) {
      checkSlot(address, 0);
    }
  }

  private void checkSlot(SlotAddress address, long end) {
    if (address.slot() < 0 || address.slot() >= function.slots().size()) {
      problem("no such slot");
    } else if (address.offset() < 0
        || address.offset() + end > function.slots().get(address.slot()).bytes()) {
      problem("outside of the slot");
    }
  }

  private void checkInst(IrInst inst) {
    inst.operands().forEach(this::checkOperand);
    if (inst.dst() != null) {
      checkRegister(inst.dst());
    }
    if (inst instanceof IrInst.Move move) {
      checkMove(move);
    } else if (inst instanceof IrInst.Binary binary) {
      checkBinary(binary);
    } else if (inst instanceof IrInst.Convert convert && convert.op().readsDst()) {
      problem("conversion by something else than a move");
    } else if (inst instanceof IrInst.Load load) {
      checkAccess(load.size(), load.base(), load.offset());
    } else if (inst instanceof IrInst.Store store) {
      checkAccess(store.size(), store.base(), store.offset());
    } else if (inst instanceof IrInst.HelperCall || inst instanceof IrInst.Call) {
      if (inst.operands().size() > MAX_ARGS) {
        problem("more than five arguments");
      }
    }
  }

  private void checkMove(IrInst.Move move) {
    boolean nullPointer =
        move.dst().type().isPointer() && move.src() instanceof Constant c && c.value() == 0;
    if (!fits(move.src().type(), move.dst().type()) && !nullPointer) {
      problem("moves a " + move.src().type() + " into a " + move.dst().type());
    }
  }

  /** A function that is given a reference does not know whether that is its caller's memory. */
  private static boolean fits(IrType given, IrType wanted) {
    return given == wanted || (given == IrType.STACK && wanted == IrType.VALUE);
  }

  private void checkBinary(IrInst.Binary binary) {
    if (!binary.op().readsDst()) {
      problem("a move is no binary operation");
    }
    if (binary.width() == Width.W32
        && (binary.left().type().bits() > 32
            || binary.right().type().bits() > 32
            || binary.dst().type().bits() > 32)) {
      problem("64-bit value in a 32-bit operation");
    }
    if (binary.right().type().isPointer()) {
      problem("pointer on the right");
    }
  }

  private void checkAccess(MemSize size, IrValue base, int offset) {
    if (!base.type().isPointer() || base.type() == IrType.MAP) {
      problem("access through a " + base.type());
    } else if (base instanceof SlotAddress address) {
      checkSlot(new SlotAddress(address.slot(), address.offset() + offset), size.bytes());
    }
  }

  private void checkTerminator(IrTerminator terminator) {
    terminator.operands().forEach(this::checkOperand);
    for (String target : terminator.targets()) {
      if (!blocks.containsKey(target)) {
        problem("no block " + target);
      } else if (target.equals(function.entry().label())) {
        problem("jumps to the entry");
      }
    }
    if (terminator instanceof IrTerminator.Branch branch) {
      checkBranch(branch);
    } else if (terminator instanceof IrTerminator.Return ret) {
      if ((ret.value() == null) != (function.returns() == null)) {
        problem("does not return what the function promises");
      }
    }
  }

  private void checkBranch(IrTerminator.Branch branch) {
    boolean pointers = branch.left().type().isPointer() || branch.right().type().isPointer();
    if (pointers && branch.cond() != JumpCond.JEQ && branch.cond() != JumpCond.JNE) {
      problem("orders pointers");
    }
    boolean narrowSigned = branch.left().type().signed() && branch.left().type().bits() <= 32;
    if (narrowSigned && branch.cond().signed() && branch.width() == Width.W64) {
      problem("a narrow signed number is not ordered at 64 bits");
    }
    if (branch.width() == Width.W32
        && (branch.left().type().bits() > 32 || branch.right().type().bits() > 32)) {
      problem("64-bit value in a 32-bit comparison");
    }
  }

  private void checkCalls(IrModule module) {
    for (IrBlock block : function.blocks()) {
      for (IrInst inst : block.insts()) {
        if (inst instanceof IrInst.Call call) {
          where = block.label() + ", " + IrPrinter.print(inst);
          checkCall(call, module);
        }
      }
    }
  }

  private void checkCall(IrInst.Call call, IrModule module) {
    IrFunction callee = module.function(call.function()).orElse(null);
    if (callee == null) {
      problem("no function " + call.function());
      return;
    }
    List<IrType> given = call.args().stream().map(IrValue::type).toList();
    List<IrType> wanted = callee.params().stream().map(Register::type).toList();
    boolean fit = given.size() == wanted.size();
    for (int i = 0; fit && i < given.size(); i++) {
      fit = fits(given.get(i), wanted.get(i));
    }
    if (!fit) {
      problem("passes " + given + " for " + wanted);
    }
    if (call.dst() != null && call.dst().type() != callee.returns()) {
      problem("takes a " + call.dst().type() + " from a function that returns " + callee.returns());
    }
  }

  /** Forward "assigned on every path" over the graph, then one check of every read. */
  private void checkAssignedBeforeRead() {
    Map<String, Set<Integer>> in = new LinkedHashMap<>();
    Set<Integer> params = new HashSet<>();
    function.params().forEach(p -> params.add(p.id()));
    in.put(function.entry().label(), params);
    boolean changed = true;
    while (changed) {
      changed = false;
      for (IrBlock block : function.blocks()) {
        Set<Integer> before = in.get(block.label());
        if (before != null) {
          changed |= flow(in, block, after(block, before));
        }
      }
    }
    for (IrBlock block : function.blocks()) {
      if (in.containsKey(block.label())) {
        checkReads(block, new HashSet<>(in.get(block.label())));
      }
    }
  }

  private static Set<Integer> after(IrBlock block, Set<Integer> before) {
    Set<Integer> assigned = new HashSet<>(before);
    for (IrInst inst : block.insts()) {
      if (inst.dst() != null) {
        assigned.add(inst.dst().id());
      }
    }
    return assigned;
  }

  private static boolean flow(Map<String, Set<Integer>> in, IrBlock block, Set<Integer> out) {
    boolean changed = false;
    for (String target : block.terminator().targets()) {
      Set<Integer> known = in.get(target);
      if (known == null) {
        in.put(target, new HashSet<>(out));
        changed = true;
      } else {
        changed |= known.retainAll(out);
      }
    }
    return changed;
  }

  private void checkReads(IrBlock block, Set<Integer> assigned) {
    for (IrInst inst : block.insts()) {
      where = block.label() + ", " + IrPrinter.print(inst);
      checkAssigned(inst.operands(), assigned);
      if (inst.dst() != null) {
        assigned.add(inst.dst().id());
      }
    }
    where = block.label() + ", " + IrPrinter.print(block.terminator());
    checkAssigned(block.terminator().operands(), assigned);
  }

  private void checkAssigned(List<IrValue> values, Set<Integer> assigned) {
    for (IrValue value : values) {
      if (value instanceof Register register && !assigned.contains(register.id())) {
        problem(register + " may be read before it is assigned");
      }
    }
  }
}

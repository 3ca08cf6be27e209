package org.gpol.compiler.pass;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.gpol.compiler.ir.IrBlock;
import org.gpol.compiler.ir.IrFunction;
import org.gpol.compiler.ir.IrInst;
import org.gpol.compiler.ir.IrModule;
import org.gpol.compiler.ir.IrTerminator;
import org.gpol.compiler.ir.IrValue;

/**
 * Puts functions in the place of their calls: those that are called from one place only, and small
 * ones. Callees come first, so that what is put in place is finished. A function that grows beyond
 * {@link #LARGEST} takes no more in, which keeps compiling linear in the size of the policy.
 */
final class FunctionInlining {
  /** Functions of at most so many instructions go wherever they are called. */
  static final int SMALL = 40;

  /**
   * Functions that are told a constant to decide by, so that part of them goes, may have so many.
   */
  static final int SMALL_WITH_CONSTANT = 120;

  /** No function takes in more than makes this many instructions. */
  static final int LARGEST = 1200;

  private final IrModule module;
  private final UnaryOperator<IrFunction> improve;
  private final Map<String, IrFunction> functions = new LinkedHashMap<>();
  private final Map<String, Integer> calls = new HashMap<>();
  private final Map<String, IrFunction> finished = new LinkedHashMap<>();

  private FunctionInlining(IrModule module, UnaryOperator<IrFunction> improve) {
    this.module = module;
    this.improve = improve;
    module.functions().forEach(f -> functions.put(f.name(), f));
    module
        .functions()
        .forEach(f -> callees(f).forEach(callee -> calls.merge(callee, 1, Integer::sum)));
  }

  /** The module without the functions that are no longer called; {@code improve} tidies up. */
  static IrModule run(IrModule module, UnaryOperator<IrFunction> improve) {
    return new FunctionInlining(module, improve).run();
  }

  /** The instructions of a function, what leaves its blocks included. */
  static int size(IrFunction function) {
    return function.blocks().stream().mapToInt(block -> block.insts().size() + 1).sum();
  }

  private IrModule run() {
    module.functions().forEach(f -> finish(f.name(), new LinkedHashSet<>()));
    Set<String> reached = new LinkedHashSet<>();
    module.programs().forEach(program -> reach(program.entry(), reached));
    return module.withFunctions(
        module.functions().stream()
            .filter(f -> reached.contains(f.name()))
            .map(f -> finished.get(f.name()))
            .toList());
  }

  private void reach(String function, Set<String> reached) {
    if (reached.add(function)) {
      callees(finished.get(function)).forEach(callee -> reach(callee, reached));
    }
  }

  private static List<String> callees(IrFunction function) {
    List<String> callees = new ArrayList<>();
    for (IrBlock block : function.blocks()) {
      for (IrInst inst : block.insts()) {
        if (inst instanceof IrInst.Call call) {
          callees.add(call.function());
        }
      }
    }
    return callees;
  }

  /** Finishes what {@code name} calls and then itself; recursion, which is refused, ends here. */
  private void finish(String name, Set<String> callers) {
    if (finished.containsKey(name) || !callers.add(name)) {
      return;
    }
    IrFunction function = functions.get(name);
    List<String> callees = callees(function);
    callees.forEach(callee -> finish(callee, callers));
    callers.remove(name);
    finished.put(name, callees.isEmpty() ? function : improve.apply(inline(function)));
  }

  private IrFunction inline(IrFunction caller) {
    InlineCopies copies = new InlineCopies(caller);
    int size = size(caller);
    List<IrBlock> blocks = new ArrayList<>();
    for (IrBlock block : caller.blocks()) {
      IrBlock rest = block;
      for (IrInst inst : block.insts()) {
        if (inst instanceof IrInst.Call call) {
          IrFunction callee = finished.get(call.function());
          if (callee != null && worthwhile(call, callee, size)) {
            size += size(callee);
            rest = copies.put(rest, call, callee, blocks);
          }
        }
      }
      blocks.add(rest);
    }
    return copies.function(blocks);
  }

  private boolean worthwhile(IrInst.Call call, IrFunction callee, int callerSize) {
    int size = size(callee);
    int limit = decidesByConstant(call, callee) ? SMALL_WITH_CONSTANT : SMALL;
    return (size <= limit || calls.get(callee.name()) == 1) && callerSize + size <= LARGEST;
  }

  /** Whether {@code callee} branches on a parameter for which {@code call} gives a constant. */
  private static boolean decidesByConstant(IrInst.Call call, IrFunction callee) {
    Set<IrValue> constants = new HashSet<>();
    for (int i = 0; i < call.args().size(); i++) {
      if (call.args().get(i) instanceof IrValue.Constant) {
        constants.add(callee.params().get(i));
      }
    }
    return callee.blocks().stream()
        .anyMatch(
            block ->
                block.terminator() instanceof IrTerminator.Branch branch
                    && constants.contains(branch.left())
                    && branch.right() instanceof IrValue.Constant);
  }
}

package org.gpol.compiler.pass;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.gpol.compiler.ir.IrFunction;
import org.gpol.compiler.ir.IrModule;

/** The passes in their order, repeated until they find nothing more to do. */
public final class PassPipeline {
  /** Each round can only shrink a function, so this is never reached; it bounds a bug. */
  private static final int MAX_ROUNDS = 50;

  /** What runs, in order. */
  public static final List<Pass> PASSES =
      List.of(
          new Propagation(),
          new ConstantFolding(),
          new CommonSubexpressions(),
          new DirectAssignment(),
          new DeadCode(),
          new KnownConditions(),
          new BranchSimplification(),
          new BlockMerging(),
          new UnreachableBlocks());

  private PassPipeline() {}

  /** What runs once after that, each followed by the others. */
  private static final List<Pass> LAST =
      List.of(new TailDuplication(), new TailDuplication(), new SwitchLowering());

  /** The module with all its functions improved and put where they are called. */
  public static IrModule run(IrModule module) {
    return finish(FunctionInlining.run(apart(module), PassPipeline::improve));
  }

  /**
   * The module with all its functions improved, each by itself, where they would not fit together.
   */
  public static IrModule runApart(IrModule module) {
    return finish(apart(module));
  }

  private static IrModule apart(IrModule module) {
    return module.withFunctions(module.functions().stream().map(PassPipeline::improve).toList());
  }

  private static IrModule finish(IrModule module) {
    BlockLayout layout = new BlockLayout();
    List<IrFunction> functions = new ArrayList<>();
    for (IrFunction function : module.functions()) {
      IrFunction current = function;
      for (Pass pass : LAST) {
        current = improve(pass.run(current));
      }
      functions.add(layout.run(current));
    }
    return module.withFunctions(functions);
  }

  private static IrFunction improve(IrFunction function) {
    return run(function, (pass, result) -> {});
  }

  /** The module with only what no program may contain taken out. */
  public static IrModule clean(IrModule module) {
    UnreachableBlocks pass = new UnreachableBlocks();
    return module.withFunctions(module.functions().stream().map(pass::run).toList());
  }

  /** The improved function; {@code after} sees what each pass made. */
  public static IrFunction run(IrFunction function, BiConsumer<Pass, IrFunction> after) {
    IrFunction current = function;
    for (int round = 0; round < MAX_ROUNDS; round++) {
      IrFunction before = current;
      for (Pass pass : PASSES) {
        current = pass.run(current);
        after.accept(pass, current);
      }
      if (current.equals(before)) {
        break;
      }
    }
    return current;
  }
}

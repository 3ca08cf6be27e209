package org.gpol.vm.engine.jit;

import java.lang.invoke.MethodHandles;
import java.util.Optional;
import org.gpol.bpf.GpolBug;
import org.gpol.bpf.code.Code;
import org.gpol.vm.engine.CallableEngine;
import org.gpol.vm.engine.ExecutionContext;
import org.gpol.vm.engine.Linkage;
import org.gpol.vm.proof.ProgramFacts;

/** Runs compiled code. One instance a program. */
public final class JitEngine implements CallableEngine {
  /** Counting is done in ints, with room for the longest stretch between checks. */
  static final long MAX_BUDGET = 1 << 30;

  private final CompilationUnit unit;
  private final CompiledCode code;
  private JitRun last;
  private ExecutionContext lastContext;

  private JitEngine(CompilationUnit unit, CompiledCode code) {
    this.unit = unit;
    this.code = code;
  }

  /**
   * Compiles a program of which {@code facts} are proved; empty if it has to be interpreted.
   *
   * @param budget instructions that a run may execute
   */
  public static Optional<JitEngine> compile(
      Code code, ProgramFacts facts, Linkage linkage, long budget) {
    try {
      return Optional.of(compile(new CompilationUnit(code, facts, linkage, budget)));
    } catch (UnsupportedProgram e) {
      return Optional.empty();
    }
  }

  private static JitEngine compile(CompilationUnit unit) {
    ProgramClass program = new ProgramClass(unit);
    byte[] file = program.write();
    try {
      MethodHandles.Lookup defined =
          MethodHandles.lookup().defineHiddenClassWithClassData(file, program.classData(), true);
      Object instance = defined.lookupClass().getDeclaredConstructor().newInstance();
      return new JitEngine(unit, (CompiledCode) instance);
    } catch (ReflectiveOperationException e) {
      throw new GpolBug("the compiled class cannot be used", e);
    }
  }

  @Override
  public long run(ExecutionContext context) {
    JitRun run = runFor(context);
    run.begin(context);
    try {
      return code.entry(run, context.contextAddress(), 0);
    } finally {
      context.setExecuted(run.executed);
    }
  }

  @Override
  public boolean hasFunction(long address) {
    return unit.linkage().functions().indexOf(address) >= 0;
  }

  @Override
  public long call(
      ExecutionContext context, long address, long a1, long a2, long a3, long a4, long a5) {
    JitRun run = runFor(context);
    run.begin(context);
    try {
      return run.enter(address, a1, a2, a3, a4, a5);
    } finally {
      context.setExecuted(run.executed);
    }
  }

  /** Runs of a program nest in contexts of their own; most do not, and find theirs here. */
  private JitRun runFor(ExecutionContext context) {
    if (lastContext != context) {
      last = new JitRun(unit, code, context);
      lastContext = context;
    }
    return last;
  }
}

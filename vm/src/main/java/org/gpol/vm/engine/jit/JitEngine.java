package org.gpol.vm.engine.jit;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.List;
import org.gpol.bpf.GpolBug;
import org.gpol.bpf.code.Code;
import org.gpol.vm.engine.CallableEngine;
import org.gpol.vm.engine.ExecutionContext;
import org.gpol.vm.engine.Linkage;
import org.gpol.vm.engine.interp.Flattener;
import org.gpol.vm.engine.interp.Interpreter;
import org.gpol.vm.proof.ProgramFacts;
import org.objectweb.asm.ClassTooLargeException;
import org.objectweb.asm.MethodTooLargeException;

/**
 * Runs compiled code. One instance a program. Where a run comes so near to the end of its budget
 * that somebody has to count, the interpreter goes on with it, so that both engines stop at the
 * same instruction.
 */
public final class JitEngine implements CallableEngine {
  private final CompilationUnit unit;
  private final Constructor<?> runs;
  private final Interpreter interpreter;

  /** True if the budget is so small that all instructions of a run have to be counted. */
  private final boolean watched;

  /** The number of each function by its first instruction. */
  private final int[] numbers;

  private final int classBytes;
  private JitRun last;
  private ExecutionContext lastContext;

  private JitEngine(
      CompilationUnit unit, Constructor<?> runs, Interpreter interpreter, int classBytes) {
    this.unit = unit;
    this.runs = runs;
    this.interpreter = interpreter;
    this.classBytes = classBytes;
    this.watched = unit.unwatchedUpTo() < 0;
    numbers = new int[unit.code().size()];
    Arrays.fill(numbers, -1);
    List<Integer> functions = unit.functions();
    for (int number = 0; number < functions.size(); number++) {
      numbers[functions.get(number)] = number;
    }
  }

  /**
   * Compiles a program.
   *
   * @param facts what is proved of it
   * @param budget instructions that a run may execute
   * @throws NotCompilableException if it is too large for a class of the JVM
   * @throws IllegalArgumentException if it refers to what is not there or jumps outside itself
   */
  public static JitEngine compile(Code code, ProgramFacts facts, Linkage linkage, long budget)
      throws NotCompilableException {
    Interpreter interpreter = new Interpreter(Flattener.flatten(code, linkage), budget);
    CompilationUnit unit = CompilationUnit.of(code, facts, linkage, budget);
    ProgramClass program = new ProgramClass(unit);
    try {
      byte[] file = program.write();
      MethodHandles.Lookup defined =
          MethodHandles.lookup().defineHiddenClassWithClassData(file, program.classData(), true);
      Constructor<?> runs =
          defined.lookupClass().getDeclaredConstructor(JitEngine.class, ExecutionContext.class);
      return new JitEngine(unit, runs, interpreter, file.length);
    } catch (ClassTooLargeException e) {
      throw new NotCompilableException(
          "it needs " + e.getConstantPoolCount() + " constants, a class has room for 65535");
    } catch (MethodTooLargeException e) {
      throw new NotCompilableException(
          "a function takes " + e.getCodeSize() + " bytes, a method has room for 65535");
    } catch (ReflectiveOperationException e) {
      throw new GpolBug("the compiled class cannot be used", e);
    }
  }

  /** The size of the class file, in bytes. */
  public int classBytes() {
    return classBytes;
  }

  CompilationUnit unit() {
    return unit;
  }

  /** The number of the function that begins at {@code start}. */
  int number(int start) {
    return numbers[start];
  }

  @Override
  public Interpreter interpreted() {
    return interpreter;
  }

  @Override
  public long run(ExecutionContext context) {
    if (watched) {
      return interpreter.run(context);
    }
    JitRun run = runFor(context);
    try {
      run.executed = 0;
      return run.main(run.contextBase);
    } finally {
      context.setExecuted(run.executed);
    }
  }

  @Override
  public long run(
      ExecutionContext context, int start, long a1, long a2, long a3, long a4, long a5) {
    if (watched) {
      return interpreter.run(context, start, a1, a2, a3, a4, a5);
    }
    JitRun run = runFor(context);
    run.executed = 0;
    try {
      return run.enter(start, ExecutionContext.FRAME_BYTES, a1, a2, a3, a4, a5);
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
    int start = unit.linkage().functions().indexOf(address);
    if (start < 0) {
      throw new IllegalArgumentException("no function at 0x" + Long.toHexString(address));
    }
    return run(context, start, a1, a2, a3, a4, a5);
  }

  /** Runs of a program nest in contexts of their own; most do not, and find theirs here. */
  JitRun runFor(ExecutionContext context) {
    if (lastContext != context) {
      last = newRun(context);
      lastContext = context;
    }
    return last;
  }

  private JitRun newRun(ExecutionContext context) {
    try {
      return (JitRun) runs.newInstance(this, context);
    } catch (ReflectiveOperationException e) {
      throw new GpolBug("the compiled class has no instances", e);
    }
  }
}

package org.gpol.vm;

import org.gpol.bpf.code.Code;
import org.gpol.vm.engine.CallableEngine;
import org.gpol.vm.engine.Linkage;
import org.gpol.vm.engine.interp.Flattener;
import org.gpol.vm.engine.interp.Interpreter;
import org.gpol.vm.engine.jit.JitEngine;
import org.gpol.vm.engine.jit.NotCompilableException;
import org.gpol.vm.proof.ProgramFacts;

/**
 * What runs one program: an engine, which may be replaced by a faster one between two runs. Which
 * one it is decides nothing but how long a run takes.
 */
final class ProgramEngine {
  /**
   * Interpreted for so long, a program has taken as long as compiling one takes. Counted in
   * instructions, so that the same ones are compiled on every machine.
   */
  private static final long HOT = 300_000;

  private final Code code;
  private final ProgramFacts facts;
  private final Linkage linkage;
  private final long budget;
  private CallableEngine engine;
  private EngineUse use;
  private boolean undecided;
  private long untilCompiled = HOT;

  ProgramEngine(Code code, ProgramFacts facts, Linkage linkage, long budget, EngineKind kind) {
    this.code = code;
    this.facts = facts;
    this.linkage = linkage;
    this.budget = budget;
    this.engine = new Interpreter(Flattener.flatten(code, linkage), budget);
    this.use = EngineUse.interpreted("it was asked for");
    this.undecided = kind == EngineKind.ADAPTIVE;
    linkage.programs().add(engine);
    if (kind == EngineKind.JIT) {
      compile();
    }
  }

  /** What the next run is to use. */
  CallableEngine engine() {
    return engine;
  }

  /** What the next run uses, and why. */
  EngineUse use() {
    return undecided
        ? EngineUse.interpreted(
            "it has not run long enough: " + (HOT - untilCompiled) + " instructions of " + HOT)
        : use;
  }

  /** Says that a run has executed so many instructions. */
  void ran(long instructions) {
    if (undecided) {
      untilCompiled -= instructions;
      if (untilCompiled < 0) {
        undecided = false;
        compile();
      }
    }
  }

  private void compile() {
    try {
      JitEngine jit = JitEngine.compile(code, facts, linkage, budget);
      linkage.programs().replace(engine, jit);
      engine = jit;
      use = EngineUse.compiled(jit.classBytes());
    } catch (NotCompilableException e) {
      use = EngineUse.interpreted(e.getMessage());
    }
  }
}

package org.gpol.vm;

/** What runs programs; all give the same results. */
public enum EngineKind {
  /** Goes from instruction to instruction. */
  INTERPRETER,
  /** Compiles programs to JVM bytecode; one that cannot be compiled is interpreted all the same. */
  JIT,
  /**
   * Interprets a program until it has run so long that compiling it pays, then compiles it. What to
   * use unless one engine is meant.
   */
  ADAPTIVE
}

package org.gpol.vm;

/** What runs programs; both give the same results. */
public enum EngineKind {
  /** Goes from instruction to instruction. */
  INTERPRETER,
  /** Compiles programs to JVM bytecode; one that cannot be compiled is interpreted all the same. */
  JIT
}

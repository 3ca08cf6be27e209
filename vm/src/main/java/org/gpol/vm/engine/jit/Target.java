package org.gpol.vm.engine.jit;

import org.objectweb.asm.MethodVisitor;

/**
 * What a method is written from and into.
 *
 * @param program the class that it belongs to
 */
record Target(MethodVisitor out, CompilationUnit unit, ProgramClass program, Blocks blocks) {
  /** The same, written elsewhere. */
  Target into(MethodVisitor other) {
    return new Target(other, unit, program, blocks);
  }
}

package org.gpol.vm.engine.jit;

import static org.objectweb.asm.Opcodes.ACC_FINAL;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.ACC_SUPER;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.F_SAME;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKESPECIAL;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.LLOAD;
import static org.objectweb.asm.Opcodes.LRETURN;
import static org.objectweb.asm.Opcodes.RETURN;
import static org.objectweb.asm.Opcodes.V17;

import java.util.List;
import org.gpol.vm.engine.ExecutionContext;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/** Writes the class of a program: its functions, and the way in. */
final class ProgramClass {
  private static final String NAME = Type.getInternalName(JitEngine.class) + "Program";
  private static final String SUPER = Type.getInternalName(CompiledCode.class);
  private static final String RUN = Type.getDescriptor(JitRun.class);

  /** So many instructions never make a method too long, so that their size need not be measured. */
  private static final int SHORT = 100;

  private final CompilationUnit unit;
  private final ClassWriter out = new ClassWriter(0);
  private final Constants constants = new Constants(NAME);

  ProgramClass(CompilationUnit unit) {
    this.unit = unit;
  }

  /** The class file. */
  byte[] write() {
    out.visit(V17, ACC_FINAL | ACC_SUPER, NAME, null, SUPER, null);
    constructor();
    main();
    call();
    Target target = new Target(null, unit, this, new Blocks(unit));
    for (int function : unit.functions()) {
      function(target, function);
    }
    constants.define(out);
    out.visitEnd();
    return out.toByteArray();
  }

  private void function(Target target, int start) {
    Blocks blocks = target.blocks();
    if (blocks.instructions(blocks.from(start)).size() > SHORT) {
      MethodSize size = MethodSize.measure(target, start);
      if (size.total() > MethodSize.LIMIT) {
        new SplitFunction(target, start, size).write(out);
        return;
      }
    }
    MethodVisitor method =
        out.visitMethod(ACC_STATIC, function(start), FunctionEmitter.TYPE, null, null);
    FunctionEmitter.of(target.into(method), start).emit();
  }

  /** What the class has to be defined with. */
  Object[] classData() {
    return constants.classData();
  }

  Constants constants() {
    return constants;
  }

  /** The internal name of the class. */
  String name() {
    return NAME;
  }

  /** The name of the method of the function that begins at {@code start}. */
  String function(int start) {
    return "f" + start;
  }

  private void constructor() {
    MethodVisitor init = out.visitMethod(0, "<init>", "()V", null, null);
    init.visitCode();
    init.visitVarInsn(ALOAD, 0);
    init.visitMethodInsn(INVOKESPECIAL, SUPER, "<init>", "()V", false);
    init.visitInsn(RETURN);
    init.visitMaxs(1, 1);
    init.visitEnd();
  }

  private void main() {
    MethodVisitor main = out.visitMethod(ACC_FINAL, "main", "(" + RUN + "J)J", null, null);
    main.visitCode();
    main.visitVarInsn(ALOAD, 1);
    Push.number(main, ExecutionContext.FRAME_BYTES);
    main.visitVarInsn(LLOAD, 2);
    for (int argument = 2; argument <= 5; argument++) {
      Push.number(main, 0L);
    }
    main.visitMethodInsn(INVOKESTATIC, NAME, function(0), FunctionEmitter.TYPE, false);
    main.visitInsn(LRETURN);
    main.visitMaxs(12, 4);
    main.visitEnd();
  }

  private void call() {
    MethodVisitor call = out.visitMethod(ACC_FINAL, "call", "(" + RUN + "IIJJJJJ)J", null, null);
    call.visitCode();
    call.visitVarInsn(ILOAD, 2);
    List<Integer> functions = unit.functions();
    Label[] cases = new Label[functions.size()];
    for (int i = 0; i < cases.length; i++) {
      cases[i] = new Label();
    }
    call.visitTableSwitchInsn(0, cases.length - 1, cases[0], cases);
    for (int i = 0; i < cases.length; i++) {
      call.visitLabel(cases[i]);
      call.visitFrame(F_SAME, 0, null, 0, null);
      call.visitVarInsn(ALOAD, 1);
      call.visitVarInsn(ILOAD, 3);
      for (int argument = 0; argument < 5; argument++) {
        call.visitVarInsn(LLOAD, 4 + 2 * argument);
      }
      String name = function(functions.get(i));
      call.visitMethodInsn(INVOKESTATIC, NAME, name, FunctionEmitter.TYPE, false);
      call.visitInsn(LRETURN);
    }
    call.visitMaxs(12, 14);
    call.visitEnd();
  }
}

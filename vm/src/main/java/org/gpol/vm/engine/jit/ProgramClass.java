package org.gpol.vm.engine.jit;

import static org.objectweb.asm.Opcodes.ACC_FINAL;
import static org.objectweb.asm.Opcodes.ACC_SUPER;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.F_SAME;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKESPECIAL;
import static org.objectweb.asm.Opcodes.INVOKEVIRTUAL;
import static org.objectweb.asm.Opcodes.LLOAD;
import static org.objectweb.asm.Opcodes.LRETURN;
import static org.objectweb.asm.Opcodes.RETURN;
import static org.objectweb.asm.Opcodes.V17;

import java.util.List;
import java.util.Optional;
import org.gpol.vm.engine.ExecutionContext;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/** Writes the class of a program: its functions, and the way in. */
final class ProgramClass {
  private static final String NAME = Type.getInternalName(JitEngine.class) + "Program";
  private static final String SUPER = Type.getInternalName(JitRun.class);
  private static final String ENGINE = Type.getDescriptor(JitEngine.class);
  private static final String CONTEXT = Type.getDescriptor(ExecutionContext.class);
  private static final String MAIN = "(J)J";

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
    Target target = new Target(null, unit, this, new Blocks(unit));
    Optional<MethodSize> first = tooLong(target, 0);
    boolean onlyMain = unit.beginsOnlyAsMain() && first.isEmpty();
    main(target, onlyMain);
    for (int function : unit.functions()) {
      if (function != 0) {
        function(target, function, tooLong(target, function));
      } else if (!onlyMain) {
        function(target, 0, first);
      }
    }
    call(onlyMain);
    constants.define(out);
    out.visitEnd();
    return out.toByteArray();
  }

  /** How long the parts of a function are that is too long for one method. */
  private static Optional<MethodSize> tooLong(Target target, int start) {
    Blocks blocks = target.blocks();
    if (blocks.instructions(blocks.from(start)).size() <= SHORT) {
      return Optional.empty();
    }
    return Optional.of(MethodSize.measure(target, start))
        .filter(size -> size.total() > MethodSize.LIMIT);
  }

  private void function(Target target, int start, Optional<MethodSize> tooLong) {
    if (tooLong.isPresent()) {
      new SplitFunction(target, start, tooLong.get()).write(out);
      return;
    }
    MethodVisitor method =
        out.visitMethod(ACC_FINAL, function(start), FunctionEmitter.TYPE, null, null);
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
    String type = "(" + ENGINE + CONTEXT + ")V";
    MethodVisitor init = out.visitMethod(0, "<init>", type, null, null);
    init.visitCode();
    init.visitVarInsn(ALOAD, 0);
    init.visitVarInsn(ALOAD, 1);
    init.visitVarInsn(ALOAD, 2);
    init.visitMethodInsn(INVOKESPECIAL, SUPER, "<init>", type, false);
    init.visitInsn(RETURN);
    init.visitMaxs(3, 3);
    init.visitEnd();
  }

  /**
   * The way in for the engine: the first function itself if nobody else needs it, because HotSpot
   * does not inline long methods.
   */
  private void main(Target target, boolean itself) {
    MethodVisitor main = out.visitMethod(ACC_FINAL, "main", MAIN, null, null);
    if (itself) {
      FunctionEmitter.main(target.into(main)).emit();
      return;
    }
    main.visitCode();
    main.visitVarInsn(ALOAD, 0);
    Push.number(main, ExecutionContext.FRAME_BYTES);
    main.visitVarInsn(LLOAD, 1);
    for (int argument = 2; argument <= 5; argument++) {
      Push.number(main, 0L);
    }
    main.visitMethodInsn(INVOKEVIRTUAL, NAME, function(0), FunctionEmitter.TYPE, false);
    main.visitInsn(LRETURN);
    main.visitMaxs(12, 3);
    main.visitEnd();
  }

  private void call(boolean onlyMain) {
    MethodVisitor call = out.visitMethod(ACC_FINAL, "call", "(IIJJJJJ)J", null, null);
    call.visitCode();
    call.visitVarInsn(ILOAD, 1);
    List<Integer> functions = unit.functions();
    Label[] cases = new Label[functions.size()];
    for (int i = 0; i < cases.length; i++) {
      cases[i] = new Label();
    }
    call.visitTableSwitchInsn(0, cases.length - 1, cases[0], cases);
    for (int i = 0; i < cases.length; i++) {
      call.visitLabel(cases[i]);
      call.visitFrame(F_SAME, 0, null, 0, null);
      call.visitVarInsn(ALOAD, 0);
      call(call, functions.get(i), onlyMain);
      call.visitInsn(LRETURN);
    }
    call.visitMaxs(12, 13);
    call.visitEnd();
  }

  private void call(MethodVisitor call, int function, boolean onlyMain) {
    if (function == 0 && onlyMain) {
      call.visitVarInsn(LLOAD, 3);
      call.visitMethodInsn(INVOKEVIRTUAL, NAME, "main", MAIN, false);
      return;
    }
    call.visitVarInsn(ILOAD, 2);
    for (int argument = 0; argument < 5; argument++) {
      call.visitVarInsn(LLOAD, 3 + 2 * argument);
    }
    call.visitMethodInsn(INVOKEVIRTUAL, NAME, function(function), FunctionEmitter.TYPE, false);
  }
}

package org.gpol.vm.engine.jit;

import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.ASTORE;
import static org.objectweb.asm.Opcodes.F_SAME;
import static org.objectweb.asm.Opcodes.GOTO;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.IRETURN;
import static org.objectweb.asm.Opcodes.ISTORE;
import static org.objectweb.asm.Opcodes.LALOAD;
import static org.objectweb.asm.Opcodes.LASTORE;
import static org.objectweb.asm.Opcodes.LLOAD;
import static org.objectweb.asm.Opcodes.LSTORE;
import static org.objectweb.asm.Opcodes.PUTFIELD;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gpol.bpf.isa.Reg;
import org.objectweb.asm.Label;

/**
 * Writes a part of a function that is too long for one method. Registers come and go in an array;
 * the method is told the block to begin with and returns the block that comes next.
 */
final class ChunkEmitter extends MethodEmitter {
  /** The type of every such method: end of the frame, registers, first block; next block. */
  static final String TYPE = "(I[JI)I";

  /** What a chunk returns in place of a block when the function returns. */
  static final int RETURNED = -1;

  private static final int PARAMETER_REGISTERS = 2;
  private static final int PARAMETER_BLOCK = 3;
  private static final int SAVED = Reg.COUNT - 1;

  private final List<Integer> entries;
  private final Map<Integer, Label> exits = new TreeMap<>();
  private final Label save = new Label();

  /**
   * A part of the function that begins at {@code function}.
   *
   * @param entries the first instructions of its blocks
   */
  ChunkEmitter(Target target, int function, List<Integer> entries) {
    super(
        target,
        Locals.withRegisterArray(target.program().name()),
        NarrowWebs.none(target.unit()),
        function,
        entries);
    this.entries = entries;
  }

  @Override
  void registersIn() {
    out.visitVarInsn(ILOAD, PARAMETER_BLOCK);
    out.visitVarInsn(ISTORE, Locals.INDEX);
    field("bias", "I");
    out.visitVarInsn(ISTORE, Locals.BIAS);
    out.visitVarInsn(ALOAD, PARAMETER_REGISTERS);
    out.visitVarInsn(ASTORE, Locals.REGISTERS);
    for (int reg = 0; reg < SAVED; reg++) {
      out.visitVarInsn(ALOAD, Locals.REGISTERS);
      Push.number(out, reg);
      out.visitInsn(LALOAD);
      out.visitVarInsn(LSTORE, Locals.of(Reg.of(reg)));
    }
  }

  @Override
  void beforeBody() {
    meter.look(watched);
    int[] keys = entries.stream().mapToInt(Integer::intValue).toArray();
    Label[] labels = entries.stream().map(this::labelOf).toArray(Label[]::new);
    out.visitVarInsn(ILOAD, Locals.INDEX);
    out.visitLookupSwitchInsn(labels[0], keys, labels);
  }

  @Override
  void leave() {
    meter.index(RETURNED);
    out.visitJumpInsn(GOTO, save);
  }

  @Override
  Label outside(int target) {
    return exits.computeIfAbsent(target, t -> new Label());
  }

  @Override
  void afterBody() {
    exits.forEach(
        (target, label) -> {
          out.visitLabel(label);
          out.visitFrame(F_SAME, 0, null, 0, null);
          meter.index(target);
          countChanges();
          out.visitJumpInsn(GOTO, save);
        });
    out.visitLabel(save);
    out.visitFrame(F_SAME, 0, null, 0, null);
    for (int reg = 0; reg < SAVED; reg++) {
      out.visitVarInsn(ALOAD, Locals.REGISTERS);
      Push.number(out, reg);
      out.visitVarInsn(LLOAD, Locals.of(Reg.of(reg)));
      out.visitInsn(LASTORE);
    }
    out.visitVarInsn(ALOAD, Locals.RUN);
    out.visitVarInsn(ILOAD, Locals.BIAS);
    out.visitFieldInsn(PUTFIELD, RUN, "bias", "I");
    out.visitVarInsn(ILOAD, Locals.INDEX);
    out.visitInsn(IRETURN);
  }
}

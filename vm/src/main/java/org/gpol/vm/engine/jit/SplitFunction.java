package org.gpol.vm.engine.jit;

import static org.objectweb.asm.Opcodes.ACC_FINAL;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.ASTORE;
import static org.objectweb.asm.Opcodes.F_APPEND;
import static org.objectweb.asm.Opcodes.F_SAME;
import static org.objectweb.asm.Opcodes.GOTO;
import static org.objectweb.asm.Opcodes.IFLT;
import static org.objectweb.asm.Opcodes.IF_ICMPLT;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INTEGER;
import static org.objectweb.asm.Opcodes.INVOKEVIRTUAL;
import static org.objectweb.asm.Opcodes.ISTORE;
import static org.objectweb.asm.Opcodes.LALOAD;
import static org.objectweb.asm.Opcodes.LASTORE;
import static org.objectweb.asm.Opcodes.LLOAD;
import static org.objectweb.asm.Opcodes.LRETURN;
import static org.objectweb.asm.Opcodes.NEWARRAY;
import static org.objectweb.asm.Opcodes.PUTFIELD;
import static org.objectweb.asm.Opcodes.T_LONG;

import java.util.ArrayList;
import java.util.List;
import org.gpol.bpf.isa.Reg;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;

/**
 * A function that is too long for HotSpot to compile as one method: several chunks, and a method
 * that goes from one to the next.
 */
final class SplitFunction {
  private static final int REGISTERS = 12;
  private static final int NEXT = 13;

  private final Target target;
  private final int start;
  private final List<Chunk> chunks = new ArrayList<>();

  /**
   * Some blocks that follow each other.
   *
   * @param end where the next chunk starts; all blocks lie before it
   */
  private record Chunk(List<Integer> blocks, int end) {
    int start() {
      return blocks.get(0);
    }
  }

  /**
   * The function that begins at {@code start}.
   *
   * @param sizes of its methods, by the first instructions of its blocks
   */
  SplitFunction(Target target, int start, MethodSize sizes) {
    this.target = target;
    this.start = start;
    List<Integer> open = new ArrayList<>();
    int bytes = 0;
    for (int block : sizes.blocks()) {
      if (!open.isEmpty() && bytes + sizes.of(block) > MethodSize.CHUNK) {
        chunks.add(new Chunk(List.copyOf(open), block));
        open.clear();
        bytes = 0;
      }
      open.add(block);
      bytes += sizes.of(block);
    }
    chunks.add(new Chunk(List.copyOf(open), target.unit().code().size()));
  }

  /** Writes all methods of the function. */
  void write(ClassVisitor out) {
    for (Chunk chunk : chunks) {
      MethodVisitor method = out.visitMethod(ACC_FINAL, name(chunk), ChunkEmitter.TYPE, null, null);
      new ChunkEmitter(target.into(method), start, chunk.blocks()).emit();
    }
    String name = target.program().function(start);
    driver(out.visitMethod(ACC_FINAL, name, FunctionEmitter.TYPE, null, null));
  }

  private String name(Chunk chunk) {
    return target.program().function(start) + "_" + chunk.start();
  }

  private void driver(MethodVisitor out) {
    out.visitCode();
    Push.number(out, Reg.COUNT);
    out.visitIntInsn(NEWARRAY, T_LONG);
    out.visitVarInsn(ASTORE, REGISTERS);
    for (int reg = 1; reg <= 5; reg++) {
      out.visitVarInsn(ALOAD, REGISTERS);
      Push.number(out, reg);
      out.visitVarInsn(LLOAD, 2 * reg);
      out.visitInsn(LASTORE);
    }
    out.visitVarInsn(ALOAD, Locals.RUN);
    Push.number(out, -start);
    out.visitFieldInsn(PUTFIELD, MethodEmitter.RUN, "bias", "I");
    Push.number(out, start);
    out.visitVarInsn(ISTORE, NEXT);
    Label again = new Label();
    out.visitLabel(again);
    out.visitFrame(F_APPEND, 2, new Object[] {"[J", INTEGER}, 0, null);
    for (Chunk chunk : chunks) {
      next(out, chunk, again);
    }
    out.visitVarInsn(ALOAD, REGISTERS);
    Push.number(out, 0);
    out.visitInsn(LALOAD);
    out.visitInsn(LRETURN);
    out.visitMaxs(8, NEXT + 1);
    out.visitEnd();
  }

  /** Runs {@code chunk} if the next block lies before its end, as all earlier ones do not. */
  private void next(MethodVisitor out, Chunk chunk, Label again) {
    Label other = new Label();
    Label here = new Label();
    out.visitVarInsn(ILOAD, NEXT);
    Push.number(out, chunk.end());
    out.visitJumpInsn(IF_ICMPLT, here);
    out.visitJumpInsn(GOTO, other);
    out.visitLabel(here);
    out.visitFrame(F_SAME, 0, null, 0, null);
    out.visitVarInsn(ALOAD, Locals.RUN);
    out.visitVarInsn(ILOAD, Locals.FRAME);
    out.visitVarInsn(ALOAD, REGISTERS);
    out.visitVarInsn(ILOAD, NEXT);
    String owner = target.program().name();
    out.visitMethodInsn(INVOKEVIRTUAL, owner, name(chunk), ChunkEmitter.TYPE, false);
    out.visitVarInsn(ISTORE, NEXT);
    out.visitVarInsn(ILOAD, NEXT);
    Label returned = new Label();
    out.visitJumpInsn(IFLT, returned);
    out.visitJumpInsn(GOTO, again);
    out.visitLabel(returned);
    out.visitFrame(F_SAME, 0, null, 0, null);
    out.visitVarInsn(ALOAD, REGISTERS);
    Push.number(out, 0);
    out.visitInsn(LALOAD);
    out.visitInsn(LRETURN);
    out.visitLabel(other);
    out.visitFrame(F_SAME, 0, null, 0, null);
  }
}

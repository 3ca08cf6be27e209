package org.gpol.vm.engine.jit;

import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.F_SAME;
import static org.objectweb.asm.Opcodes.F_SAME1;
import static org.objectweb.asm.Opcodes.GETFIELD;
import static org.objectweb.asm.Opcodes.GOTO;
import static org.objectweb.asm.Opcodes.I2L;
import static org.objectweb.asm.Opcodes.ICONST_0;
import static org.objectweb.asm.Opcodes.IFEQ;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.INVOKEVIRTUAL;
import static org.objectweb.asm.Opcodes.LCONST_0;

import java.util.Optional;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.platform.MapType;
import org.gpol.vm.call.HelperBinding;
import org.gpol.vm.call.HelperCall;
import org.gpol.vm.map.BpfMap;
import org.gpol.vm.map.DirectArray;
import org.gpol.vm.map.DirectHash;
import org.gpol.vm.map.DirectQueue;
import org.gpol.vm.proof.Pointee;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Calls of helpers. The common operations of a known map on keys and values in the frame become
 * calls of the map itself, which HotSpot inlines; the rest goes through the helper's binding.
 */
final class CallEmitter {
  private static final int LOOKUP = 1;
  private static final int UPDATE = 2;
  private static final int DELETE = 3;
  private static final int PUSH = 87;
  private static final int POP = 88;
  private static final int PEEK = 89;

  private static final String RUN = Type.getInternalName(JitRun.class);
  private static final String CALL = Type.getDescriptor(HelperCall.class);

  private final MethodVisitor out;
  private final CompilationUnit unit;
  private final Constants constants;
  private final Registers registers;
  private final MemoryEmitter memory;

  CallEmitter(Target target, Registers registers, MemoryEmitter memory) {
    this.out = target.out();
    this.unit = target.unit();
    this.constants = target.program().constants();
    this.registers = registers;
    this.memory = memory;
  }

  /** {@code r0 = helper(r1, ..., r5)}. */
  void call(int index, int id) {
    if (!callMap(index, id)) {
      callBinding(id);
    }
    registers.store(Reg.R0);
  }

  private void callBinding(int id) {
    out.visitVarInsn(ALOAD, Locals.RUN);
    out.visitFieldInsn(GETFIELD, RUN, "call", CALL);
    constants.push(out, HelperBinding.class, unit.helper(id));
    for (int reg = 1; reg <= 5; reg++) {
      registers.push(Reg.of(reg));
    }
    String type = "(" + CALL + Type.getDescriptor(HelperBinding.class) + "JJJJJ)J";
    out.visitMethodInsn(INVOKESTATIC, RUN, "helper", type, false);
  }

  /** Calls the map itself if everything is where it can be; pushes R0. */
  private boolean callMap(int index, int id) {
    Pointee pointee = unit.facts().pointee(index, Reg.R1);
    if (pointee.kind() != Pointee.Kind.MAP) {
      return false;
    }
    BpfMap map = unit.maps().map(pointee.map());
    // A per-CPU map has to ask for the CPU, which the binding does.
    boolean plain = map.spec().type() == MapType.ARRAY || map.spec().type() == MapType.HASH;
    boolean queue = map.spec().type() == MapType.QUEUE || map.spec().type() == MapType.STACK;
    boolean second = inFrame(index, Reg.R2);
    switch (id) {
      case LOOKUP -> {
        return plain && second && lookup(map, index);
      }
      case DELETE -> {
        return plain && second && invoke(BpfMap.class, map, "delete", "([BI)I", index);
      }
      case UPDATE -> {
        boolean third = inFrame(index, Reg.R3);
        return plain && second && third && update(map, index);
      }
      case PUSH -> {
        return queue && second && push(map, index);
      }
      case POP, PEEK -> {
        return queue && second && pop(map, index, id);
      }
      default -> {
        return false;
      }
    }
  }

  private boolean inFrame(int index, Reg reg) {
    return unit.facts().pointee(index, reg).isFixed(Pointee.Kind.OWN_STACK);
  }

  private boolean lookup(BpfMap map, int index) {
    Optional<DirectArray> array = DirectArray.of(map);
    Optional<DirectHash> hash = DirectHash.of(map);
    if (array.isPresent()) {
      return invoke(DirectArray.class, array.get(), "lookup", "([BI)J", index);
    }
    if (hash.isPresent()) {
      return invoke(DirectHash.class, hash.get(), "lookup", "([BI)J", index);
    }
    constants.push(out, BpfMap.class, map);
    pushPlace(index, Reg.R2);
    out.visitInsn(ICONST_0);
    callVirtual(BpfMap.class, "lookup", "([BII)J");
    return true;
  }

  private boolean update(BpfMap map, int index) {
    Optional<DirectHash> hash = DirectHash.of(map);
    if (hash.isPresent()) {
      constants.push(out, DirectHash.class, hash.get());
      updateArguments(index);
      callVirtual(DirectHash.class, "overwrite", "([BI[BIJ)Z");
    }
    unlessDone(
        hash.isPresent(),
        () -> {
          constants.push(out, BpfMap.class, map);
          updateArguments(index);
          out.visitInsn(ICONST_0);
          callVirtual(BpfMap.class, "update", "([BI[BIJI)I");
        });
    return true;
  }

  private void updateArguments(int index) {
    pushPlace(index, Reg.R2);
    pushPlace(index, Reg.R3);
    registers.push(Reg.R4);
  }

  private boolean push(BpfMap map, int index) {
    Optional<DirectQueue> queue = DirectQueue.of(map);
    if (queue.isPresent()) {
      constants.push(out, DirectQueue.class, queue.get());
      pushPlace(index, Reg.R2);
      registers.push(Reg.R3);
      callVirtual(DirectQueue.class, "append", "([BIJ)Z");
    }
    unlessDone(
        queue.isPresent(),
        () -> {
          constants.push(out, BpfMap.class, map);
          pushPlace(index, Reg.R2);
          registers.push(Reg.R3);
          callVirtual(BpfMap.class, "push", "([BIJ)I");
        });
    return true;
  }

  private boolean pop(BpfMap map, int index, int id) {
    Optional<DirectQueue> queue = DirectQueue.of(map);
    boolean direct = id == POP && queue.isPresent();
    if (direct) {
      boolean unused = invoke(DirectQueue.class, queue.get(), "take", "([BI)Z", index);
    }
    unlessDone(
        direct,
        () -> {
          boolean unused = invoke(BpfMap.class, map, id == POP ? "pop" : "peek", "([BI)I", index);
        });
    return true;
  }

  /**
   * Pushes 0 if the frequent case has been tried and its answer on the operand stack is true, else
   * what {@code general} pushes.
   */
  private void unlessDone(boolean tried, Runnable general) {
    if (!tried) {
      general.run();
      return;
    }
    Label rare = new Label();
    Label done = new Label();
    out.visitJumpInsn(IFEQ, rare);
    out.visitInsn(LCONST_0);
    out.visitJumpInsn(GOTO, done);
    out.visitLabel(rare);
    out.visitFrame(F_SAME, 0, null, 0, null);
    general.run();
    out.visitLabel(done);
    out.visitFrame(F_SAME1, 0, null, 1, new Object[] {Opcodes.LONG});
  }

  /** Calls a method of a constant with the place that R2 points at. */
  private <T> boolean invoke(Class<T> owner, T object, String name, String type, int index) {
    constants.push(out, owner, object);
    pushPlace(index, Reg.R2);
    callVirtual(owner, name, type);
    return true;
  }

  private void callVirtual(Class<?> owner, String name, String type) {
    out.visitMethodInsn(INVOKEVIRTUAL, Type.getInternalName(owner), name, type, false);
    if (type.endsWith("I")) {
      out.visitInsn(I2L);
    }
  }

  private void pushPlace(int index, Reg reg) {
    memory.pushStack();
    memory.pushStackOffset((int) unit.facts().pointee(index, reg).offset());
  }
}

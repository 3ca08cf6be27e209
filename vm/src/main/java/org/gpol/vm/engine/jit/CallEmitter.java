package org.gpol.vm.engine.jit;

import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.GETFIELD;
import static org.objectweb.asm.Opcodes.I2L;
import static org.objectweb.asm.Opcodes.ICONST_0;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.INVOKEVIRTUAL;
import static org.objectweb.asm.Opcodes.LSTORE;

import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.platform.MapType;
import org.gpol.vm.call.HelperBinding;
import org.gpol.vm.call.HelperCall;
import org.gpol.vm.map.BpfMap;
import org.gpol.vm.proof.Pointee;
import org.objectweb.asm.MethodVisitor;
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
  private static final String MAP = Type.getInternalName(BpfMap.class);
  private static final String CALL = Type.getDescriptor(HelperCall.class);

  private final MethodVisitor out;
  private final CompilationUnit unit;
  private final Constants constants;
  private final MemoryEmitter memory;

  CallEmitter(MethodVisitor out, CompilationUnit unit, Constants constants, MemoryEmitter memory) {
    this.out = out;
    this.unit = unit;
    this.constants = constants;
    this.memory = memory;
  }

  /** {@code r0 = helper(r1, ..., r5)}. */
  void call(int index, int id) {
    if (!callMap(index, id)) {
      callBinding(id);
    }
    out.visitVarInsn(LSTORE, Locals.of(Reg.R0));
  }

  private void callBinding(int id) {
    out.visitVarInsn(ALOAD, Locals.RUN);
    out.visitFieldInsn(GETFIELD, RUN, "call", CALL);
    constants.push(out, HelperBinding.class, unit.helper(id));
    for (int reg = 1; reg <= 5; reg++) {
      Push.register(out, Reg.of(reg));
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
        return plain && second && invoke(map, "lookup", "([BII)J", index, Reg.R2);
      }
      case DELETE -> {
        return plain && second && invoke(map, "delete", "([BI)I", index, Reg.R2);
      }
      case UPDATE -> {
        boolean third = inFrame(index, Reg.R3);
        return plain && second && third && update(map, index);
      }
      case PUSH -> {
        return queue && second && invoke(map, "push", "([BIJ)I", index, Reg.R2);
      }
      case POP, PEEK -> {
        String name = id == POP ? "pop" : "peek";
        return queue && second && invoke(map, name, "([BI)I", index, Reg.R2);
      }
      default -> {
        return false;
      }
    }
  }

  private boolean inFrame(int index, Reg reg) {
    return unit.facts().pointee(index, reg).isFixed(Pointee.Kind.OWN_STACK);
  }

  private boolean update(BpfMap map, int index) {
    constants.push(out, BpfMap.class, map);
    pushPlace(index, Reg.R2);
    pushPlace(index, Reg.R3);
    Push.register(out, Reg.R4);
    out.visitInsn(ICONST_0);
    out.visitMethodInsn(INVOKEVIRTUAL, MAP, "update", "([BI[BIJI)I", false);
    out.visitInsn(I2L);
    return true;
  }

  private boolean invoke(BpfMap map, String name, String type, int index, Reg place) {
    constants.push(out, BpfMap.class, map);
    pushPlace(index, place);
    if (name.equals("lookup")) {
      out.visitInsn(ICONST_0);
    } else if (name.equals("push")) {
      Push.register(out, Reg.R3);
    }
    out.visitMethodInsn(INVOKEVIRTUAL, MAP, name, type, false);
    if (type.endsWith("I")) {
      out.visitInsn(I2L);
    }
    return true;
  }

  private void pushPlace(int index, Reg reg) {
    out.visitVarInsn(ALOAD, Locals.STACK);
    memory.pushStackOffset((int) unit.facts().pointee(index, reg).offset());
  }
}

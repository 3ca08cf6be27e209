package org.gpol.vm.engine.jit;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Objects that compiled code refers to, as constants: static final fields that the class fills from
 * its class data when it is initialised, which HotSpot then trusts.
 */
final class Constants {
  private static final String PREFIX = "c";

  private final String owner;
  private final List<Object> objects = new ArrayList<>();
  private final List<Class<?>> types = new ArrayList<>();
  private final IdentityHashMap<Object, Integer> numbers = new IdentityHashMap<>();

  Constants(String owner) {
    this.owner = owner;
  }

  /** Pushes {@code object} as a value of {@code type}. */
  <T> void push(MethodVisitor out, Class<T> type, T object) {
    Integer number = numbers.get(object);
    if (number == null) {
      number = objects.size();
      numbers.put(object, number);
      objects.add(object);
      types.add(type);
    }
    String descriptor = Type.getDescriptor(types.get(number));
    out.visitFieldInsn(Opcodes.GETSTATIC, owner, PREFIX + number, descriptor);
  }

  /** What to define the class with. */
  Object[] classData() {
    return objects.toArray();
  }

  /** Declares the fields and fills them. */
  void define(ClassVisitor out) {
    int access = Opcodes.ACC_STATIC | Opcodes.ACC_FINAL | Opcodes.ACC_PRIVATE;
    for (int i = 0; i < objects.size(); i++) {
      out.visitField(access, PREFIX + i, Type.getDescriptor(types.get(i)), null, null).visitEnd();
    }
    MethodVisitor init = out.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
    init.visitCode();
    String handles = "java/lang/invoke/MethodHandles";
    init.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        handles,
        "lookup",
        "()Ljava/lang/invoke/MethodHandles$Lookup;",
        false);
    init.visitLdcInsn("_");
    init.visitLdcInsn(Type.getType(Object[].class));
    init.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        handles,
        "classData",
        "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;)"
            + "Ljava/lang/Object;",
        false);
    init.visitTypeInsn(Opcodes.CHECKCAST, "[Ljava/lang/Object;");
    init.visitVarInsn(Opcodes.ASTORE, 0);
    for (int i = 0; i < objects.size(); i++) {
      init.visitVarInsn(Opcodes.ALOAD, 0);
      init.visitIntInsn(Opcodes.SIPUSH, i);
      init.visitInsn(Opcodes.AALOAD);
      init.visitTypeInsn(Opcodes.CHECKCAST, Type.getInternalName(types.get(i)));
      init.visitFieldInsn(Opcodes.PUTSTATIC, owner, PREFIX + i, Type.getDescriptor(types.get(i)));
    }
    init.visitInsn(Opcodes.RETURN);
    init.visitMaxs(4, 1);
    init.visitEnd();
  }
}

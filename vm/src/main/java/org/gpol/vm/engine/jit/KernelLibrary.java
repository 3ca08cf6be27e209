package org.gpol.vm.engine.jit;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.gpol.bpf.GpolBug;
import org.gpol.bpf.isa.Alu;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.UnaryOp;
import org.gpol.bpf.isa.Width;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** The kernels of {@link Alu}, read once from its class file. */
final class KernelLibrary extends ClassVisitor {
  private static final KernelLibrary INSTANCE = read();

  private final Map<String, Kernel> kernels = new HashMap<>();

  private KernelLibrary() {
    super(Opcodes.ASM9);
  }

  private static KernelLibrary read() {
    KernelLibrary library = new KernelLibrary();
    String file = Alu.class.getSimpleName() + ".class";
    try (InputStream in = Alu.class.getResourceAsStream(file)) {
      new ClassReader(in).accept(library, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    } catch (IOException e) {
      throw new GpolBug("cannot read " + file, e);
    }
    return library;
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    if ((access & Opcodes.ACC_STATIC) == 0 || name.startsWith("<")) {
      return null;
    }
    Kernel kernel = new Kernel(Type.getInternalName(Alu.class), name, descriptor);
    kernels.put(name, kernel);
    return kernel;
  }

  /** The kernel of a two-operand operation. */
  static Kernel of(AluOp op, Width width) {
    String name =
        op.isSignExtendingMove()
            ? "movsx" + op.offset() + "to" + width.bits()
            : op.name().toLowerCase(Locale.ROOT) + width.bits();
    return find(name);
  }

  /** The kernel of a one-operand operation. */
  static Kernel of(UnaryOp op, Width width) {
    String name =
        switch (op) {
          case NEG -> "neg" + width.bits();
          case LE16, LE32, LE64 -> "le" + op.bits();
          case BE16, BE32, BE64, BSWAP16, BSWAP32, BSWAP64 -> "swap" + op.bits();
        };
    return find(name);
  }

  private static Kernel find(String name) {
    Kernel kernel = INSTANCE.kernels.get(name);
    if (kernel == null) {
      throw new GpolBug("no kernel " + name);
    }
    return kernel;
  }
}

package org.gpol.vm.engine.jit;

import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.BALOAD;
import static org.objectweb.asm.Opcodes.BASTORE;
import static org.objectweb.asm.Opcodes.GETSTATIC;
import static org.objectweb.asm.Opcodes.I2B;
import static org.objectweb.asm.Opcodes.I2L;
import static org.objectweb.asm.Opcodes.I2S;
import static org.objectweb.asm.Opcodes.IADD;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.INVOKEVIRTUAL;
import static org.objectweb.asm.Opcodes.L2I;
import static org.objectweb.asm.Opcodes.LADD;
import static org.objectweb.asm.Opcodes.LAND;
import static org.objectweb.asm.Opcodes.LLOAD;
import static org.objectweb.asm.Opcodes.LSTORE;
import static org.objectweb.asm.Opcodes.POP2;

import org.gpol.bpf.isa.AtomicOp;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.Operand;
import org.gpol.bpf.isa.Reg;
import org.gpol.vm.memory.AddressSpace;
import org.gpol.vm.proof.Pointee;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/**
 * Loads and stores. What is known of the base register decides how: a cell of the stack is a local
 * variable, a known region is an array whose bounds Java checks, anything else goes through the
 * address space.
 */
final class MemoryEmitter {
  private static final String ACCESSORS = Type.getInternalName(Accessors.class);
  private static final String SPACE = Type.getInternalName(AddressSpace.class);
  private static final String HANDLE = "java/lang/invoke/VarHandle";

  private final MethodVisitor out;
  private final CompilationUnit unit;
  private final Constants constants;
  private final Locals locals;

  /** The end of the frame if it is always the same, else -1. */
  private final int knownFrame;

  MemoryEmitter(
      MethodVisitor out, CompilationUnit unit, Constants constants, Locals locals, int knownFrame) {
    this.out = out;
    this.unit = unit;
    this.constants = constants;
    this.locals = locals;
    this.knownFrame = knownFrame;
  }

  /** {@code dst = *(size *)(base + offset)}. */
  void load(int index, Insn.Load load) {
    Pointee at = pointee(index, load.base());
    MemSize size = load.size();
    int cell = cell(at, load.offset(), size);
    if (cell >= 0) {
      out.visitVarInsn(LLOAD, cell);
      extend(size, load.signed());
    } else if (isArray(at)) {
      pushView(size);
      pushArray(at, load.base(), load.offset());
      fromArray(size, load.signed());
    } else {
      pushAddress(load.base(), load.offset());
      out.visitMethodInsn(INVOKEVIRTUAL, SPACE, "load" + size.bytes() * 8, "(J)J", false);
      if (load.signed()) {
        extend(size, true);
      }
    }
    out.visitVarInsn(LSTORE, Locals.of(load.dst()));
  }

  /** {@code *(size *)(base + offset) = value}. */
  void store(int index, Insn.Store store) {
    Pointee at = pointee(index, store.base());
    MemSize size = store.size();
    int cell = cell(at, store.offset(), size);
    if (cell >= 0) {
      Push.operand(out, store.value());
      extend(size, false);
      out.visitVarInsn(LSTORE, cell);
    } else if (at.kind() == Pointee.Kind.MAP_VALUE && isArray(at)) {
      out.visitVarInsn(ALOAD, Locals.MEMORY);
      pushArray(at, store.base(), store.offset());
      Push.operand(out, store.value());
      String type = "(L" + SPACE + ";[BIJ)V";
      out.visitMethodInsn(INVOKESTATIC, ACCESSORS, "store" + size.bytes() * 8, type, false);
    } else if (isArray(at)) {
      pushView(size);
      pushArray(at, store.base(), store.offset());
      intoArray(size, store.value());
    } else {
      pushAddress(store.base(), store.offset());
      Push.operand(out, store.value());
      out.visitMethodInsn(INVOKEVIRTUAL, SPACE, "store" + size.bytes() * 8, "(JJ)V", false);
    }
  }

  /** Reads, changes and writes {@code base + offset}; some operations leave the old value. */
  void atomic(Insn.Atomic insn) {
    pushAddress(insn.base(), insn.offset());
    constants.push(out, AtomicOp.class, insn.op());
    Push.register(out, insn.src());
    Push.register(out, Reg.R0);
    String type = "(L" + SPACE + ";J" + Type.getDescriptor(AtomicOp.class) + "JJ)J";
    String name = "atomic" + insn.width().bits();
    out.visitMethodInsn(INVOKESTATIC, ACCESSORS, name, type, false);
    if (insn.op().fetches()) {
      Reg dst = insn.op() == AtomicOp.CMPXCHG ? Reg.R0 : insn.src();
      out.visitVarInsn(LSTORE, Locals.of(dst));
    } else {
      out.visitInsn(POP2);
    }
  }

  /** What {@code reg} points at; the frame pointer needs no proof. */
  private Pointee pointee(int index, Reg reg) {
    return reg == Reg.FP
        ? new Pointee(Pointee.Kind.OWN_STACK, 0, 0, true)
        : unit.facts().pointee(index, reg);
  }

  private int cell(Pointee at, int offset, MemSize size) {
    boolean own = at.isFixed(Pointee.Kind.OWN_STACK);
    return own ? locals.cell(StackCells.key(at.offset() + offset, size)) : -1;
  }

  /** True if the region is known, so that its array can be used as it is. */
  private boolean isArray(Pointee at) {
    return switch (at.kind()) {
      case CONTEXT, OWN_STACK, STACK -> true;
      case MAP_VALUE -> unit.valuesOf(at.map()) != null;
      case MAP, OTHER, MIXED -> false;
    };
  }

  /** Pushes the array of the region and the offset in it. */
  private void pushArray(Pointee at, Reg base, int offset) {
    if (at.kind() == Pointee.Kind.MAP_VALUE) {
      constants.push(out, byte[].class, unit.valuesOf(at.map()));
    } else {
      boolean context = at.kind() == Pointee.Kind.CONTEXT;
      out.visitVarInsn(ALOAD, context ? Locals.CONTEXT : Locals.STACK);
    }
    if (at.isFixed(Pointee.Kind.OWN_STACK)) {
      pushStackOffset((int) at.offset() + offset);
      return;
    }
    out.visitVarInsn(LLOAD, Locals.of(base));
    out.visitInsn(L2I);
    if (offset != 0) {
      Push.number(out, offset);
      out.visitInsn(IADD);
    }
  }

  /** Pushes where in the stack's array {@code offset} from the end of the frame is. */
  void pushStackOffset(int offset) {
    if (knownFrame >= 0) {
      Push.number(out, knownFrame + offset);
    } else {
      out.visitVarInsn(ILOAD, Locals.FRAME);
      Push.number(out, offset);
      out.visitInsn(IADD);
    }
  }

  /** Pushes the address space and an address in it. */
  private void pushAddress(Reg base, int offset) {
    out.visitVarInsn(ALOAD, Locals.MEMORY);
    Push.register(out, base);
    if (offset != 0) {
      Push.number(out, (long) offset);
      out.visitInsn(LADD);
    }
  }

  /** Pushes the view of arrays that loads and stores of {@code size}; bytes need none. */
  private void pushView(MemSize size) {
    if (size != MemSize.B1) {
      out.visitFieldInsn(GETSTATIC, ACCESSORS, view(size), "L" + HANDLE + ";");
    }
  }

  private static String view(MemSize size) {
    return size == MemSize.B8 ? "LONG" : size == MemSize.B4 ? "INT" : "SHORT";
  }

  private void fromArray(MemSize size, boolean signed) {
    switch (size) {
      case B1 -> out.visitInsn(BALOAD);
      case B2 -> out.visitMethodInsn(INVOKEVIRTUAL, HANDLE, "get", "([BI)S", false);
      case B4 -> out.visitMethodInsn(INVOKEVIRTUAL, HANDLE, "get", "([BI)I", false);
      case B8 -> out.visitMethodInsn(INVOKEVIRTUAL, HANDLE, "get", "([BI)J", false);
    }
    if (size != MemSize.B8) {
      out.visitInsn(I2L);
      if (!signed) {
        mask(size);
      }
    }
  }

  private void intoArray(MemSize size, Operand value) {
    if (size == MemSize.B8) {
      Push.operand(out, value);
    } else {
      Push.low(out, value);
    }
    switch (size) {
      case B1 -> out.visitInsn(BASTORE);
      case B2 -> {
        out.visitInsn(I2S);
        out.visitMethodInsn(INVOKEVIRTUAL, HANDLE, "set", "([BIS)V", false);
      }
      case B4 -> out.visitMethodInsn(INVOKEVIRTUAL, HANDLE, "set", "([BII)V", false);
      case B8 -> out.visitMethodInsn(INVOKEVIRTUAL, HANDLE, "set", "([BIJ)V", false);
    }
  }

  private void extend(MemSize size, boolean signed) {
    if (size == MemSize.B8) {
      return;
    }
    if (!signed) {
      mask(size);
      return;
    }
    out.visitInsn(L2I);
    if (size == MemSize.B1) {
      out.visitInsn(I2B);
    } else if (size == MemSize.B2) {
      out.visitInsn(I2S);
    }
    out.visitInsn(I2L);
  }

  private void mask(MemSize size) {
    Push.number(out, (1L << (size.bytes() * 8)) - 1);
    out.visitInsn(LAND);
  }
}

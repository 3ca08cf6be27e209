package org.gpol.vm.engine.jit;

import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.BALOAD;
import static org.objectweb.asm.Opcodes.BASTORE;
import static org.objectweb.asm.Opcodes.F_SAME;
import static org.objectweb.asm.Opcodes.F_SAME1;
import static org.objectweb.asm.Opcodes.GETFIELD;
import static org.objectweb.asm.Opcodes.GETSTATIC;
import static org.objectweb.asm.Opcodes.I2B;
import static org.objectweb.asm.Opcodes.I2L;
import static org.objectweb.asm.Opcodes.I2S;
import static org.objectweb.asm.Opcodes.IADD;
import static org.objectweb.asm.Opcodes.IFEQ;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.INVOKEVIRTUAL;
import static org.objectweb.asm.Opcodes.L2I;
import static org.objectweb.asm.Opcodes.LADD;
import static org.objectweb.asm.Opcodes.LAND;
import static org.objectweb.asm.Opcodes.LCMP;
import static org.objectweb.asm.Opcodes.LCONST_0;
import static org.objectweb.asm.Opcodes.LLOAD;
import static org.objectweb.asm.Opcodes.LOR;
import static org.objectweb.asm.Opcodes.LSTORE;
import static org.objectweb.asm.Opcodes.LXOR;
import static org.objectweb.asm.Opcodes.POP2;

import java.util.List;
import org.gpol.bpf.isa.AtomicOp;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.Reg;
import org.gpol.vm.engine.ExecutionContext;
import org.gpol.vm.memory.AddressSpace;
import org.gpol.vm.memory.Region;
import org.gpol.vm.proof.Pointee;
import org.objectweb.asm.Label;
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
  private final Registers registers;

  /** The end of the frame if it is always the same, else -1. */
  private final int knownFrame;

  /** True if there are stores to maps to account for. */
  private final boolean changesMaps;

  /**
   * For a method with these locals.
   *
   * @param order the blocks of the method
   * @param entry true if the method only ever runs in the first frame
   */
  MemoryEmitter(
      Target target, Locals locals, Registers registers, List<Integer> order, boolean entry) {
    this.out = target.out();
    this.unit = target.unit();
    this.constants = target.program().constants();
    this.locals = locals;
    this.registers = registers;
    this.knownFrame = entry ? ExecutionContext.FRAME_BYTES : -1;
    this.changesMaps = target.blocks().instructions(order).stream().anyMatch(this::changesMap);
  }

  private boolean changesMap(int index) {
    return unit.code().insn(index) instanceof Insn.Store store
        && isMapArray(pointee(index, store.base()));
  }

  /** What comes before the first access. */
  void begin() {
    Push.number(out, 0L);
    out.visitVarInsn(LSTORE, Locals.CHANGED);
  }

  /** Counts a mutation if stores to maps have changed anything since it was counted last. */
  void countChanges() {
    if (changesMaps) {
      Label unchanged = testChanges();
      out.visitLabel(unchanged);
      out.visitFrame(F_SAME, 0, null, 0, null);
    }
  }

  /** The same while an exception of type {@code thrown} is on the operand stack. */
  void countChanges(String thrown) {
    if (changesMaps) {
      Label unchanged = testChanges();
      out.visitLabel(unchanged);
      out.visitFrame(F_SAME1, 0, null, 1, new Object[] {thrown});
    }
  }

  private Label testChanges() {
    Label unchanged = new Label();
    out.visitVarInsn(LLOAD, Locals.CHANGED);
    out.visitInsn(LCONST_0);
    out.visitInsn(LCMP);
    out.visitJumpInsn(IFEQ, unchanged);
    pushSpace();
    out.visitMethodInsn(INVOKEVIRTUAL, SPACE, "countMutation", "()V", false);
    Push.number(out, 0L);
    out.visitVarInsn(LSTORE, Locals.CHANGED);
    return unchanged;
  }

  /** Puts the cells where their bytes belong, for somebody who knows nothing of cells. */
  void writeCells() {
    locals
        .cells()
        .forEach(
            (key, variable) -> {
              MemSize size = StackCells.size(key);
              pushView(size);
              pushStack();
              pushStackOffset(StackCells.offset(key));
              out.visitVarInsn(LLOAD, variable);
              intoArray(size);
            });
  }

  /** {@code dst = *(size *)(base + offset)}. */
  void load(int index, Insn.Load load) {
    Pointee at = pointee(index, load.base());
    MemSize size = load.size();
    int cell = cell(at, load.offset(), size);
    if (cell >= 0) {
      out.visitVarInsn(LLOAD, cell);
      extend(size, load.signed());
    } else if (isFrozen(at)) {
      Push.number(out, frozen(at, load));
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
    registers.store(load.dst());
  }

  /** {@code *(size *)(base + offset) = value}. */
  void store(int index, Insn.Store store) {
    Pointee at = pointee(index, store.base());
    MemSize size = store.size();
    int cell = cell(at, store.offset(), size);
    if (cell >= 0) {
      registers.push(store.value());
      extend(size, false);
      out.visitVarInsn(LSTORE, cell);
    } else if (isArray(at)) {
      if (isMapArray(at)) {
        noteChange(at, store);
      }
      pushView(size);
      pushArray(at, store.base(), store.offset());
      registers.push(store.value());
      intoArray(size);
    } else {
      pushAddress(store.base(), store.offset());
      registers.push(store.value());
      out.visitMethodInsn(INVOKEVIRTUAL, SPACE, "store" + size.bytes() * 8, "(JJ)V", false);
    }
  }

  /** Remembers the bits that a store to a map is about to change. */
  private void noteChange(Pointee at, Insn.Store store) {
    MemSize size = store.size();
    pushView(size);
    pushArray(at, store.base(), store.offset());
    fromArray(size, true);
    registers.push(store.value());
    extend(size, true);
    out.visitInsn(LXOR);
    out.visitVarInsn(LLOAD, Locals.CHANGED);
    out.visitInsn(LOR);
    out.visitVarInsn(LSTORE, Locals.CHANGED);
  }

  /** True if what is there never changes and is known now. */
  private boolean isFrozen(Pointee at) {
    return at.isFixed(Pointee.Kind.MAP_VALUE)
        && unit.maps()
            .valuesTogether(at.map())
            .filter(values -> values.kind() == Region.Kind.READ_ONLY_VALUES)
            .isPresent();
  }

  /** What a load of something frozen gives. */
  private long frozen(Pointee at, Insn.Load load) {
    byte[] values = unit.valuesOf(at.map());
    long value = 0;
    int from = (int) at.offset() + load.offset();
    for (int i = load.size().bytes() - 1; i >= 0; i--) {
      value = value << 8 | (values[from + i] & 0xff);
    }
    int unused = 64 - 8 * load.size().bytes();
    return load.signed() ? value << unused >> unused : value;
  }

  /** Reads, changes and writes {@code base + offset}; some operations leave the old value. */
  void atomic(Insn.Atomic insn) {
    pushAddress(insn.base(), insn.offset());
    constants.push(out, AtomicOp.class, insn.op());
    registers.push(insn.src());
    registers.push(Reg.R0);
    String type = "(L" + SPACE + ";J" + Type.getDescriptor(AtomicOp.class) + "JJ)J";
    String name = "atomic" + insn.width().bits();
    out.visitMethodInsn(INVOKESTATIC, ACCESSORS, name, type, false);
    if (insn.op().fetches()) {
      Reg dst = insn.op() == AtomicOp.CMPXCHG ? Reg.R0 : insn.src();
      registers.store(dst);
    } else {
      out.visitInsn(POP2);
    }
  }

  /** What {@code reg} points at; nobody writes the frame pointer of a program that is proved. */
  private Pointee pointee(int index, Reg reg) {
    return reg == Reg.FP && unit.proved()
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

  private boolean isMapArray(Pointee at) {
    return at.kind() == Pointee.Kind.MAP_VALUE && isArray(at);
  }

  /** Pushes the array of the region and the offset in it. */
  private void pushArray(Pointee at, Reg base, int offset) {
    if (at.kind() == Pointee.Kind.MAP_VALUE) {
      constants.push(out, byte[].class, unit.valuesOf(at.map()));
    } else if (at.kind() == Pointee.Kind.CONTEXT) {
      out.visitVarInsn(ALOAD, Locals.RUN);
      out.visitMethodInsn(INVOKEVIRTUAL, MethodEmitter.RUN, "context", "()[B", false);
    } else {
      pushStack();
    }
    if (at.isFixed(Pointee.Kind.OWN_STACK)) {
      pushStackOffset((int) at.offset() + offset);
      return;
    }
    registers.pushLow(base);
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
    pushSpace();
    registers.push(base);
    if (offset != 0) {
      Push.number(out, (long) offset);
      out.visitInsn(LADD);
    }
  }

  /** Pushes the array of the stack. */
  void pushStack() {
    out.visitVarInsn(ALOAD, Locals.RUN);
    out.visitFieldInsn(GETFIELD, MethodEmitter.RUN, "stack", "[B");
  }

  /** Pushes the address space. */
  private void pushSpace() {
    out.visitVarInsn(ALOAD, Locals.RUN);
    out.visitFieldInsn(GETFIELD, MethodEmitter.RUN, "memory", "L" + SPACE + ";");
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

  /** Stores the long on the operand stack. */
  private void intoArray(MemSize size) {
    if (size != MemSize.B8) {
      out.visitInsn(L2I);
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

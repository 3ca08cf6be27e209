package org.gpol.vm.engine.jit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.gpol.bpf.isa.AtomicOp;
import org.gpol.bpf.isa.Width;
import org.gpol.vm.memory.AddressSpace;

/** Little-endian access to arrays of bytes; Java's own bounds checks are the last defence. */
final class Accessors {
  static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Accessors() {}

  /** A 32-bit atomic operation at {@code address}; returns what was there. */
  static long atomic32(AddressSpace memory, long address, AtomicOp op, long src, long r0) {
    long old = memory.load32(address);
    memory.store32(address, op.apply(old, Width.W32.truncate(src), Width.W32.truncate(r0)));
    return old;
  }

  /** A 64-bit atomic operation at {@code address}; returns what was there. */
  static long atomic64(AddressSpace memory, long address, AtomicOp op, long src, long r0) {
    long old = memory.load64(address);
    memory.store64(address, op.apply(old, src, r0));
    return old;
  }
}

package org.gpol.vm.engine.interp;

import org.gpol.bpf.isa.AtomicOp;
import org.gpol.bpf.isa.Width;
import org.gpol.vm.memory.AddressSpace;

/**
 * Atomic read-modify-writes (RFC 9669 section 5.3). A machine runs one program at a time, so that
 * nothing can come between load and store. As on x86, an address need not be aligned.
 */
final class Atomics {
  private Atomics() {}

  static void run32(AddressSpace memory, long[] r, long word) {
    AtomicOp op = FlatOp.atomicOp(word);
    int src = FlatOp.src(word);
    long address = r[FlatOp.dst(word)] + FlatOp.offset(word);
    long old = memory.load32(address);
    memory.store32(address, op.apply(old, Width.W32.truncate(r[src]), Width.W32.truncate(r[0])));
    fetch(op, r, src, old);
  }

  static void run64(AddressSpace memory, long[] r, long word) {
    AtomicOp op = FlatOp.atomicOp(word);
    int src = FlatOp.src(word);
    long address = r[FlatOp.dst(word)] + FlatOp.offset(word);
    long old = memory.load64(address);
    memory.store64(address, op.apply(old, r[src], r[0]));
    fetch(op, r, src, old);
  }

  private static void fetch(AtomicOp op, long[] r, int src, long old) {
    if (op.fetches()) {
      r[op == AtomicOp.CMPXCHG ? 0 : src] = old;
    }
  }
}

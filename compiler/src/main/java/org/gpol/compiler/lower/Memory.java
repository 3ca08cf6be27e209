package org.gpol.compiler.lower;

import org.gpol.bpf.isa.MemSize;
import org.gpol.compiler.checked.Type;
import org.gpol.compiler.ir.IrType;
import org.gpol.compiler.ir.IrValue;
import org.gpol.compiler.ir.IrValue.Constant;

/** Loads, stores, copies and clears values of the language's types. */
final class Memory {
  private static final int WORD = 8;

  private final Frame frame;

  Memory(Frame frame) {
    this.frame = frame;
  }

  /** A number from memory. */
  IrValue load(Type type, Address at) {
    return frame.arithmetic.load(Types.of(type), at.base(), at.offset());
  }

  Task loadTask(Address at) {
    return new Task(
        frame.code.load(IrType.S64, MemSize.B8, at.base(), at.offset()),
        frame.code.load(IrType.U32, MemSize.B4, at.base(), at.offset() + Task.BARRIER_OFFSET));
  }

  void store(Address at, IrValue value) {
    frame.code.store(MemSize.ofBytes(value.type().bytes()), at.base(), at.offset(), value);
  }

  void store(Address at, Task task) {
    store(at, task.gtid());
    store(at.plus(Task.BARRIER_OFFSET), task.barrier());
    store(at.plus(Task.ZERO_OFFSET), new Constant(0, IrType.U32));
  }

  /** Copies a struct or array, padding included. */
  void copy(Type type, Address from, Address to) {
    int chunk = Math.min(WORD, type.alignment());
    for (int offset = 0; offset < type.size(); offset += chunk) {
      IrType word = IrType.integer(8 * chunk, false);
      IrValue part =
          frame.code.load(word, MemSize.ofBytes(chunk), from.base(), from.offset() + offset);
      store(to.plus(offset), part);
    }
  }

  /**
   * Zeroes the bytes from {@code start} to before {@code end} of a value that lies at {@code at}.
   */
  void clear(Type type, Address at, int start, int end) {
    int offset = start;
    while (offset < end) {
      int chunk = Math.min(WORD, type.alignment());
      while (offset % chunk != 0 || offset + chunk > end) {
        chunk /= 2;
      }
      store(at.plus(offset), new Constant(0, IrType.integer(8 * chunk, false)));
      offset += chunk;
    }
  }
}

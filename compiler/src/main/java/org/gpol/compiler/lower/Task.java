package org.gpol.compiler.lower;

import org.gpol.compiler.ir.IrValue;

/**
 * A runnable in registers; in memory it takes 16 bytes, gtid at 0, barrier at 8 and zero at 12.
 *
 * @param gtid an s64
 * @param barrier a u32
 */
record Task(IrValue gtid, IrValue barrier) {
  static final int BYTES = 16;
  static final int BARRIER_OFFSET = 8;
  static final int ZERO_OFFSET = 12;
}

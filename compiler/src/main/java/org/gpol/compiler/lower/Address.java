package org.gpol.compiler.lower;

import org.gpol.compiler.ir.IrValue;

/** A place in memory: a pointer and a distance known to the compiler. */
record Address(IrValue base, int offset) {
  Address plus(int bytes) {
    return new Address(base, offset + bytes);
  }
}

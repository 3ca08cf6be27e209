package org.gpol.vm.agreement;

import org.gpol.vm.engine.VmFault;

/**
 * How a run ended: with a result, or with something thrown.
 *
 * @param thrown the name of its class, or null
 * @param index the instruction that a fault names, else -1
 */
record End(long r0, String thrown, String message, int index) {
  static End returned(long r0) {
    return new End(r0, null, null, -1);
  }

  static End threw(Throwable thrown) {
    int index = thrown instanceof VmFault fault ? fault.index() : -1;
    return new End(0, thrown.getClass().getSimpleName(), thrown.getMessage(), index);
  }

  boolean failed() {
    return thrown != null;
  }

  @Override
  public String toString() {
    return thrown == null ? "r0 = 0x" + Long.toHexString(r0) : thrown + ": " + message;
  }
}

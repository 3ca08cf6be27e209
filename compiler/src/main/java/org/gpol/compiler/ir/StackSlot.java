package org.gpol.compiler.ir;

/**
 * Memory in a function's frame.
 *
 * @param bytes at least 1
 * @param align 1, 2, 4 or 8
 */
public record StackSlot(String name, int bytes, int align) {
  /** Checks the size. */
  public StackSlot {
    if (bytes < 1 || align < 1 || align > 8 || Integer.bitCount(align) != 1) {
      throw new IllegalArgumentException(name + ": " + bytes + " bytes aligned to " + align);
    }
  }
}

package org.gpol.compiler.checked;

/** Types that are none of the others. */
public enum SpecialType implements Type {
  /** A task that the policy must run, keep or drop. */
  RUNNABLE("runnable", 16, 8),
  /** No value. */
  VOID("nothing", 0, 1),
  /** The type of what has already been reported; agrees with everything, never leaves sema. */
  POISON("?", 0, 1);

  private final String words;
  private final int size;
  private final int alignment;

  SpecialType(String words, int size, int alignment) {
    this.words = words;
    this.size = size;
    this.alignment = alignment;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int alignment() {
    return alignment;
  }

  @Override
  public String describe() {
    return words;
  }
}

package org.gpol.vm.proof;

/**
 * What a register points at whenever an instruction is about to execute.
 *
 * @param map index of the object's map, for {@link Kind#MAP} and {@link Kind#MAP_VALUE}
 * @param offset bytes from the start of the region, or from the end of the frame for the stack;
 *     only meaning something if {@code fixed}
 * @param fixed true if the register always holds the same offset
 */
public record Pointee(Kind kind, int map, long offset, boolean fixed) {
  /** The kinds of things that pointers point at. */
  public enum Kind {
    /** The context of the program. */
    CONTEXT,
    /** The stack frame of the function that the instruction belongs to. */
    OWN_STACK,
    /** The stack, but perhaps the frame of a caller. */
    STACK,
    /** A value of one map of the object. */
    MAP_VALUE,
    /** One map of the object. */
    MAP,
    /** Something that engines need not know more of, but certainly not the stack. */
    OTHER,
    /** Now this, now that, perhaps the stack. */
    MIXED
  }

  /** Nothing that is of use. */
  public static final Pointee OTHER = new Pointee(Kind.OTHER, 0, 0, false);

  /** Nothing at all is known. */
  public static final Pointee MIXED = new Pointee(Kind.MIXED, 0, 0, false);

  /** What holds of both. */
  public Pointee join(Pointee other) {
    if (equals(other)) {
      return this;
    }
    if (kind == other.kind && map == other.map) {
      return new Pointee(kind, map, 0, false);
    }
    if (isStack() && other.isStack()) {
      return new Pointee(Kind.STACK, 0, 0, false);
    }
    return mayBeStack() || other.mayBeStack() ? MIXED : OTHER;
  }

  /** True for pointers into any frame. */
  public boolean isStack() {
    return kind == Kind.OWN_STACK || kind == Kind.STACK;
  }

  /** True unless it is certain that this is no pointer into any frame. */
  public boolean mayBeStack() {
    return isStack() || kind == Kind.MIXED;
  }

  /** True for this kind at a known offset. */
  public boolean isFixed(Kind wanted) {
    return kind == wanted && fixed;
  }
}

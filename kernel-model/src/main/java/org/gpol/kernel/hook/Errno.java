package org.gpol.kernel.hook;

/** Linux error numbers that ghOSt's helpers return, negated, and put into messages, positive. */
public final class Errno {
  public static final int EPERM = 1;
  public static final int ENOENT = 2;
  public static final int EBUSY = 16;
  public static final int EXDEV = 18;
  public static final int EINVAL = 22;
  public static final int ERANGE = 34;
  public static final int ESTALE = 116;

  private Errno() {}

  /** The name of an error number, or the number itself where it is none of ours. */
  public static String name(int errno) {
    return switch (errno) {
      case EPERM -> "EPERM";
      case ENOENT -> "ENOENT";
      case EBUSY -> "EBUSY";
      case EXDEV -> "EXDEV";
      case EINVAL -> "EINVAL";
      case ERANGE -> "ERANGE";
      case ESTALE -> "ESTALE";
      default -> Integer.toString(errno);
    };
  }
}

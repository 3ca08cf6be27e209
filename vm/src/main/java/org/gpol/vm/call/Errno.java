package org.gpol.vm.call;

/** The negated Linux error numbers that helpers return. */
final class Errno {
  static final int ENOENT = -2;
  static final int E2BIG = -7;
  static final int EFAULT = -14;
  static final int EBUSY = -16;
  static final int EINVAL = -22;
  static final int ENOSPC = -28;
  static final int ERANGE = -34;
  static final int EDEADLK = -35;

  private Errno() {}
}

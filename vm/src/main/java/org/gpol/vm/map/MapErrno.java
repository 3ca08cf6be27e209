package org.gpol.vm.map;

/** The negated Linux error numbers that map operations return. */
final class MapErrno {
  static final int EPERM = -1;
  static final int ENOENT = -2;
  static final int E2BIG = -7;
  static final int EBADF = -9;
  static final int EAGAIN = -11;
  static final int ENOMEM = -12;
  static final int EACCES = -13;
  static final int EEXIST = -17;
  static final int EINVAL = -22;
  static final int ENOSPC = -28;
  static final int EOPNOTSUPP = -95;

  /** Not for user space, but the system call lets it through for operations that a type lacks. */
  static final int ENOTSUPP = -524;

  private MapErrno() {}
}

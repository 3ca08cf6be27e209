package org.gpol.vm.map;

/** The negated Linux error numbers that map operations return. */
final class MapErrno {
  static final int ENOENT = -2;
  static final int E2BIG = -7;
  static final int EEXIST = -17;
  static final int EINVAL = -22;
  static final int EOPNOTSUPP = -95;

  private MapErrno() {}
}

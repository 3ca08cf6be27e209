package org.gpol.vm.map;

import java.util.ArrayList;
import java.util.List;

/** Flags of map creation, from linux/bpf.h. */
enum MapFlag {
  NO_PREALLOC(0),
  NO_COMMON_LRU(1),
  NUMA_NODE(2),
  RDONLY(3),
  WRONLY(4),
  STACK_BUILD_ID(5),
  ZERO_SEED(6),
  RDONLY_PROG(7),
  WRONLY_PROG(8),
  CLONE(9),
  MMAPABLE(10),
  PRESERVE_ELEMS(11),
  INNER_MAP(12);

  private final int bit;

  MapFlag(int number) {
    this.bit = 1 << number;
  }

  int bit() {
    return bit;
  }

  boolean in(int flags) {
    return (flags & bit) != 0;
  }

  static int mask(MapFlag... flags) {
    int mask = 0;
    for (MapFlag flag : flags) {
      mask |= flag.bit;
    }
    return mask;
  }

  /** The names of all flags in {@code flags}; a number for those that have none. */
  static String names(int flags) {
    List<String> names = new ArrayList<>();
    int rest = flags;
    for (MapFlag flag : values()) {
      if (flag.in(flags)) {
        names.add("BPF_F_" + flag);
        rest &= ~flag.bit;
      }
    }
    if (rest != 0) {
      names.add("0x" + Integer.toHexString(rest));
    }
    return String.join(", ", names);
  }
}

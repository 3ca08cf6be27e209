package org.gpol.bpf.platform;

/** What the kernel demands of a map's sizes, by type, when it is created. */
final class MapRules {
  private MapRules() {}

  /** Throws {@link IllegalArgumentException} where there can be no such map. */
  static void check(
      String name, MapType type, int keySize, int valueSize, int maxEntries, MapSpec inner) {
    boolean storage = type == MapType.TASK_STORAGE || type == MapType.CGRP_STORAGE;
    boolean ring = type == MapType.RINGBUF;
    require(storage ? maxEntries == 0 : maxEntries >= 1, name, "has no room");
    require(ring ? valueSize == 0 : valueSize >= 1, name, "has no room");
    require(type.holdsMaps() == (inner != null), name, "and maps inside do not fit its type");
    require(keySize == keySize(type, keySize), name, "cannot have keys of " + keySize + " bytes");
    if (type.holdsMaps() || type == MapType.PROG_ARRAY || type == MapType.PERF_EVENT_ARRAY) {
      require(valueSize == 4, name, "has values of " + valueSize + " bytes, not 4");
    }
    if (ring) {
      boolean pages = maxEntries % 4096 == 0 && Integer.bitCount(maxEntries) == 1;
      require(pages, name, "must have a power of two of bytes, a multiple of 4096");
    }
  }

  /** The size that keys must have; any of 1 or more where the type lets the user choose. */
  private static int keySize(MapType type, int wanted) {
    return switch (type) {
      case QUEUE, STACK, RINGBUF, BLOOM_FILTER -> 0;
      case ARRAY, PERCPU_ARRAY, ARRAY_OF_MAPS, PROG_ARRAY, PERF_EVENT_ARRAY -> 4;
      case TASK_STORAGE, CGRP_STORAGE -> 4;
      case LPM_TRIE -> Math.min(Math.max(wanted, 5), 260);
      case HASH, LRU_HASH, PERCPU_HASH, LRU_PERCPU_HASH, HASH_OF_MAPS -> Math.max(wanted, 1);
    };
  }

  private static void require(boolean holds, String name, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException("map " + name + " " + otherwise);
    }
  }
}

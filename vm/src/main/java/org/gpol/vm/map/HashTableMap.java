package org.gpol.vm.map;

import java.util.Arrays;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.vm.memory.AddressSpace;
import org.gpol.vm.memory.Region;

/**
 * {@code BPF_MAP_TYPE_HASH}, all memory allocated at the start: chained buckets over numbered
 * slots, so that a value's address never changes while its key exists. The hash is our own and has
 * no seed: the same operations give the same layout on every machine.
 */
final class HashTableMap extends BpfMap {
  private static final int NONE = -1;

  private final byte[] keys;
  private final Region values;
  private final int[] buckets;

  /** The next slot of the same bucket, or of the free list. */
  private final int[] next;

  private int free;

  HashTableMap(MapSpec spec, AddressSpace memory) {
    super(spec, memory);
    int entries = spec.maxEntries();
    keys = new byte[checkedSize(spec, (long) spec.keySize() * entries)];
    byte[] bytes = new byte[checkedSize(spec, (long) stride() * entries)];
    values = memory.add(Region.Kind.MAP_VALUES, spec.name(), bytes);
    buckets = new int[Integer.highestOneBit(Math.max(1, Math.min(entries, 1 << 29) * 2 - 1))];
    next = new int[entries];
    Arrays.fill(buckets, NONE);
    for (int slot = 0; slot < entries; slot++) {
      next[slot] = slot + 1 < entries ? slot + 1 : NONE;
    }
  }

  @Override
  public long lookup(byte[] key, int keyOffset, int cpu) {
    int slot = find(key, keyOffset);
    return slot == NONE ? 0 : values.base() + (long) slot * stride();
  }

  @Override
  public int update(byte[] key, int keyOffset, byte[] value, int valueOffset, long flags, int cpu) {
    if (flags < BPF_ANY || flags > BPF_EXIST) {
      return MapErrno.EINVAL;
    }
    int slot = find(key, keyOffset);
    if (slot != NONE && flags == BPF_NOEXIST) {
      return MapErrno.EEXIST;
    }
    if (slot == NONE && flags == BPF_EXIST) {
      return MapErrno.ENOENT;
    }
    if (slot == NONE) {
      slot = insert(key, keyOffset);
    }
    if (slot == NONE) {
      return MapErrno.E2BIG;
    }
    System.arraycopy(value, valueOffset, values.bytes(), slot * stride(), spec().valueSize());
    memory().countMutation();
    return 0;
  }

  @Override
  public int delete(byte[] key, int keyOffset) {
    int bucket = bucket(key, keyOffset);
    int previous = NONE;
    for (int slot = buckets[bucket]; slot != NONE; slot = next[slot]) {
      if (holds(slot, key, keyOffset)) {
        if (previous == NONE) {
          buckets[bucket] = next[slot];
        } else {
          next[previous] = next[slot];
        }
        next[slot] = free;
        free = slot;
        memory().countMutation();
        return 0;
      }
      previous = slot;
    }
    return MapErrno.ENOENT;
  }

  private int find(byte[] key, int keyOffset) {
    int slot = buckets[bucket(key, keyOffset)];
    while (slot != NONE && !holds(slot, key, keyOffset)) {
      slot = next[slot];
    }
    return slot;
  }

  private int insert(byte[] key, int keyOffset) {
    int slot = free;
    if (slot != NONE) {
      free = next[slot];
      int bucket = bucket(key, keyOffset);
      next[slot] = buckets[bucket];
      buckets[bucket] = slot;
      System.arraycopy(key, keyOffset, keys, slot * spec().keySize(), spec().keySize());
    }
    return slot;
  }

  private boolean holds(int slot, byte[] key, int keyOffset) {
    int size = spec().keySize();
    return Arrays.equals(keys, slot * size, slot * size + size, key, keyOffset, keyOffset + size);
  }

  /** FNV-1a over the key, its high bits mixed in because buckets are picked by the low ones. */
  private int bucket(byte[] key, int keyOffset) {
    int hash = 0x811c9dc5;
    for (int i = 0; i < spec().keySize(); i++) {
      hash = (hash ^ (key[keyOffset + i] & 0xff)) * 0x01000193;
    }
    hash ^= hash >>> 15;
    return hash & (buckets.length - 1);
  }
}

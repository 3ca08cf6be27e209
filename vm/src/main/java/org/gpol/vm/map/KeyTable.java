package org.gpol.vm.map;

import java.util.Arrays;
import org.gpol.bpf.platform.MapSpec;

/**
 * Keys and the slots that they occupy: chained buckets over numbered slots. A new key takes the
 * slot that was given up last, else the lowest that never was in use, so the order of slots depends
 * on the operations alone. The hash is our own and begins with the same seed on every machine; a
 * chain that grows long makes the table choose another, so keys picked to collide do not stay
 * together. Grows as keys come.
 */
abstract class KeyTable {
  static final int NONE = -1;

  /** By chance, not even among 2^28 keys does a chain get this long. */
  private static final int LONG_CHAIN = 32;

  private static final int FIRST_SLOTS = 16;

  private final int capacity;

  /** The first slot of each bucket. */
  int[] buckets;

  /** The next slot of the same bucket, or of the free list. */
  int[] next;

  /** A bit for each slot that holds a key. */
  private long[] used;

  /** Buckets are numbered by the upper bits of a hash. */
  int shift;

  long seed;
  private int free = NONE;
  private int fresh;
  private int count;
  private long insertedSinceReseed;

  KeyTable(int capacity) {
    this.capacity = capacity;
    int slots = Math.min(capacity, FIRST_SLOTS);
    this.next = new int[slots];
    this.used = new long[1];
    resize(FIRST_SLOTS);
  }

  /** A table for at most {@code capacity} keys of a map. */
  static KeyTable of(MapSpec spec, int capacity) {
    int keySize = spec.keySize();
    MapCreation.checkBytes(spec, (long) keySize * capacity);
    return keySize <= Long.BYTES
        ? new WordKeyTable(keySize, capacity)
        : new ByteKeyTable(keySize, capacity);
  }

  /** The slot of a key, or {@link #NONE}. */
  abstract int find(byte[] key, int offset);

  /** Copies the key of a slot. */
  abstract void copyKey(int slot, byte[] to);

  abstract int bucketOf(int slot);

  abstract void setKey(int slot, byte[] key, int offset);

  abstract void growKeys(int slots);

  /** How many keys there are. */
  final int count() {
    return count;
  }

  /** Puts in a key that is not there; {@link #NONE} if all slots are in use. */
  final int insert(byte[] key, int offset) {
    if (free == NONE && fresh == capacity) {
      return NONE;
    }
    if (free == NONE && fresh == next.length) {
      growSlots((int) Math.min(capacity, next.length * 2L));
    }
    if (count == buckets.length) {
      resize(buckets.length * 2);
    }
    int slot = free;
    if (slot == NONE) {
      slot = fresh++;
    } else {
      free = next[slot];
    }
    setKey(slot, key, offset);
    used[slot >> 6] |= 1L << slot;
    count++;
    insertedSinceReseed++;
    if (link(slot) > LONG_CHAIN && insertedSinceReseed >= count) {
      insertedSinceReseed = 0;
      seed = Mixing.mix(seed + 1, seed);
      resize(buckets.length);
    }
    return slot;
  }

  /** Takes the key of {@code slot} out. */
  final void remove(int slot) {
    int bucket = bucketOf(slot);
    if (buckets[bucket] == slot) {
      buckets[bucket] = next[slot];
    } else {
      int before = buckets[bucket];
      while (next[before] != slot) {
        before = next[before];
      }
      next[before] = next[slot];
    }
    used[slot >> 6] &= ~(1L << slot);
    next[slot] = free;
    free = slot;
    count--;
  }

  /** The lowest slot in use from {@code from} on, or {@link #NONE}. */
  final int nextUsed(int from) {
    if (from >= fresh) {
      return NONE;
    }
    int word = from >> 6;
    long bits = used[word] & (-1L << from);
    while (bits == 0) {
      if (++word == used.length) {
        return NONE;
      }
      bits = used[word];
    }
    return (word << 6) + Long.numberOfTrailingZeros(bits);
  }

  /** Copies the key in the slot after that of {@code key}, or the first one if there is no such. */
  final int copyNext(byte[] key, byte[] next) {
    int slot = nextUsed((key == null ? NONE : find(key, 0)) + 1);
    if (slot == NONE) {
      return MapErrno.ENOENT;
    }
    copyKey(slot, next);
    return 0;
  }

  /** All slots that ever were in use are below this. */
  final int end() {
    return fresh;
  }

  /** How many keys the fullest bucket has. */
  final int longestChain() {
    int longest = 0;
    for (int first : buckets) {
      int length = 0;
      for (int slot = first; slot != NONE; slot = next[slot]) {
        length++;
      }
      longest = Math.max(longest, length);
    }
    return longest;
  }

  private int link(int slot) {
    int bucket = bucketOf(slot);
    int length = 1;
    for (int other = buckets[bucket]; other != NONE; other = next[other]) {
      length++;
    }
    next[slot] = buckets[bucket];
    buckets[bucket] = slot;
    return length;
  }

  private void growSlots(int slots) {
    growKeys(slots);
    used = Arrays.copyOf(used, (slots + 63) >> 6);
    next = Arrays.copyOf(next, slots);
  }

  private void resize(int size) {
    int[] fewer = new int[size];
    Arrays.fill(fewer, NONE);
    buckets = fewer;
    shift = Integer.numberOfLeadingZeros(size) + 33;
    for (int slot = nextUsed(0); slot != NONE; slot = nextUsed(slot + 1)) {
      int bucket = bucketOf(slot);
      next[slot] = buckets[bucket];
      buckets[bucket] = slot;
    }
  }
}

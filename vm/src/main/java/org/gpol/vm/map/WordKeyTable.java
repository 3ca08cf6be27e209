package org.gpol.vm.map;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Keys of at most eight bytes, each compared as one number. */
final class WordKeyTable extends KeyTable {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final int keySize;
  private long[] words;

  WordKeyTable(int keySize, int capacity) {
    super(capacity);
    this.keySize = keySize;
    this.words = new long[next.length];
  }

  @Override
  int find(byte[] key, int offset) {
    return find(word(key, offset));
  }

  /** The slot of the key that {@link #word(byte[], int, int)} makes {@code word}. */
  int find(long word) {
    int slot = buckets[bucket(word)];
    while (slot != NONE && words[slot] != word) {
      slot = next[slot];
    }
    return slot;
  }

  @Override
  void copyKey(int slot, byte[] to) {
    for (int i = 0; i < keySize; i++) {
      to[i] = (byte) (words[slot] >>> (8 * i));
    }
  }

  @Override
  int bucketOf(int slot) {
    return bucket(words[slot]);
  }

  @Override
  void setKey(int slot, byte[] key, int offset) {
    words[slot] = word(key, offset);
  }

  @Override
  void growKeys(int slots) {
    words = Arrays.copyOf(words, slots);
  }

  private int bucket(long word) {
    return (int) (Mixing.multiply(word, seed) >>> shift);
  }

  private long word(byte[] key, int offset) {
    return word(key, offset, keySize);
  }

  /** The key at {@code offset} as a number. */
  static long word(byte[] key, int offset, int keySize) {
    if (keySize == Long.BYTES) {
      return (long) LONG.get(key, offset);
    }
    if (keySize == Integer.BYTES) {
      return (int) INT.get(key, offset);
    }
    long word = 0;
    for (int i = keySize - 1; i >= 0; i--) {
      word = (word << 8) | (key[offset + i] & 0xff);
    }
    return word;
  }
}

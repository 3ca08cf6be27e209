package org.gpol.vm.map;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Keys of more than eight bytes. */
final class ByteKeyTable extends KeyTable {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Keys are kept in pages of about this size, so that no table needs one huge array. */
  private static final int PAGE = 64 << 10;

  private final int keySize;
  private final int pageBits;
  private byte[][] pages = new byte[0][];

  ByteKeyTable(int keySize, int capacity) {
    super(capacity);
    this.keySize = keySize;
    this.pageBits = 31 - Integer.numberOfLeadingZeros(Math.max(1, PAGE / keySize));
    growKeys(next.length);
  }

  @Override
  int find(byte[] key, int offset) {
    int slot = buckets[bucket(key, offset)];
    while (slot != NONE && !holds(slot, key, offset)) {
      slot = next[slot];
    }
    return slot;
  }

  @Override
  void copyKey(int slot, byte[] to) {
    System.arraycopy(page(slot), at(slot), to, 0, keySize);
  }

  @Override
  int bucketOf(int slot) {
    return bucket(page(slot), at(slot));
  }

  @Override
  void setKey(int slot, byte[] key, int offset) {
    if (page(slot) == null) {
      pages[slot >> pageBits] = new byte[keySize << pageBits];
    }
    System.arraycopy(key, offset, page(slot), at(slot), keySize);
  }

  @Override
  void growKeys(int slots) {
    pages = Arrays.copyOf(pages, ((slots - 1) >> pageBits) + 1);
  }

  private byte[] page(int slot) {
    return pages[slot >> pageBits];
  }

  private int at(int slot) {
    return (slot & ((1 << pageBits) - 1)) * keySize;
  }

  private boolean holds(int slot, byte[] key, int offset) {
    int at = at(slot);
    return Arrays.equals(page(slot), at, at + keySize, key, offset, offset + keySize);
  }

  private int bucket(byte[] key, int offset) {
    long hash = seed;
    int i = 0;
    for (; i + Long.BYTES <= keySize; i += Long.BYTES) {
      hash = Mixing.mix((long) LONG.get(key, offset + i), hash);
    }
    long rest = 0;
    for (; i < keySize; i++) {
      rest = (rest << 8) | (key[offset + i] & 0xff);
    }
    return (int) (Mixing.mix(rest, hash) >>> shift);
  }
}

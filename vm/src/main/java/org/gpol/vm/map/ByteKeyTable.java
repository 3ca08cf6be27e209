package org.gpol.vm.map;

import java.util.Arrays;

/** Keys of more than eight bytes. */
final class ByteKeyTable extends KeyTable {
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
    return Bytes.equal(page(slot), at(slot), key, offset, keySize);
  }

  private int bucket(byte[] key, int offset) {
    return (int) (Bytes.hash(key, offset, keySize, seed) >>> shift);
  }
}

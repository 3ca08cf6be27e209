package org.gpol.vm.map;

import org.gpol.bpf.platform.MapSpec;

/**
 * {@code BPF_MAP_TYPE_BLOOM_FILTER}: says of a value that it was perhaps pushed, or certainly not.
 * As many bits as in the kernel, other hash functions.
 */
final class BloomFilter extends BpfMap {
  private static final int DEFAULT_HASHES = 5;

  /** Bits come in pages of 2^19, allocated when the first of them is set. */
  private static final int PAGE_BITS = 19;

  private final int hashes;
  private final long mask;
  private final long[][] pages;

  BloomFilter(MapSpec spec, MapRegistry registry) {
    super(spec, registry);
    hashes = spec.extra() == 0 ? DEFAULT_HASHES : (int) spec.extra();
    long wanted = (long) spec.maxEntries() * hashes;
    long bits = wanted > 0xffff_ffffL ? 1L << 32 : roundUp(wanted / 5 * 7 + wanted % 5 * 7 / 5);
    mask = bits - 1;
    pages = new long[(int) (mask >>> PAGE_BITS) + 1][];
  }

  @Override
  public int push(byte[] value, int valueOffset, long flags) {
    if (flags != BPF_ANY) {
      return MapErrno.EINVAL;
    }
    boolean news = false;
    for (int hash = 0; hash < hashes; hash++) {
      long bit = bit(value, valueOffset, hash);
      long[] page = page(bit);
      if (page == null) {
        return MapErrno.ENOMEM;
      }
      int word = (int) (bit & ((1 << PAGE_BITS) - 1)) >> 6;
      news |= (page[word] & (1L << bit)) == 0;
      page[word] |= 1L << bit;
    }
    if (news) {
      memory().countMutation();
    }
    return 0;
  }

  @Override
  public int peek(byte[] value, int valueOffset) {
    for (int hash = 0; hash < hashes; hash++) {
      long bit = bit(value, valueOffset, hash);
      long[] page = pages[(int) (bit >>> PAGE_BITS)];
      int word = (int) (bit & ((1 << PAGE_BITS) - 1)) >> 6;
      if (page == null || (page[word] & (1L << bit)) == 0) {
        return MapErrno.ENOENT;
      }
    }
    return 0;
  }

  @Override
  public int update(byte[] key, int keyOffset, byte[] value, int valueOffset, long flags, int cpu) {
    return MapErrno.EINVAL;
  }

  @Override
  int userLookup(byte[] key, byte[] value) {
    return peek(value, 0);
  }

  @Override
  int userUpdate(byte[] key, byte[] value, long flags) {
    return push(value, 0, flags);
  }

  @Override
  int nextKey(byte[] key, byte[] next) {
    return MapErrno.EOPNOTSUPP;
  }

  private static long roundUp(long bits) {
    if (bits > 1L << 31) {
      return 1L << 32;
    }
    return bits <= 64 ? 64 : Long.highestOneBit(bits - 1) << 1;
  }

  private long[] page(long bit) {
    int page = (int) (bit >>> PAGE_BITS);
    if (pages[page] == null) {
      try {
        pages[page] = new long[1 << (PAGE_BITS - 6)];
      } catch (OutOfMemoryError e) {
        return null;
      }
    }
    return pages[page];
  }

  private long bit(byte[] value, int offset, int hash) {
    return (Bytes.hash(value, offset, spec().valueSize(), hash) >>> 32) & mask;
  }
}

package org.gpol.vm.map;

import org.gpol.bpf.platform.MapSpec;

/**
 * {@code BPF_MAP_TYPE_LPM_TRIE}: values by prefixes of bit strings; a lookup finds the longest that
 * matches. A key is the number of bits that count, four bytes, and the bits, highest first. User
 * space sees keys in post-order, longer prefixes before shorter ones that contain them.
 */
final class LpmTrie extends BpfMap {
  private static final int NONE = PrefixTree.NONE;

  private final PrefixTree tree;
  private final ValueStore values;

  LpmTrie(MapSpec spec, MapRegistry registry) {
    super(spec, registry);
    checkBytes((long) spec.keySize() * 2 * spec.maxEntries());
    tree = new PrefixTree(spec.keySize() - PrefixTree.LENGTH_BYTES);
    values = new ValueStore(memory(), valueKind(), spec, stride(), spec.maxEntries());
  }

  @Override
  public long lookup(byte[] key, int keyOffset, int cpu) {
    int slot = tree.validLength(key, keyOffset) ? tree.longestMatch(key, keyOffset) : NONE;
    return slot == NONE ? 0 : values.address(slot);
  }

  @Override
  public int update(byte[] key, int keyOffset, byte[] value, int valueOffset, long flags, int cpu) {
    requireWritable();
    return set(key, keyOffset, value, valueOffset, flags);
  }

  @Override
  public int delete(byte[] key, int keyOffset) {
    requireWritable();
    return remove(key, keyOffset);
  }

  @Override
  long valueFor(byte[] key, int cpu) {
    return lookup(key, 0, cpu);
  }

  @Override
  int userUpdate(byte[] key, byte[] value, long flags) {
    return set(key, 0, value, 0, flags);
  }

  @Override
  int userDelete(byte[] key) {
    return remove(key, 0);
  }

  @Override
  int nextKey(byte[] key, byte[] next) {
    return tree.copyNext(key, next) ? 0 : MapErrno.ENOENT;
  }

  private int set(byte[] key, int keyOffset, byte[] value, int valueOffset, long flags) {
    if (unknownFlags(flags) || !tree.validLength(key, keyOffset)) {
      return MapErrno.EINVAL;
    }
    int slot = tree.exactMatch(key, keyOffset);
    if (slot != NONE && flags == BPF_NOEXIST) {
      return MapErrno.EEXIST;
    }
    if (slot == NONE && flags == BPF_EXIST) {
      return MapErrno.ENOENT;
    }
    if (slot == NONE && tree.count() == spec().maxEntries()) {
      return MapErrno.ENOSPC;
    }
    boolean changed = slot == NONE;
    try {
      changed |= tree.insert(key, keyOffset);
    } catch (OutOfMemoryError e) {
      return MapErrno.ENOMEM;
    }
    long address = values.address(tree.exactMatch(key, keyOffset));
    if (address == 0) {
      boolean unused = tree.remove(key, keyOffset);
      return MapErrno.ENOMEM;
    }
    if (writeValue(address, value, valueOffset) || changed) {
      memory().countMutation();
    }
    return 0;
  }

  private int remove(byte[] key, int keyOffset) {
    if (!tree.validLength(key, keyOffset)) {
      return MapErrno.EINVAL;
    }
    if (!tree.remove(key, keyOffset)) {
      return MapErrno.ENOENT;
    }
    memory().countMutation();
    return 0;
  }
}

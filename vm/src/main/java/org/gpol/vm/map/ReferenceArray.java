package org.gpol.vm.map;

import org.gpol.bpf.platform.MapSpec;

/** An array of things that are not memory: maps or programs. Only user space changes it. */
abstract class ReferenceArray extends IndexedMap {
  private static final long EMPTY = 0;

  private final GrowingLongs entries = new GrowingLongs();

  ReferenceArray(MapSpec spec, MapRegistry registry) {
    super(spec, registry);
    checkBytes((long) spec.maxEntries() * Long.BYTES);
  }

  /** What an index holds; 0 if nothing. */
  final long entry(int index) {
    return entries.get(index);
  }

  final void setEntry(int index, long entry) {
    if (entries.get(index) != entry) {
      entries.set(index, entry);
      memory().countMutation();
    }
  }

  /** Number that user space reads for an entry that is not empty. */
  abstract int id(long entry);

  /** The entry that user space means by a number; 0 if there is none such. */
  abstract long ofId(int id);

  @Override
  final int userLookup(byte[] key, byte[] value) {
    int index = index(key, 0);
    long entry = index < 0 ? EMPTY : entry(index);
    if (entry == EMPTY) {
      return MapErrno.ENOENT;
    }
    INT.set(value, 0, id(entry));
    return 0;
  }

  @Override
  final int userUpdate(byte[] key, byte[] value, long flags) {
    if (flags != BPF_ANY) {
      return MapErrno.EINVAL;
    }
    int index = index(key, 0);
    if (index < 0) {
      return MapErrno.E2BIG;
    }
    long entry = ofId((int) INT.get(value, 0));
    if (entry <= EMPTY) {
      return entry == EMPTY ? MapErrno.EBADF : (int) entry;
    }
    setEntry(index, entry);
    return 0;
  }

  @Override
  public final int delete(byte[] key, int keyOffset) {
    int index = index(key, keyOffset);
    if (index < 0) {
      return MapErrno.E2BIG;
    }
    if (entry(index) == EMPTY) {
      return MapErrno.ENOENT;
    }
    setEntry(index, EMPTY);
    return 0;
  }
}

package org.gpol.vm.map;

import org.gpol.bpf.platform.MapSpec;

/**
 * A map as user space sees it through {@code bpf(2)}. Operations return 0 or the negated error
 * number that the system call leaves in {@code errno}.
 *
 * <p>Values are copied. A per-CPU map's has {@link #valueSize()} bytes, the value of each CPU
 * rounded up to eight. Maps of maps take and give {@link BpfMap#id()}, maps of programs the
 * program's number in the object, each as four bytes. Queues, stacks and bloom filters have no
 * keys: theirs are null.
 */
public final class UserMap {
  private final BpfMap map;
  private boolean frozen;

  UserMap(BpfMap map) {
    this.map = map;
  }

  /** The number of bytes that {@code lookup} and {@code update} copy. */
  public int valueSize() {
    return map.perCpu() ? map.stride() * map.copies() : map.spec().valueSize();
  }

  /** {@code BPF_MAP_LOOKUP_ELEM}; a bloom filter looks for {@code value}. */
  public int lookup(byte[] key, byte[] value, long flags) {
    check(key, value);
    if ((flags & ~BpfMap.BPF_F_LOCK) != 0) {
      return MapErrno.EINVAL;
    }
    if (forbids(MapFlag.WRONLY)) {
      return MapErrno.EPERM;
    }
    return flags != 0 && !map.layout().locked() ? MapErrno.EINVAL : map.userLookup(key, value);
  }

  /** {@code BPF_MAP_UPDATE_ELEM}; pushes where there are no keys. */
  public int update(byte[] key, byte[] value, long flags) {
    check(key, value);
    if (mayNotWrite()) {
      return MapErrno.EPERM;
    }
    boolean noLock = (flags & BpfMap.BPF_F_LOCK) != 0 && !map.layout().locked();
    return noLock ? MapErrno.EINVAL : map.userUpdate(key, value, flags);
  }

  /** {@code BPF_MAP_DELETE_ELEM}. */
  public int delete(byte[] key) {
    checkKey(key);
    return mayNotWrite() ? MapErrno.EPERM : map.userDelete(key);
  }

  /**
   * {@code BPF_MAP_GET_NEXT_KEY}: the key after {@code key}, or the first if {@code key} is null or
   * not there; {@code -ENOENT} after the last.
   */
  public int nextKey(byte[] key, byte[] next) {
    return forbids(MapFlag.WRONLY) ? MapErrno.EPERM : map.nextKey(key, next);
  }

  /** {@code BPF_MAP_LOOKUP_AND_DELETE_ELEM}; pops where there are no keys. */
  public int lookupAndDelete(byte[] key, byte[] value) {
    check(key, value);
    boolean forbidden = forbids(MapFlag.WRONLY) || mayNotWrite();
    return forbidden ? MapErrno.EPERM : map.userLookupAndDelete(key, value);
  }

  /** {@code BPF_MAP_FREEZE}: from now on user space can only read. */
  public void freeze() {
    frozen = true;
  }

  private boolean mayNotWrite() {
    return frozen || forbids(MapFlag.RDONLY);
  }

  private boolean forbids(MapFlag flag) {
    return flag.in(map.spec().flags());
  }

  private void check(byte[] key, byte[] value) {
    checkKey(key);
    if (value.length != valueSize()) {
      throw new IllegalArgumentException(
          "a value of " + value.length + " bytes for a map of " + valueSize());
    }
  }

  private void checkKey(byte[] key) {
    MapSpec spec = map.spec();
    int length = key == null ? 0 : key.length;
    if (length != spec.keySize()) {
      throw new IllegalArgumentException(
          "a key of " + length + " bytes for a map of " + spec.keySize());
    }
  }
}

package org.gpol.vm.map;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.gpol.bpf.platform.MapSpec;

/**
 * {@code BPF_MAP_TYPE_HASH_OF_MAPS}; a lookup gives the inner map itself. Only user space changes
 * it.
 */
final class HashOfMaps extends BpfMap {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int NONE = KeyTable.NONE;

  private final KeyTable keys;
  private final GrowingLongs inner = new GrowingLongs();

  HashOfMaps(MapSpec spec, MapRegistry registry) {
    super(spec, registry);
    checkBytes((long) spec.maxEntries() * Long.BYTES);
    keys = KeyTable.of(spec, spec.maxEntries());
  }

  @Override
  public long lookup(byte[] key, int keyOffset, int cpu) {
    int slot = keys.find(key, keyOffset);
    return slot == NONE ? 0 : inner.get(slot);
  }

  @Override
  public int setInner(byte[] key, int keyOffset, BpfMap map) {
    return InnerMaps.fits(spec().inner(), map)
        ? set(key, keyOffset, map.address(), BPF_ANY)
        : MapErrno.EINVAL;
  }

  @Override
  public int delete(byte[] key, int keyOffset) {
    int slot = keys.find(key, keyOffset);
    if (slot == NONE) {
      return MapErrno.ENOENT;
    }
    keys.remove(slot);
    memory().countMutation();
    return 0;
  }

  @Override
  int userLookup(byte[] key, byte[] value) {
    int slot = keys.find(key, 0);
    if (slot == NONE) {
      return MapErrno.ENOENT;
    }
    INT.set(value, 0, registry().at(inner.get(slot)).id());
    return 0;
  }

  @Override
  int userUpdate(byte[] key, byte[] value, long flags) {
    long map = InnerMaps.ofId(registry(), spec().inner(), (int) INT.get(value, 0));
    if (map <= 0) {
      return map == 0 ? MapErrno.EBADF : (int) map;
    }
    return unknownFlags(flags) ? MapErrno.EINVAL : set(key, 0, map, flags);
  }

  @Override
  int nextKey(byte[] key, byte[] next) {
    return keys.copyNext(key, next);
  }

  private int set(byte[] key, int keyOffset, long map, long flags) {
    int slot = keys.find(key, keyOffset);
    if (slot == NONE) {
      if (flags == BPF_EXIST) {
        return MapErrno.ENOENT;
      }
      slot = keys.insert(key, keyOffset);
      if (slot == NONE) {
        return MapErrno.E2BIG;
      }
    } else if (flags == BPF_NOEXIST) {
      return MapErrno.EEXIST;
    }
    inner.set(slot, map);
    memory().countMutation();
    return 0;
  }
}

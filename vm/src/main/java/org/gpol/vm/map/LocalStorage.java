package org.gpol.vm.map;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.gpol.bpf.platform.MapSpec;

/**
 * {@code BPF_MAP_TYPE_TASK_STORAGE} and {@code CGRP_STORAGE}: a value for each task or control
 * group that asks for one, until that is gone. There are as many as 2 GiB hold.
 */
final class LocalStorage extends BpfMap {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int NONE = KeyTable.NONE;

  private final KeyTable owners;
  private final ValueStore values;
  private final byte[] key = new byte[Long.BYTES];

  LocalStorage(MapSpec spec, MapRegistry registry) {
    super(spec, registry);
    int most = (Integer.MAX_VALUE - 64) / stride();
    owners = new WordKeyTable(Long.BYTES, most);
    values = new ValueStore(memory(), valueKind(), spec, stride(), most);
  }

  @Override
  public long storage(long owner, byte[] value, int valueOffset, long flags) {
    if ((flags & ~BPF_LOCAL_STORAGE_GET_F_CREATE) != 0) {
      return 0;
    }
    int slot = find(owner);
    if (slot == NONE && flags == BPF_LOCAL_STORAGE_GET_F_CREATE) {
      return create(value, valueOffset);
    }
    return slot == NONE ? 0 : values.address(slot);
  }

  @Override
  public int deleteStorage(long owner) {
    int slot = find(owner);
    if (slot == NONE) {
      return MapErrno.ENOENT;
    }
    boolean unused = freeFields(values.address(slot));
    owners.remove(slot);
    memory().countMutation();
    return 0;
  }

  private int find(long owner) {
    LONG.set(key, 0, owner);
    return owners.find(key, 0);
  }

  private long create(byte[] value, int valueOffset) {
    int slot;
    try {
      slot = owners.insert(key, 0);
    } catch (OutOfMemoryError e) {
      return 0;
    }
    long address = slot == NONE ? 0 : values.address(slot);
    if (address == 0) {
      if (slot != NONE) {
        owners.remove(slot);
      }
      return 0;
    }
    clearValue(address);
    boolean unused = value != null && writeValue(address, value, valueOffset);
    memory().countMutation();
    return address;
  }
}

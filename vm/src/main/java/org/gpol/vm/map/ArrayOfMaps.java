package org.gpol.vm.map;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.vm.memory.AddressSpace;

/**
 * {@code BPF_MAP_TYPE_ARRAY_OF_MAPS}, every slot filled at load; a lookup gives the inner map
 * itself.
 */
final class ArrayOfMaps extends BpfMap {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final long[] inner;

  ArrayOfMaps(MapSpec spec, AddressSpace memory, List<BpfMap> inner) {
    super(spec, memory);
    this.inner = inner.stream().mapToLong(BpfMap::address).toArray();
  }

  @Override
  public long lookup(byte[] key, int keyOffset, int cpu) {
    int index = (int) INT.get(key, keyOffset);
    return Integer.compareUnsigned(index, inner.length) < 0 ? inner[index] : 0;
  }
}

package org.gpol.vm.map;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.gpol.bpf.platform.MapSpec;

/**
 * {@code BPF_MAP_TYPE_ARRAY_OF_MAPS}; a lookup gives the inner map itself. Until somebody says what
 * it holds (BpfMap#delete), every slot has a map of its own, created when it is first asked for.
 */
final class ArrayOfMaps extends BpfMap {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /** The place of a map that is created when it is asked for. */
  private static final long LATER = -1;

  private final long[] inner;

  ArrayOfMaps(MapSpec spec, MapRegistry registry) {
    super(spec, registry);
    checkBytes((long) spec.maxEntries() * Long.BYTES);
    this.inner = new long[spec.maxEntries()];
    java.util.Arrays.fill(inner, LATER);
  }

  @Override
  public long lookup(byte[] key, int keyOffset, int cpu) {
    int index = (int) INT.get(key, keyOffset);
    if (Integer.compareUnsigned(index, inner.length) >= 0) {
      return 0;
    }
    long address = inner[index];
    return address == LATER ? create(index) : address;
  }

  private long create(int index) {
    inner[index] = registry().create(spec().inner()).address();
    return inner[index];
  }
}

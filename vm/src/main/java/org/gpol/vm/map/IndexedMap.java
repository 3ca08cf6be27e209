package org.gpol.vm.map;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.gpol.bpf.platform.MapSpec;

/** A map whose keys are the numbers from 0 up to {@code max_entries}, all of them there. */
abstract class IndexedMap extends BpfMap {
  static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  IndexedMap(MapSpec spec, MapRegistry registry) {
    super(spec, registry);
  }

  /** The index that a key means, or -1 if it is out of range. */
  final int index(byte[] key, int keyOffset) {
    int index = (int) INT.get(key, keyOffset);
    return Integer.compareUnsigned(index, spec().maxEntries()) < 0 ? index : -1;
  }

  @Override
  final int nextKey(byte[] key, byte[] next) {
    int index = key == null ? -1 : index(key, 0);
    if (index == spec().maxEntries() - 1) {
      return MapErrno.ENOENT;
    }
    INT.set(next, 0, index + 1);
    return 0;
  }
}

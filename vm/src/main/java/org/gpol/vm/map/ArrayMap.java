package org.gpol.vm.map;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.platform.MapType;
import org.gpol.vm.memory.AddressSpace;
import org.gpol.vm.memory.MemoryViolation;
import org.gpol.vm.memory.Region;

/**
 * {@code BPF_MAP_TYPE_ARRAY} and {@code PERCPU_ARRAY}: every index exists from the start, zeroed;
 * none can be deleted.
 */
final class ArrayMap extends BpfMap {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final Region values;
  private final int copyBytes;

  /** An array; a per-CPU one holds all values of CPU 0, then all of CPU 1, and so on. */
  ArrayMap(MapSpec spec, AddressSpace memory, int nrCpus, boolean readOnly) {
    super(spec, memory);
    boolean perCpu = spec.type() == MapType.PERCPU_ARRAY;
    long bytes = (long) stride() * spec.maxEntries();
    int all = checkedSize(spec, perCpu ? bytes * nrCpus : bytes);
    this.copyBytes = perCpu ? (int) bytes : 0;
    Region.Kind kind = readOnly ? Region.Kind.READ_ONLY_VALUES : Region.Kind.MAP_VALUES;
    this.values = memory.add(kind, spec.name(), new byte[all]);
  }

  /** The memory of all values. */
  Region values() {
    return values;
  }

  @Override
  public long lookup(byte[] key, int keyOffset, int cpu) {
    int index = (int) INT.get(key, keyOffset);
    return Integer.compareUnsigned(index, spec().maxEntries()) < 0
        ? values.base() + (long) copyBytes * cpu + (long) index * stride()
        : 0;
  }

  @Override
  public int update(byte[] key, int keyOffset, byte[] value, int valueOffset, long flags, int cpu) {
    if (values.kind() == Region.Kind.READ_ONLY_VALUES) {
      throw new MemoryViolation("update of " + spec().name() + ", which is read-only");
    }
    if (flags < BPF_ANY || flags > BPF_EXIST) {
      return MapErrno.EINVAL;
    }
    long address = lookup(key, keyOffset, cpu);
    if (address == 0) {
      return MapErrno.E2BIG;
    }
    if (flags == BPF_NOEXIST) {
      return MapErrno.EEXIST;
    }
    System.arraycopy(value, valueOffset, values.bytes(), (int) address, spec().valueSize());
    memory().countMutation();
    return 0;
  }

  @Override
  public int delete(byte[] key, int keyOffset) {
    return MapErrno.EINVAL;
  }
}

package org.gpol.vm.map;

import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.platform.MapType;
import org.gpol.vm.memory.Region;

/**
 * {@code BPF_MAP_TYPE_ARRAY} and {@code PERCPU_ARRAY}: every index exists from the start, zeroed;
 * none can be deleted.
 */
final class ArrayMap extends IndexedMap {
  private final ValueStore values;
  private final KeyCells keyCells;
  private final boolean perCpu;

  /** An array; a per-CPU one holds all values of CPU 0, then all of CPU 1, and so on. */
  ArrayMap(MapSpec spec, MapRegistry registry) {
    super(spec, registry);
    this.perCpu = spec.type() == MapType.PERCPU_ARRAY;
    long count = (long) spec.maxEntries() * (perCpu ? registry.nrCpus() : 1);
    this.values = new ValueStore(memory(), valueKind(), spec, stride(), count);
    this.keyCells = new KeyCells(memory(), spec);
  }

  /** True if all values are in one region. */
  boolean isOnePiece() {
    return values.isOnePiece();
  }

  /** The memory of all values. */
  Region values() {
    return values.region();
  }

  @Override
  public long lookup(byte[] key, int keyOffset, int cpu) {
    int index = index(key, keyOffset);
    return index < 0 ? 0 : address(index, cpu);
  }

  @Override
  public long lookupPercpu(byte[] key, int keyOffset, int cpu) {
    boolean known = Integer.compareUnsigned(cpu, registry().nrCpus()) < 0;
    return perCpu && known ? lookup(key, keyOffset, cpu) : 0;
  }

  @Override
  public int update(byte[] key, int keyOffset, byte[] value, int valueOffset, long flags, int cpu) {
    requireWritable();
    int refusal = refusal(index(key, keyOffset), flags);
    if (refusal != 0) {
      return refusal;
    }
    return write(lookup(key, keyOffset, cpu), value, valueOffset);
  }

  @Override
  public int delete(byte[] key, int keyOffset) {
    return MapErrno.EINVAL;
  }

  @Override
  public long forEach(ElementVisitor visitor, int cpu) {
    Region cell = keyCells.enter();
    try {
      for (int index = 0; index < spec().maxEntries(); index++) {
        long value = address(index, cpu);
        INT.set(cell.bytes(), 0, index);
        if (value == 0 || !visitor.visit(cell.base(), value)) {
          return value == 0 ? index : index + 1;
        }
      }
      return spec().maxEntries();
    } finally {
      keyCells.leave();
    }
  }

  @Override
  public void visit(long value, ElementVisitor visitor) {
    Region cell = keyCells.enter();
    try {
      INT.set(cell.bytes(), 0, values.number(value) % spec().maxEntries());
      boolean unused = visitor.visit(cell.base(), value);
    } finally {
      keyCells.leave();
    }
  }

  @Override
  long valueFor(byte[] key, int cpu) {
    return lookup(key, 0, cpu);
  }

  @Override
  int userUpdate(byte[] key, byte[] value, long flags) {
    int refusal = refusal(index(key, 0), flags);
    int result = refusal;
    for (int cpu = 0; cpu < copies() && result == 0; cpu++) {
      result = write(lookup(key, 0, cpu), value, cpu * stride());
    }
    return result;
  }

  @Override
  int copies() {
    return perCpu ? registry().nrCpus() : 1;
  }

  private long address(int index, int cpu) {
    return values.address(perCpu ? cpu * spec().maxEntries() + index : index);
  }

  private int refusal(int index, long flags) {
    if (unknownFlags(flags & ~BPF_F_LOCK)) {
      return MapErrno.EINVAL;
    }
    if (index < 0) {
      return MapErrno.E2BIG;
    }
    if ((flags & BPF_NOEXIST) != 0) {
      return MapErrno.EEXIST;
    }
    return (flags & BPF_F_LOCK) != 0 && !layout().locked() ? MapErrno.EINVAL : 0;
  }

  private int write(long address, byte[] value, int valueOffset) {
    if (address == 0) {
      return MapErrno.ENOMEM;
    }
    boolean changed = writeValue(address, value, valueOffset);
    if (freeFields(address) || changed) {
      memory().countMutation();
    }
    return 0;
  }
}

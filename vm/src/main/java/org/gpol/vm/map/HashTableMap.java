package org.gpol.vm.map;

import java.util.Optional;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.platform.MapType;
import org.gpol.vm.memory.Region;

/**
 * {@code BPF_MAP_TYPE_HASH} and {@code LRU_HASH}, with one value for a key or one for each CPU. A
 * value's address does not change while its key exists; an update writes to the value in place,
 * where the kernel puts another element in its stead unless {@code BPF_F_LOCK} is given. A deleted
 * value stays readable and may at once become that of another key, as in the kernel.
 */
final class HashTableMap extends BpfMap {
  private static final int NONE = KeyTable.NONE;

  private final KeyTable keys;
  private final ValueStore values;
  private final KeyCells keyCells;

  /** Who goes when the map is full; null if nobody does. */
  private final LruOrder lru;

  /** How many values a key has. */
  private final int copies;

  HashTableMap(MapSpec spec, MapRegistry registry) {
    super(spec, registry);
    boolean perCpu = spec.type() == MapType.PERCPU_HASH || spec.type() == MapType.LRU_PERCPU_HASH;
    copies = perCpu ? registry.nrCpus() : 1;
    boolean evicts = spec.type() == MapType.LRU_HASH || spec.type() == MapType.LRU_PERCPU_HASH;
    boolean ownLists = MapFlag.NO_COMMON_LRU.in(spec.flags());
    int lists = ownLists ? registry.nrCpus() : 1;
    // As in the kernel, every CPU gets the same share, so the number of entries is rounded up.
    int share = (int) ((spec.maxEntries() - 1L) / lists + 1);
    long capacity = (long) share * lists;
    lru = evicts ? new LruOrder(lists, share) : null;
    values = new ValueStore(memory(), valueKind(), spec, stride(), capacity * copies);
    keys = KeyTable.of(spec, (int) capacity);
    keyCells = new KeyCells(memory(), spec);
  }

  KeyTable keys() {
    return keys;
  }

  /** Allocates the values if all of them are few bytes; memory of larger maps comes with use. */
  void allocateSmall() {
    if (values.isSmall()) {
      long unused = values.address(0);
    }
  }

  /** All values, if they are in one region that is allocated already. */
  Optional<Region> valuesTogether() {
    return values.allocated();
  }

  @Override
  public long lookup(byte[] key, int keyOffset, int cpu) {
    int slot = keys.find(key, keyOffset);
    if (slot == NONE) {
      return 0;
    }
    reference(slot);
    return address(slot, cpu);
  }

  @Override
  public long lookupPercpu(byte[] key, int keyOffset, int cpu) {
    boolean known = Integer.compareUnsigned(cpu, registry().nrCpus()) < 0;
    boolean perCpu =
        spec().type() == MapType.PERCPU_HASH || spec().type() == MapType.LRU_PERCPU_HASH;
    return perCpu && known ? lookup(key, keyOffset, cpu) : 0;
  }

  @Override
  public int update(byte[] key, int keyOffset, byte[] value, int valueOffset, long flags, int cpu) {
    requireWritable();
    int refusal = refusal(flags);
    if (refusal != 0) {
      return refusal;
    }
    int slot = keys.find(key, keyOffset);
    if (slot != NONE && (flags & BPF_NOEXIST) != 0) {
      return MapErrno.EEXIST;
    }
    if (slot == NONE) {
      slot = (flags & BPF_EXIST) != 0 ? MapErrno.ENOENT : insert(key, keyOffset, cpu);
      if (slot < 0) {
        return slot;
      }
    } else {
      reference(slot);
    }
    write(slot, cpu, value, valueOffset, flags);
    return 0;
  }

  @Override
  public int delete(byte[] key, int keyOffset) {
    requireWritable();
    int slot = keys.find(key, keyOffset);
    if (slot == NONE) {
      return MapErrno.ENOENT;
    }
    remove(slot);
    return 0;
  }

  @Override
  public long forEach(ElementVisitor visitor, int cpu) {
    Region cell = keyCells.enter();
    try {
      long seen = 0;
      int end = keys.end();
      for (int slot = keys.nextUsed(0); slot != NONE && slot < end; ) {
        keys.copyKey(slot, cell.bytes());
        seen++;
        if (!visitor.visit(cell.base(), address(slot, cpu))) {
          break;
        }
        slot = keys.nextUsed(slot + 1);
      }
      return seen;
    } finally {
      keyCells.leave();
    }
  }

  @Override
  public void visit(long value, ElementVisitor visitor) {
    Region cell = keyCells.enter();
    try {
      keys.copyKey(values.number(value) / copies, cell.bytes());
      boolean unused = visitor.visit(cell.base(), value);
    } finally {
      keyCells.leave();
    }
  }

  @Override
  long valueFor(byte[] key, int cpu) {
    int slot = keys.find(key, 0);
    return slot == NONE ? 0 : address(slot, cpu);
  }

  @Override
  int userUpdate(byte[] key, byte[] value, long flags) {
    int refusal = refusal(flags);
    if (refusal != 0) {
      return refusal;
    }
    int slot = keys.find(key, 0);
    if (slot != NONE && (flags & BPF_NOEXIST) != 0) {
      return MapErrno.EEXIST;
    }
    if (slot == NONE) {
      slot = (flags & BPF_EXIST) != 0 ? MapErrno.ENOENT : insert(key, 0, 0);
    } else {
      reference(slot);
    }
    for (int cpu = 0; cpu < copies && slot >= 0; cpu++) {
      write(slot, cpu, value, cpu * stride(), flags);
    }
    return Math.min(slot, 0);
  }

  @Override
  int userDelete(byte[] key) {
    int slot = keys.find(key, 0);
    if (slot == NONE) {
      return MapErrno.ENOENT;
    }
    remove(slot);
    return 0;
  }

  @Override
  int userLookupAndDelete(byte[] key, byte[] value) {
    int result = userLookup(key, value);
    return result == 0 ? userDelete(key) : result;
  }

  @Override
  int nextKey(byte[] key, byte[] next) {
    return keys.copyNext(key, next);
  }

  @Override
  int copies() {
    return copies;
  }

  private int refusal(long flags) {
    boolean lock = (flags & BPF_F_LOCK) != 0;
    boolean refused = unknownFlags(flags & ~BPF_F_LOCK) || (lock && !layout().locked());
    return refused ? MapErrno.EINVAL : 0;
  }

  private long address(int slot, int cpu) {
    return values.address(copies == 1 ? slot : slot * copies + cpu);
  }

  /** The slot of a new key, its values all zero, or a negated error number. */
  private int insert(byte[] key, int keyOffset, int cpu) {
    if (lru != null && lru.full(cpu)) {
      remove(lru.victim(cpu));
    }
    int slot;
    try {
      slot = keys.insert(key, keyOffset);
      if (slot != NONE && lru != null) {
        lru.add(slot, cpu);
      }
    } catch (OutOfMemoryError e) {
      return MapErrno.ENOMEM;
    }
    if (slot == NONE) {
      return MapErrno.E2BIG;
    }
    for (int copy = 0; copy < copies; copy++) {
      if (address(slot, copy) == 0) {
        remove(slot);
        return MapErrno.ENOMEM;
      }
      clearValue(address(slot, copy));
    }
    memory().countMutation();
    return slot;
  }

  private void remove(int slot) {
    if (!layout().plain()) {
      for (int copy = 0; copy < copies; copy++) {
        freeFields(address(slot, copy));
      }
    }
    keys.remove(slot);
    if (lru != null) {
      lru.remove(slot);
    }
    memory().countMutation();
  }

  private void write(int slot, int cpu, byte[] value, int valueOffset, long flags) {
    long address = address(slot, cpu);
    boolean changed = writeValue(address, value, valueOffset);
    boolean freed = (flags & BPF_F_LOCK) == 0 && freeFields(address);
    if (freed || changed) {
      memory().countMutation();
    }
  }

  /** Being looked up decides who is evicted later, so it counts when it is news. */
  private void reference(int slot) {
    if (lru != null && lru.reference(slot)) {
      memory().countMutation();
    }
  }
}

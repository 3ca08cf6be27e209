package org.gpol.vm.map;

import static org.gpol.vm.map.MapFlag.CLONE;
import static org.gpol.vm.map.MapFlag.INNER_MAP;
import static org.gpol.vm.map.MapFlag.MMAPABLE;
import static org.gpol.vm.map.MapFlag.NO_COMMON_LRU;
import static org.gpol.vm.map.MapFlag.NO_PREALLOC;
import static org.gpol.vm.map.MapFlag.NUMA_NODE;
import static org.gpol.vm.map.MapFlag.PRESERVE_ELEMS;
import static org.gpol.vm.map.MapFlag.RDONLY;
import static org.gpol.vm.map.MapFlag.RDONLY_PROG;
import static org.gpol.vm.map.MapFlag.WRONLY;
import static org.gpol.vm.map.MapFlag.WRONLY_PROG;
import static org.gpol.vm.map.MapFlag.ZERO_SEED;

import java.util.Set;
import org.gpol.bpf.platform.MapField;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.platform.MapType;

/** What {@code BPF_MAP_CREATE} refuses beyond the sizes that {@link MapSpec} checks. */
final class MapCreation {
  /** No value of a per-CPU map may be larger: {@code PCPU_MIN_UNIT_SIZE}. */
  private static final int MAX_PERCPU_VALUE = 32 << 10;

  /** What a key and its value may take together: {@code KMALLOC_MAX_SIZE} less a bit. */
  private static final long MAX_ELEMENT = (4 << 20) - 512;

  private static final int ACCESS = MapFlag.mask(RDONLY, WRONLY, RDONLY_PROG, WRONLY_PROG);
  private static final int HASH =
      ACCESS | MapFlag.mask(NO_PREALLOC, NO_COMMON_LRU, NUMA_NODE, ZERO_SEED);
  private static final int STORAGE = MapFlag.mask(NO_PREALLOC, CLONE);

  private static final Set<MapType> LOCKABLE =
      Set.of(MapType.HASH, MapType.ARRAY, MapType.TASK_STORAGE, MapType.CGRP_STORAGE);
  private static final Set<MapType> TIMED = Set.of(MapType.HASH, MapType.LRU_HASH, MapType.ARRAY);
  private static final Set<MapType> POINTING =
      Set.of(
          MapType.HASH,
          MapType.PERCPU_HASH,
          MapType.LRU_HASH,
          MapType.LRU_PERCPU_HASH,
          MapType.ARRAY,
          MapType.PERCPU_ARRAY,
          MapType.TASK_STORAGE,
          MapType.CGRP_STORAGE);

  private MapCreation() {}

  /** Throws {@link MapCreationException} where the kernel creates no such map. */
  static void check(MapSpec spec) {
    checkExtra(spec);
    int unknown = spec.flags() & ~allowedFlags(spec.type());
    refuse(
        unknown != 0,
        spec,
        MapErrno.EINVAL,
        "has flags that do not fit: " + MapFlag.names(unknown));
    boolean neither = RDONLY_PROG.in(spec.flags()) && WRONLY_PROG.in(spec.flags());
    refuse(neither, spec, MapErrno.EINVAL, "is neither to be read nor to be written by programs");
    boolean closed = RDONLY.in(spec.flags()) && WRONLY.in(spec.flags());
    refuse(closed, spec, MapErrno.EINVAL, "is neither to be read nor to be written by user space");
    checkAllocation(spec);
    checkSizes(spec);
    checkFields(spec);
    checkInner(spec);
  }

  /** Throws {@link MapCreationException} if an array of so many bytes cannot be. */
  static void checkBytes(MapSpec spec, long bytes) {
    String reason = "needs " + bytes + " bytes, more than the 2 GiB that a map may have";
    refuse(bytes > Integer.MAX_VALUE - 64, spec, MapErrno.E2BIG, reason);
  }

  private static int allowedFlags(MapType type) {
    int userAccess = MapFlag.mask(NUMA_NODE, RDONLY, WRONLY);
    return switch (type) {
      case ARRAY -> ACCESS | MapFlag.mask(NUMA_NODE, MMAPABLE, INNER_MAP);
      case PERCPU_ARRAY -> ACCESS;
      case PROG_ARRAY, ARRAY_OF_MAPS -> userAccess;
      case PERF_EVENT_ARRAY -> userAccess | PRESERVE_ELEMS.bit();
      case HASH, HASH_OF_MAPS -> HASH & ~NO_COMMON_LRU.bit();
      case PERCPU_HASH -> HASH & ~MapFlag.mask(NO_COMMON_LRU, NUMA_NODE);
      case LRU_HASH -> HASH;
      case LRU_PERCPU_HASH -> HASH & ~NUMA_NODE.bit();
      case QUEUE, STACK -> ACCESS | NUMA_NODE.bit();
      case RINGBUF -> NUMA_NODE.bit();
      case LPM_TRIE -> ACCESS | MapFlag.mask(NO_PREALLOC, NUMA_NODE);
      case BLOOM_FILTER -> ACCESS | MapFlag.mask(NUMA_NODE, ZERO_SEED);
      case TASK_STORAGE, CGRP_STORAGE -> STORAGE;
    };
  }

  private static void checkExtra(MapSpec spec) {
    boolean bloom = spec.type() == MapType.BLOOM_FILTER;
    boolean wrong = (spec.extra() & ~(bloom ? 0xfL : 0)) != 0;
    String what = bloom ? ", not 0 to 15 hash functions" : ", which its type does not use";
    String extra = "has map_extra 0x" + Long.toHexString(spec.extra());
    refuse(wrong, spec, MapErrno.EINVAL, extra + what);
  }

  private static void checkAllocation(MapSpec spec) {
    boolean preallocated = !NO_PREALLOC.in(spec.flags());
    switch (spec.type()) {
      case LPM_TRIE, TASK_STORAGE, CGRP_STORAGE ->
          refuse(preallocated, spec, MapErrno.EINVAL, "needs BPF_F_NO_PREALLOC, as its type does");
      case LRU_HASH, LRU_PERCPU_HASH -> {
        String why = "cannot have BPF_F_NO_PREALLOC: LRU maps are allocated at the start";
        refuse(!preallocated, spec, MapErrno.ENOTSUPP, why);
        boolean split = NO_COMMON_LRU.in(spec.flags()) && NUMA_NODE.in(spec.flags());
        String both = "cannot have lists for each CPU on one NUMA node";
        refuse(split, spec, MapErrno.EINVAL, both);
      }
      default -> {}
    }
  }

  private static void checkSizes(MapSpec spec) {
    boolean perCpu =
        switch (spec.type()) {
          case PERCPU_ARRAY, PERCPU_HASH, LRU_PERCPU_HASH -> true;
          default -> false;
        };
    boolean large = perCpu && spec.valueSize() > MAX_PERCPU_VALUE;
    String limit = " bytes, of at most " + MAX_PERCPU_VALUE + " that a CPU may have";
    refuse(large, spec, MapErrno.E2BIG, "has values of " + spec.valueSize() + limit);
    boolean array = spec.type() == MapType.ARRAY;
    long element = (long) spec.keySize() + spec.valueSize();
    String most = " bytes, of at most " + MAX_ELEMENT;
    refuse(
        !array && element > MAX_ELEMENT, spec, MapErrno.E2BIG, "has elements of " + element + most);
  }

  private static void checkFields(MapSpec spec) {
    boolean guarded = (spec.flags() & MapFlag.mask(RDONLY_PROG, WRONLY_PROG)) != 0;
    refuse(
        guarded && !spec.fields().isEmpty(),
        spec,
        MapErrno.EACCES,
        "has values with fields for helpers, which programs must be able to read and write");
    int end = 0;
    for (MapField field : spec.fields()) {
      Set<MapType> types =
          switch (field.kind()) {
            case SPIN_LOCK -> LOCKABLE;
            case TIMER -> TIMED;
            case KPTR -> POINTING;
          };
      String name = field.kind().name().toLowerCase(java.util.Locale.ROOT);
      refuse(!types.contains(spec.type()), spec, MapErrno.EOPNOTSUPP, "cannot hold a " + name);
      boolean fits =
          field.offset() >= end && field.offset() <= spec.valueSize() - field.kind().bytes();
      refuse(!fits, spec, MapErrno.EINVAL, "has a " + name + " where its value has no room for it");
      end = field.offset() + field.kind().bytes();
    }
  }

  private static void checkInner(MapSpec spec) {
    MapSpec inner = spec.inner();
    if (inner != null) {
      refuse(inner.type().holdsMaps(), spec, MapErrno.EINVAL, "holds maps that hold maps");
      boolean programs = inner.type() == MapType.PROG_ARRAY;
      refuse(programs, spec, MapErrno.ENOTSUPP, "holds maps that hold programs");
      check(inner);
    }
  }

  private static void refuse(boolean when, MapSpec spec, int errno, String reason) {
    if (when) {
      throw new MapCreationException(spec.name(), errno, reason);
    }
  }
}

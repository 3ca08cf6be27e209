package org.gpol.vm.map;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.gpol.bpf.object.MapEntry;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.platform.MapType;
import org.gpol.vm.memory.AddressSpace;
import org.gpol.vm.memory.MemoryViolation;
import org.gpol.vm.memory.Region;

/**
 * The maps of one loaded object, by the index that its programs refer to them with, and by address.
 */
public final class MapRegistry {
  private final AddressSpace memory;
  private final int nrCpus;
  private final List<BpfMap> maps = new ArrayList<>();

  /** All maps by their ids, from 1 on; also those that no index refers to. */
  private final List<BpfMap> created = new ArrayList<>();

  /**
   * The map whose handle is the region of that number: found on every map helper's call, so no
   * hashing.
   */
  private BpfMap[] byRegion = new BpfMap[64];

  private FieldListener fieldListener = (map, value, field, old) -> {};

  /** An empty registry for a machine with {@code nrCpus} CPUs. */
  public MapRegistry(AddressSpace memory, int nrCpus) {
    this.memory = memory;
    this.nrCpus = nrCpus;
  }

  /**
   * Creates the next map of the object; {@code readOnly} is for arrays that hold read-only data.
   * Throws {@link MapCreationException} where the kernel would refuse.
   */
  public BpfMap add(MapSpec spec, boolean readOnly) {
    int readOnlyFlag = readOnly ? MapFlag.RDONLY_PROG.bit() : 0;
    MapSpec wanted = readOnly ? spec.withFlags(spec.flags() | readOnlyFlag) : spec;
    MapCreation.check(wanted);
    BpfMap map = create(wanted);
    maps.add(map);
    if (map instanceof HashTableMap hash) {
      // Now rather than later, so that programs may be compiled for this very array.
      hash.allocateSmall();
    }
    return map;
  }

  /** Says who is told that values give up timers and counted pointers. */
  public void setFieldListener(FieldListener listener) {
    fieldListener = listener;
  }

  FieldListener fieldListener() {
    return fieldListener;
  }

  /**
   * Fills maps of maps and of programs with what they hold from the start. An array of maps that no
   * entry mentions creates its inner maps on demand. Throws {@link MapCreationException} if a map
   * does not fit where it is to be put.
   */
  public void setEntries(List<MapEntry> entries) {
    Set<Integer> named = new HashSet<>();
    for (MapEntry entry : entries) {
      named.add(entry.map());
      BpfMap map = maps.get(entry.map());
      byte[] key = new byte[map.spec().keySize()];
      ByteBuffer little = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
      little.putInt(entry.key()).rewind().get(key, 0, Math.min(4, key.length));
      int error =
          map.spec().type().holdsMaps()
              ? map.setInner(key, 0, maps.get(entry.target()))
              : map.setProgram(entry.key(), entry.target());
      if (error != 0) {
        String reason = "cannot hold entry " + entry.key() + " (error " + error + ")";
        throw new MapCreationException(map.spec().name(), error, reason);
      }
    }
    for (int i = 0; i < maps.size(); i++) {
      if (maps.get(i).spec().type() == MapType.ARRAY_OF_MAPS && !named.contains(i)) {
        maps.get(i).fillOnDemand();
      }
    }
  }

  /** All maps of the object, in the order of their indices. */
  public List<BpfMap> maps() {
    return Collections.unmodifiableList(maps);
  }

  /** The map at {@code index} of the object. */
  public BpfMap map(int index) {
    return maps.get(index);
  }

  /**
   * The memory in which an array keeps its values; throws {@link IllegalArgumentException} for
   * another type.
   */
  public Region values(int index) {
    if (maps.get(index) instanceof ArrayMap array) {
      return array.values();
    }
    throw new IllegalArgumentException("map " + index + " is no array");
  }

  /** The memory in which an array or a hash map keeps all its values, if it is one piece. */
  public Optional<Region> valuesTogether(int index) {
    if (maps.get(index) instanceof HashTableMap hash) {
      return hash.valuesTogether();
    }
    boolean together = maps.get(index) instanceof ArrayMap array && array.isOnePiece();
    return together ? Optional.of(values(index)) : Optional.empty();
  }

  /** The map that a program points at; throws {@link MemoryViolation} if it points elsewhere. */
  public BpfMap at(long address) {
    int region = (int) (address >>> 32);
    BpfMap map = region >= 0 && region < byRegion.length ? byRegion[region] : null;
    if (map == null) {
      throw new MemoryViolation("address 0x" + Long.toHexString(address) + " is no map");
    }
    return map;
  }

  /** The map with that id, or null. */
  public BpfMap ofId(int id) {
    return id >= 1 && id <= created.size() ? created.get(id - 1) : null;
  }

  AddressSpace memory() {
    return memory;
  }

  int nrCpus() {
    return nrCpus;
  }

  /** Creates a map that no index refers to. */
  BpfMap create(MapSpec spec) {
    BpfMap map =
        switch (spec.type()) {
          case ARRAY, PERCPU_ARRAY -> new ArrayMap(spec, this);
          case HASH, LRU_HASH, PERCPU_HASH, LRU_PERCPU_HASH -> new HashTableMap(spec, this);
          case QUEUE, STACK -> new QueueMap(spec, this);
          case ARRAY_OF_MAPS -> new ArrayOfMaps(spec, this);
          case HASH_OF_MAPS -> new HashOfMaps(spec, this);
          case PROG_ARRAY -> new ProgramArray(spec, this);
          case PERF_EVENT_ARRAY -> new PerfEventArray(spec, this);
          case RINGBUF -> new RingBufferMap(spec, this);
          case LPM_TRIE -> new LpmTrie(spec, this);
          case BLOOM_FILTER -> new BloomFilter(spec, this);
          case TASK_STORAGE, CGRP_STORAGE -> new LocalStorage(spec, this);
        };
    map.setId(created.size() + 1);
    created.add(map);
    int region = (int) (map.address() >>> 32);
    if (region >= byRegion.length) {
      byRegion = Arrays.copyOf(byRegion, region * 2);
    }
    byRegion[region] = map;
    return map;
  }
}

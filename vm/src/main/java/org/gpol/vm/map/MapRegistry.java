package org.gpol.vm.map;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.gpol.bpf.GpolBug;
import org.gpol.bpf.platform.MapSpec;
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
    return map;
  }

  /** Says who is told that values give up timers and counted pointers. */
  public void setFieldListener(FieldListener listener) {
    fieldListener = listener;
  }

  FieldListener fieldListener() {
    return fieldListener;
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

  /** The map that a program points at; throws {@link MemoryViolation} if it points elsewhere. */
  public BpfMap at(long address) {
    int region = (int) (address >>> 32);
    BpfMap map = region >= 0 && region < byRegion.length ? byRegion[region] : null;
    if (map == null) {
      throw new MemoryViolation("address 0x" + Long.toHexString(address) + " is no map");
    }
    return map;
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
          default -> throw new GpolBug("maps of type " + spec.type() + " are not there yet");
        };
    int region = (int) (map.address() >>> 32);
    if (region >= byRegion.length) {
      byRegion = Arrays.copyOf(byRegion, region * 2);
    }
    byRegion[region] = map;
    return map;
  }
}

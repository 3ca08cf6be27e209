package org.gpol.vm.map;

import org.gpol.bpf.platform.MapSpec;

/**
 * {@code BPF_MAP_TYPE_ARRAY_OF_MAPS}; a lookup gives the inner map itself. A map that was taken out
 * stays usable for programs that hold it.
 */
final class ArrayOfMaps extends ReferenceArray {
  private boolean onDemand;

  ArrayOfMaps(MapSpec spec, MapRegistry registry) {
    super(spec, registry);
  }

  @Override
  public void fillOnDemand() {
    onDemand = true;
  }

  @Override
  public long lookup(byte[] key, int keyOffset, int cpu) {
    int index = index(key, keyOffset);
    if (index < 0) {
      return 0;
    }
    long address = entry(index);
    if (address == 0 && onDemand) {
      address = registry().create(spec().inner()).address();
      setEntry(index, address);
    }
    return address;
  }

  @Override
  public int setInner(byte[] key, int keyOffset, BpfMap inner) {
    int index = index(key, keyOffset);
    if (index < 0) {
      return MapErrno.E2BIG;
    }
    if (!InnerMaps.fits(spec().inner(), inner)) {
      return MapErrno.EINVAL;
    }
    setEntry(index, inner.address());
    return 0;
  }

  @Override
  int id(long entry) {
    return registry().at(entry).id();
  }

  @Override
  long ofId(int id) {
    return InnerMaps.ofId(registry(), spec().inner(), id);
  }
}

package org.gpol.vm.map;

import org.gpol.bpf.platform.MapSpec;

/**
 * {@code BPF_MAP_TYPE_PROG_ARRAY}: the targets of tail calls, as numbers of programs of the object.
 */
final class ProgramArray extends ReferenceArray {
  ProgramArray(MapSpec spec, MapRegistry registry) {
    super(spec, registry);
  }

  @Override
  public int program(long index) {
    boolean within = Long.compareUnsigned(index, spec().maxEntries()) < 0;
    return within ? (int) entry((int) index) - 1 : -1;
  }

  @Override
  public int setProgram(int index, int program) {
    if (Integer.compareUnsigned(index, spec().maxEntries()) >= 0) {
      return MapErrno.E2BIG;
    }
    if (program < 0) {
      return MapErrno.EBADF;
    }
    setEntry(index, program + 1L);
    return 0;
  }

  @Override
  int id(long entry) {
    return (int) entry - 1;
  }

  @Override
  long ofId(int id) {
    return id < 0 ? 0 : id + 1L;
  }
}

package org.gpol.vm.call;

import org.gpol.vm.memory.AddressSpace;
import org.gpol.vm.memory.Region;

/**
 * A variable of the platform in a machine. That of which each CPU has a copy has an address that
 * stands for all of them and cannot be read at, as in Linux, where it is an offset.
 */
final class PlatformVariable {
  private final int bytes;
  private final int copies;
  private final Region values;
  private final long address;

  PlatformVariable(AddressSpace memory, VariableBinding binding, int nrCpus) {
    String name = binding.variable().name();
    this.bytes = binding.variable().bytes();
    boolean perCpu = binding.variable().perCpu();
    this.copies = perCpu ? nrCpus : 1;
    byte[] content = new byte[copies * bytes];
    for (int cpu = 0; cpu < copies; cpu++) {
      long value = binding.value().on(cpu, nrCpus);
      for (int i = 0; i < bytes; i++) {
        content[cpu * bytes + i] = (byte) (value >>> (8 * i));
      }
    }
    this.values = memory.add(Region.Kind.READ_ONLY_VALUES, name, content);
    this.address =
        perCpu
            ? memory.add(Region.Kind.READ_ONLY_VALUES, "per-CPU " + name, new byte[0]).base()
            : values.base();
  }

  long address() {
    return address;
  }

  long copyOf(long cpu) {
    return Long.compareUnsigned(cpu, copies) < 0 ? values.base() + cpu * bytes : 0;
  }
}

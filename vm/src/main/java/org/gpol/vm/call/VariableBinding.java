package org.gpol.vm.call;

import org.gpol.bpf.platform.KernelVariable;

/**
 * A variable of the platform and what it holds.
 *
 * @param value what it holds; only as many low bytes as it has count
 */
public record VariableBinding(KernelVariable variable, Value value) {
  /** The content of a variable. */
  @FunctionalInterface
  public interface Value {
    /** What {@code cpu}'s copy holds, or the only one, on a machine with {@code nrCpus} CPUs. */
    long on(int cpu, int nrCpus);
  }

  /** Checks the size. */
  public VariableBinding {
    int bytes = variable.bytes();
    if (bytes < 1 || bytes > Long.BYTES || Integer.bitCount(bytes) != 1) {
      throw new IllegalArgumentException(variable.name() + " has " + bytes + " bytes");
    }
  }
}

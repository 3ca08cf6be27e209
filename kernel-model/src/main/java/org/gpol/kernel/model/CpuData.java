package org.gpol.kernel.model;

/** {@code cpu_data}: a page for each CPU of the machine, with the transaction of the CPU in it. */
record CpuData(Kernel kernel, Enclave enclave) implements SharedMemory {
  private static final int PAGE = 4096;

  @Override
  public int size() {
    return PAGE * kernel.cpuCount();
  }

  private Transaction page(int offset) {
    Cpu cpu = kernel.cpu(offset / PAGE);
    return cpu.ghost.enclave == enclave ? cpu.ghost.txn : null;
  }

  @Override
  public int getInt(int offset) {
    Transaction txn = page(offset);
    return txn == null ? 0 : txn.getInt(offset % PAGE);
  }

  @Override
  public long getLong(int offset) {
    Transaction txn = page(offset);
    return txn == null ? 0 : txn.getLong(offset % PAGE);
  }
}

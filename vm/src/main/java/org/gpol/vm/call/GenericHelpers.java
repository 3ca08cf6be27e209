package org.gpol.vm.call;

import java.util.ArrayList;
import java.util.List;

/**
 * The helpers that every program type may call, with Linux's numbers and semantics (linux/bpf.h).
 */
public final class GenericHelpers {
  private GenericHelpers() {}

  /** A table of all of them, with the variables of the platform that go with them. */
  public static HelperTable table() {
    List<HelperBinding> all = new ArrayList<>();
    all.addAll(MapHelpers.helpers());
    all.addAll(TimeHelpers.helpers());
    all.addAll(CpuHelpers.helpers());
    all.addAll(TaskHelpers.helpers());
    all.addAll(PrintHelpers.helpers());
    all.addAll(StringHelpers.helpers());
    all.addAll(MemoryHelpers.helpers());
    all.addAll(RingBufferHelpers.helpers());
    all.addAll(PerfHelpers.helpers());
    all.addAll(DynptrHelpers.helpers());
    all.addAll(LoopHelpers.helpers());
    all.addAll(LockHelpers.helpers());
    all.addAll(TimerHelpers.helpers());
    return new HelperTable(all, CpuHelpers.variables());
  }
}

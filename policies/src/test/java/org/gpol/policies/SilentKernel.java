package org.gpol.policies;

import org.gpol.kernel.hook.HookEnvironment;

/** A kernel in which every call succeeds and nothing happens. */
class SilentKernel implements HookEnvironment {
  @Override
  public int runGtid(long gtid, int taskBarrier, int runFlags) {
    return 0;
  }

  @Override
  public int reschedCpu2(int cpu, int flags) {
    return 0;
  }

  @Override
  public long ktimeNs() {
    return 0;
  }

  @Override
  public int currentCpu() {
    return 0;
  }

  @Override
  public int randomU32() {
    return 0;
  }

  @Override
  public void tracePrintk(String line) {}
}

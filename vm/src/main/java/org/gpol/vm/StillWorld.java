package org.gpol.vm;

import org.gpol.vm.call.Environment;

/** A world for programs that run outside of any: time stands still, there is one CPU. */
public enum StillWorld implements Environment {
  /** The only one. */
  INSTANCE;

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
  public void tracePrintk(String line) {
    // Nobody listens.
  }
}

package org.gpol.vm.agreement;

import java.util.ArrayList;
import java.util.List;
import org.gpol.vm.call.Environment;

/** A world that gives another answer each time it is asked, so that one question more is seen. */
final class World implements Environment {
  private final List<String> printed = new ArrayList<>();
  private long seed;
  private long asked;

  /** Starts anew; {@code with} decides what is answered. */
  void begin(long with) {
    seed = with;
    asked = 0;
    printed.clear();
  }

  /** The lines printed since the start. */
  List<String> printed() {
    return printed;
  }

  /** How many questions were asked since the start. */
  long asked() {
    return asked;
  }

  @Override
  public long ktimeNs() {
    return (seed & 0xff_ffff_ffffL) + 1_000 * ++asked;
  }

  @Override
  public int currentCpu() {
    return (int) (seed & 1);
  }

  @Override
  public int randomU32() {
    return Mix.of(seed, ++asked).nextInt();
  }

  @Override
  public void tracePrintk(String line) {
    printed.add(line);
  }

  @Override
  public long taskByPid(int pid) {
    return pid >= 0 && pid < Setting.CPUS ? pid : NO_TASK;
  }
}

package org.gpol.policies.reference;

import java.util.ArrayList;
import java.util.List;
import org.gpol.kernel.hook.HookEnvironment;
import org.gpol.kernel.workload.CpuSet;

/**
 * A kernel whose answers depend on nothing but a seed and the order of the questions, and that
 * remembers what it was told.
 */
final class ScriptedKernel implements HookEnvironment {
  static final int CPUS = 4;
  static final int CPU = 2;
  private static final int[] RUN_RESULTS = {0, 0, -2, -16, -116};

  private final List<String> told = new ArrayList<>();
  private long state;

  ScriptedKernel(long seed) {
    state = seed;
  }

  /** What it was told since the last call. */
  List<String> takeTold() {
    List<String> result = List.copyOf(told);
    told.clear();
    return result;
  }

  private long next() {
    state = state * 6364136223846793005L + 1442695040888963407L;
    return state >>> 33;
  }

  @Override
  public int runGtid(long gtid, int taskBarrier, int runFlags) {
    told.add("run " + gtid + " " + taskBarrier + " " + runFlags);
    return RUN_RESULTS[(int) (next() % RUN_RESULTS.length)];
  }

  @Override
  public int reschedCpu2(int cpu, int flags) {
    told.add("resched " + cpu + " " + flags);
    return next() % 3 == 0 ? -1 : 0;
  }

  @Override
  public int wakeAgent(int cpu) {
    told.add("wake agent " + cpu);
    return 0;
  }

  @Override
  public CpuSet affinity(long gtid) {
    if (gtid < 0 || gtid > 3) {
      return null;
    }
    List<Integer> cpus = new ArrayList<>();
    for (int cpu = 0; cpu < CPUS; cpu++) {
      if (cpu != gtid) {
        cpus.add(cpu);
      }
    }
    return CpuSet.of(cpus.stream().mapToInt(Integer::intValue).toArray());
  }

  @Override
  public String nameOf(long gtid) {
    return gtid < 0 || gtid > 4 ? null : "task " + gtid;
  }

  @Override
  public int cpuCount() {
    return CPUS;
  }

  @Override
  public long ktimeNs() {
    return 1_000_000_000L + next() % 1_000_000;
  }

  @Override
  public int currentCpu() {
    return CPU;
  }

  @Override
  public int randomU32() {
    return (int) next();
  }

  @Override
  public void tracePrintk(String line) {
    told.add("log " + line);
  }

  /** As {@link #tracePrintk}. */
  void log(String line) {
    tracePrintk(line);
  }
}

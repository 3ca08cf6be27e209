package org.gpol.kernel.check;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import org.gpol.kernel.workload.CpuSet;
import org.gpol.kernel.workload.TaskSpec;
import org.gpol.kernel.workload.Workload;

/**
 * What monitors know of a run beforehand.
 *
 * @param cpus of the machine
 * @param departed tasks that have left the policy since
 */
public record MonitoredTasks(Workload workload, int cpus, BitSet departed) {
  /** Of a run that has not begun. */
  public MonitoredTasks(Workload workload, int cpus) {
    this(workload, cpus, new BitSet());
  }

  int count() {
    return workload.tasks().size();
  }

  /** Whether the policy is responsible for a task; negative numbers are nobody's. */
  boolean ours(int task) {
    return task >= 0 && !departed.get(task) && workload.isGhost(task);
  }

  String name(int task) {
    return "task `" + workload.tasks().get(task).name() + "`";
  }

  /** Whether {@code allowed} has every CPU of the machine. */
  boolean everywhere(CpuSet allowed) {
    for (int cpu = 0; cpu < cpus; cpu++) {
      if (!allowed.contains(cpu)) {
        return false;
      }
    }
    return true;
  }

  /** Whether all of the policy's tasks begin with the same nice value and may run everywhere. */
  boolean equalWeights() {
    List<TaskSpec> ours =
        java.util.stream.IntStream.range(0, count())
            .filter(this::ours)
            .mapToObj(workload.tasks()::get)
            .toList();
    return ours.stream().allMatch(t -> t.nice() == ours.get(0).nice() && everywhere(t.affinity()));
  }

  static String ms(double ns) {
    return String.format(Locale.ROOT, "%.3f ms", ns / 1e6);
  }

  static String ms(long ns) {
    return ms((double) ns);
  }
}

package org.gpol.kernel.trace;

import java.util.List;
import org.gpol.kernel.report.TraceListener;
import org.gpol.kernel.workload.TaskSpec;

/**
 * Thread ids and names as a trace of Linux has them: idle is 0, tasks of the workload are
 * consecutive, agents and migration threads have one id a CPU.
 */
public final class Threads {
  /** The process that all tasks of the workload are threads of. */
  public static final int WORKLOAD = 1000;

  private static final int KERNEL = 2;
  private static final int FIRST_AGENT = 10;

  /** {@code prio} of nice 0, and of real-time priority 0 if that existed. */
  private static final int NICE_0 = 120;

  private static final int RT_0 = 99;

  private final List<String> tasks;
  private final int[] prios;
  private final int cpus;

  /** Of tasks with these names that all have nice 0. */
  public Threads(List<String> tasks, int cpus) {
    this(tasks, new int[0], cpus);
  }

  private Threads(List<String> tasks, int[] prios, int cpus) {
    this.tasks = List.copyOf(tasks);
    this.prios = prios;
    this.cpus = cpus;
  }

  /** Of a workload, with the priorities that its tasks begin with. */
  public static Threads of(List<TaskSpec> specs, int cpus) {
    return new Threads(
        specs.stream().map(TaskSpec::name).toList(),
        specs.stream().mapToInt(Threads::prio).toArray(),
        cpus);
  }

  private static int prio(TaskSpec spec) {
    return switch (spec.policy()) {
      case FIFO, RR -> RT_0 - spec.attributes().priority();
      case DEADLINE -> -1;
      case OTHER, BATCH, IDLE, GHOST -> NICE_0 + spec.nice();
    };
  }

  /** Tasks of the workload. */
  public int tasks() {
    return tasks.size();
  }

  /** CPUs of the machine. */
  public int cpus() {
    return cpus;
  }

  /** The id of what {@link TraceListener} calls {@code task}, on {@code cpu}. */
  public int tid(int task, int cpu) {
    return switch (task) {
      case TraceListener.IDLE -> 0;
      case TraceListener.AGENT -> agentBase() + 2 * cpu;
      case TraceListener.STOPPER -> agentBase() + 2 * cpu + 1;
      default -> WORKLOAD + 1 + task;
    };
  }

  /** Below the workload's ids if they fit there, else beyond them. */
  private int agentBase() {
    return FIRST_AGENT + 2 * cpus <= WORKLOAD ? FIRST_AGENT : WORKLOAD + 1 + tasks.size();
  }

  /** The process a thread belongs to. */
  public int tgid(int task) {
    return task >= 0 ? WORKLOAD : KERNEL;
  }

  /** What a trace calls a task, or what stands in for one on a CPU. */
  public String name(int task, int cpu) {
    return switch (task) {
      case TraceListener.IDLE -> "swapper/" + cpu;
      case TraceListener.AGENT -> "ghost_agent/" + cpu;
      case TraceListener.STOPPER -> "migration/" + cpu;
      default -> tasks.get(task);
    };
  }

  /**
   * {@code prio} of trace events, as Linux counts it: 120 for nice 0, 99 - p for real-time priority
   * p, -1 for deadlines, 0 for what is above all classes.
   */
  public int prio(int task) {
    if (task >= 0 && task < prios.length) {
      return prios[task];
    }
    return task >= 0 || task == TraceListener.IDLE ? NICE_0 : 0;
  }
}

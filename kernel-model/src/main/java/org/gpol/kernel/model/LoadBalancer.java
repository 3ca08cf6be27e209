package org.gpol.kernel.model;

/**
 * Moves waiting tasks of the fair class to CPUs that have less to do, as {@code load_balance} of
 * Linux 5.11 does, domain by domain from the nearest: when a CPU runs out of work, when a tick
 * finds work waiting beside an idle CPU, and from time to time on busy CPUs. Tasks that execute are
 * never moved (no active balancing), and loads are the weights of what is runnable now, without
 * their history.
 */
final class LoadBalancer {
  /**
   * Busy CPUs look after 16 ms for each CPU of the domain ({@code busy_factor}), less a tick, so
   * that the periods of domains are no multiples of each other.
   */
  private static final long BUSY_PERIOD_NS = 16_000_000;

  /** How much more load, in percent, a group must have than ours ({@code imbalance_pct}). */
  private static final long IMBALANCE_PERCENT = 117;

  /** A task that ran so recently is left where its cache is warm ({@code sched_migration_cost}). */
  private static final long HOT_NS = 500_000;

  /** After so many failures warm tasks are moved too ({@code cache_nice_tries}). */
  private static final int NICE_TRIES = 1;

  /** The most failures that are counted; each halves what a task seems to weigh. */
  private static final int MAX_FAILURES = 16;

  /** The most tasks moved at once ({@code sched_nr_migrate}). */
  private static final int MAX_MOVED = 32;

  /** What a CPU with ghost tasks seems to have more ({@code ghost_cfs_load_added}). */
  private static final long GHOST_LOAD = 1024;

  private final Kernel kernel;
  private final SchedDomain[][] domains;
  private final long[][] nextNs;
  private final int[][] failures;

  LoadBalancer(Kernel kernel) {
    this.kernel = kernel;
    domains = SchedDomain.of(kernel.config.topology());
    nextNs = new long[domains.length][];
    failures = new int[domains.length][];
    for (int cpu = 0; cpu < domains.length; cpu++) {
      nextNs[cpu] = new long[domains[cpu].length];
      failures[cpu] = new int[domains[cpu].length];
    }
  }

  /** {@code newidle_balance}: a CPU about to idle takes a task that waits elsewhere. */
  void newIdle(Cpu idle) {
    if (kernel.fairWaiting() == 0) {
      return;
    }
    for (SchedDomain domain : domains[idle.id]) {
      Task best = null;
      for (int id : domain.cpus) {
        Cpu cpu = kernel.cpu(id);
        if (cpu != idle && cpu.fair.waiting() > (best == null ? 0 : best.cpu.fair.waiting())) {
          Task task = FairClass.pullable(cpu, idle.id);
          best = task == null ? best : task;
        }
      }
      if (best != null) {
        kernel.placement.transfer(best, idle);
        return;
      }
    }
  }

  /** The tick of a busy CPU. */
  void tick(Cpu cpu) {
    if (kernel.fairWaiting() == 0) {
      return;
    }
    pushToIdle(cpu);
    for (int level = 0; level < domains[cpu.id].length; level++) {
      if (kernel.nowNs() >= nextNs[cpu.id][level]) {
        SchedDomain domain = domains[cpu.id][level];
        long periodNs = domain.cpus.length * BUSY_PERIOD_NS - kernel.config.tickNs();
        nextNs[cpu.id][level] = kernel.nowNs() + periodNs;
        balance(cpu, domain, level);
      }
    }
  }

  /** An idle CPU is woken to take a task that waits here ({@code nohz_balancer_kick}). */
  private void pushToIdle(Cpu busy) {
    if (busy.fair.waiting() == 0 || kernel.idleCpus() == 0) {
      return;
    }
    for (SchedDomain domain : domains[busy.id]) {
      for (int id : domain.cpus) {
        Cpu cpu = kernel.cpu(id);
        Task task = cpu.isIdle() ? FairClass.pullable(busy, id) : null;
        if (task != null) {
          kernel.placement.move(task, cpu);
          return;
        }
      }
    }
  }

  private void balance(Cpu cpu, SchedDomain domain, int level) {
    int[] local = domain.groupOf(cpu.id);
    if (!isUpTo(cpu, local)) {
      return;
    }
    int[] busiest = busiest(domain, local);
    long imbalance = busiest == null ? 0 : imbalance(domain, local, busiest);
    if (imbalance <= 0) {
      failures[cpu.id][level] = 0;
      return;
    }
    int moved = detach(longest(busiest), cpu, imbalance, failures[cpu.id][level]);
    failures[cpu.id][level] = moved > 0 ? 0 : Math.min(MAX_FAILURES, failures[cpu.id][level] + 1);
  }

  /** {@code should_we_balance}: idle CPUs are served by others' ticks, else the first CPU acts. */
  private boolean isUpTo(Cpu cpu, int[] group) {
    for (int id : group) {
      if (kernel.cpu(id).isIdle()) {
        return false;
      }
    }
    return group[0] == cpu.id;
  }

  /** The overloaded group with most load for its capacity; null if none has more than CPUs. */
  private int[] busiest(SchedDomain domain, int[] local) {
    int[] busiest = null;
    for (int[] group : domain.groups) {
      if (group != local
          && isOverloaded(group)
          && (busiest == null || average(group) > average(busiest))) {
        busiest = group;
      }
    }
    return busiest;
  }

  private boolean isOverloaded(int[] group) {
    int running = 0;
    for (int id : group) {
      running += kernel.cpu(id).fair.nrRunning;
    }
    return running > group.length;
  }

  /** {@code calculate_imbalance}: the load that makes both groups like the domain. */
  private long imbalance(SchedDomain domain, int[] local, int[] busiest) {
    long here = average(local);
    long there = average(busiest);
    if (isOverloaded(local) && 100 * there <= IMBALANCE_PERCENT * here) {
      return 0;
    }
    long mean = average(domain.cpus);
    long surplus = (there - mean) * capacity(busiest);
    long room = (mean - here) * capacity(local);
    return Math.min(surplus, room) / Topology.FULL_CAPACITY;
  }

  private long average(int[] cpus) {
    long load = 0;
    for (int id : cpus) {
      load += load(kernel.cpu(id));
    }
    return load * Topology.FULL_CAPACITY / capacity(cpus);
  }

  private static long load(Cpu cpu) {
    return cpu.fair.totalWeight + (cpu.ghost.load() > 0 ? GHOST_LOAD : 0);
  }

  private long capacity(int[] cpus) {
    long capacity = 0;
    for (int id : cpus) {
      capacity += kernel.config.topology().capacity(id);
    }
    return capacity;
  }

  /** The CPU of the group with most load that has tasks waiting. */
  private Cpu longest(int[] group) {
    Cpu longest = null;
    for (int id : group) {
      Cpu cpu = kernel.cpu(id);
      if (cpu.fair.waiting() > 0 && (longest == null || load(cpu) > load(longest))) {
        longest = cpu;
      }
    }
    return longest;
  }

  /** {@code detach_tasks}: moves waiting tasks that are not too heavy; how many. */
  private int detach(Cpu from, Cpu to, long imbalance, int failed) {
    long left = imbalance;
    int moved = 0;
    for (int i = from == null ? -1 : from.fair.waiting() - 1; i >= 0 && moved < MAX_MOVED; i--) {
      // Taking one out may have put others into its place.
      if (i < from.fair.waiting() && left > 0) {
        Task task = from.fair.waiting(i);
        boolean warm = kernel.nowNs() - task.leftCpuAtNs < HOT_NS && failed <= NICE_TRIES;
        if (!warm && task.affinity.contains(to.id) && task.weight >> failed <= left) {
          left -= task.weight;
          kernel.placement.move(task, to);
          moved++;
        }
      }
    }
    return moved;
  }
}

package org.gpol.cli.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A machine and a workload.
 *
 * @param durationMs simulated time
 * @param tasks at least one
 */
record FuzzCase(int cpus, int durationMs, List<FuzzTask> tasks) {
  private static final int[] NICE = {0, 0, 0, 0, -10, -5, 5, 10, 19};

  FuzzCase {
    tasks = List.copyOf(tasks);
  }

  /** A case at random, on up to {@code mostCpus} CPUs. */
  static FuzzCase random(Random random, int mostCpus, int durationMs) {
    int cpus = 1 + random.nextInt(mostCpus);
    int count = 1 + random.nextInt(2 * cpus + 3);
    List<FuzzTask> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tasks.add(task(random, cpus));
    }
    return new FuzzCase(cpus, durationMs, tasks);
  }

  private static FuzzTask task(Random random, int cpus) {
    boolean hog = random.nextInt(4) == 0;
    List<Integer> allowed = new ArrayList<>();
    if (cpus > 1 && random.nextInt(6) == 0) {
      allowed.add(random.nextInt(cpus));
    }
    return new FuzzTask(
        random.nextInt(3) == 0 ? random.nextInt(20_000) : 0,
        NICE[random.nextInt(NICE.length)],
        random.nextInt(3) == 0 ? 1 + random.nextInt(20) : 0,
        hog ? 5_000_000 : logarithmic(random, 20_000),
        hog ? 0 : logarithmic(random, 10_000),
        random.nextInt(10) == 0,
        allowed);
  }

  /** Up to {@code most}, each power of two as likely. */
  private static int logarithmic(Random random, int most) {
    int scale = 1 << random.nextInt(32 - Integer.numberOfLeadingZeros(most));
    return Math.min(most, scale + random.nextInt(scale));
  }

  /** An rt-app file. */
  String rtApp() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      lines.add(tasks.get(i).rtApp("t" + i));
    }
    return "{\n\t\"tasks\" : {\n"
        + String.join(",\n", lines)
        + "\n\t},\n\t\"global\" : { \"duration\" : "
        + String.format(Locale.ROOT, "%.3f", durationMs / 1e3)
        + " }\n}\n";
  }

  /** Simpler ones, the simplest first. */
  List<FuzzCase> simpler() {
    List<FuzzCase> simpler = new ArrayList<>();
    for (int i = 0; i < tasks.size() && tasks.size() > 1; i++) {
      List<FuzzTask> fewer = new ArrayList<>(tasks);
      fewer.remove(i);
      simpler.add(new FuzzCase(cpus, durationMs, fewer));
    }
    if (cpus > 1) {
      simpler.add(on(1));
      simpler.add(on(cpus - 1));
    }
    if (durationMs > 200) {
      simpler.add(new FuzzCase(cpus, durationMs / 2, tasks));
      simpler.add(new FuzzCase(cpus, durationMs * 3 / 4, tasks));
    }
    for (int i = 0; i < tasks.size(); i++) {
      for (FuzzTask task : tasks.get(i).simpler()) {
        List<FuzzTask> others = new ArrayList<>(tasks);
        others.set(i, task);
        simpler.add(new FuzzCase(cpus, durationMs, others));
      }
    }
    return simpler;
  }

  /** The same on fewer CPUs; a task that may run on none of them may run on all. */
  private FuzzCase on(int fewer) {
    List<FuzzTask> moved = new ArrayList<>();
    for (FuzzTask t : tasks) {
      List<Integer> left = t.cpus().stream().filter(cpu -> cpu < fewer).toList();
      moved.add(
          new FuzzTask(t.delayUs(), t.nice(), t.loops(), t.runUs(), t.sleepUs(), t.yields(), left));
    }
    return new FuzzCase(fewer, durationMs, moved);
  }
}

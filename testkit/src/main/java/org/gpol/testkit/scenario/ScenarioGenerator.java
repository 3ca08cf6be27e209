package org.gpol.testkit.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.gpol.testkit.scenario.ScenarioFault.Kind;

/**
 * Scenarios at random; a seed gives the same ones everywhere.
 *
 * @param mostCpus at least 1
 * @param durationMs of each
 * @param faults which kinds of fault there are; none for calm machines
 */
public record ScenarioGenerator(int mostCpus, int durationMs, Set<Kind> faults) {
  private static final int[] NICE = {0, 0, 0, 0, -10, -5, 5, 10, 19};
  private static final int MOST_FAULTS = 4;
  private static final int MOST_STORM = 1_000;

  /** How long a task that has left the policy lives on: short of what counts as a stall. */
  private static final int MOST_STAY_US = 100_000;

  private static final int HOG_US = 5_000_000;

  /** Copies. */
  public ScenarioGenerator {
    faults = Set.copyOf(faults);
  }

  /** The next one. */
  public Scenario next(Random random) {
    int cpus = 1 + random.nextInt(mostCpus);
    int count = 1 + random.nextInt(2 * cpus + 3);
    List<ScenarioTask> tasks = new ArrayList<>();
    for (int id = 0; id < count; id++) {
      tasks.add(task(random, id, count, cpus));
    }
    List<ScenarioFault> found = new ArrayList<>();
    if (!faults.isEmpty() && random.nextBoolean()) {
      int many = 1 + random.nextInt(MOST_FAULTS);
      for (int i = 0; i < many; i++) {
        found.add(fault(random, count, cpus));
      }
    }
    return new Scenario(cpus, durationMs, tasks, found);
  }

  private static ScenarioTask task(Random random, int id, int count, int cpus) {
    boolean hog = random.nextInt(4) == 0;
    ScenarioTask task =
        ScenarioTask.of(
            id, hog ? HOG_US : logarithmic(random, 20_000), hog ? 0 : logarithmic(random, 10_000));
    if (random.nextInt(3) == 0) {
      task = task.startingAt(random.nextInt(20_000));
    }
    if (cpus > 1 && random.nextInt(6) == 0) {
      task = task.on(List.of(random.nextInt(cpus)));
    }
    if (id + 1 < count && random.nextInt(4) == 0) {
      task = task.waking(List.of(id + 1 + random.nextInt(count - id - 1)));
    }
    return task.withNice(NICE[random.nextInt(NICE.length)])
        .repeated(random.nextInt(3) == 0 ? 1 + random.nextInt(20) : 0)
        .yielding(random.nextInt(10) == 0);
  }

  private ScenarioFault fault(Random random, int tasks, int cpus) {
    List<Kind> kinds = faults.stream().sorted().toList();
    Kind kind = kinds.get(random.nextInt(kinds.size()));
    int atUs = random.nextInt(Math.max(1, durationMs * 500));
    return switch (kind) {
      case RENICE -> new ScenarioFault(atUs, kind, random.nextInt(tasks), random.nextInt(40) - 20);
      case REBIND -> new ScenarioFault(atUs, kind, random.nextInt(tasks), random.nextInt(cpus));
      case STORM ->
          new ScenarioFault(atUs, kind, random.nextInt(tasks), logarithmic(random, MOST_STORM));
      case OUTAGE ->
          new ScenarioFault(
              atUs,
              kind,
              random.nextInt(cpus),
              random.nextInt(4) == 0 ? 0 : logarithmic(random, durationMs * 250));
      case DEPART ->
          new ScenarioFault(atUs, kind, random.nextInt(tasks), logarithmic(random, MOST_STAY_US));
      case CRASH -> new ScenarioFault(atUs, kind, 0, 0);
      default -> new ScenarioFault(atUs, kind, random.nextInt(tasks), 0);
    };
  }

  /** From 1 to {@code most}, each power of two as likely. */
  private static int logarithmic(Random random, int most) {
    int scale = 1 << random.nextInt(32 - Integer.numberOfLeadingZeros(Math.max(1, most)));
    return Math.max(1, Math.min(most, scale + random.nextInt(scale)));
  }
}

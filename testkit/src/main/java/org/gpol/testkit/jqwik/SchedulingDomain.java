package org.gpol.testkit.jqwik;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;
import org.gpol.kernel.model.Topology;
import org.gpol.testkit.scenario.Scenario;
import org.gpol.testkit.scenario.ScenarioFault;
import org.gpol.testkit.scenario.ScenarioFault.Kind;
import org.gpol.testkit.scenario.ScenarioTask;

/**
 * What properties of schedulers are about, for {@code @Domain(SchedulingDomain.class)}: machines,
 * workloads, and what happens to them. Shrinks to few tasks, few CPUs, short times and no faults.
 */
public final class SchedulingDomain extends DomainContextBase {
  private static final int MOST_CPUS = 4;
  private static final int MOST_TASKS = 8;
  private static final int MOST_FAULTS = 3;
  private static final int DURATION_MS = 1_500;

  /** Machines from one CPU to two nodes with caches, cores and threads. */
  @Provide
  public Arbitrary<Topology> topologies() {
    return Arbitraries.of("1", "2", "3", "4", "1n1l2c2t", "1n2l2c1t", "2n1l2c1t", "2n2l2c2t")
        .map(Topology::parse);
  }

  /** What one task does, with the id 0, free to run everywhere. */
  @Provide
  public Arbitrary<ScenarioTask> tasks() {
    Arbitrary<Integer> delays = Arbitraries.integers().between(0, 20_000);
    Arbitrary<Integer> nices = Arbitraries.integers().between(-20, 19).shrinkTowards(0);
    Arbitrary<Integer> loops = Arbitraries.integers().between(1, 500);
    Arbitrary<Integer> runs = Arbitraries.integers().between(1, 50_000);
    Arbitrary<Integer> sleeps = Arbitraries.integers().between(0, 20_000);
    Arbitrary<Boolean> yields = Arbitraries.frequency(tuple(9, false), tuple(1, true));
    return Combinators.combine(delays, nices, loops, runs, sleeps, yields)
        .as(
            (delay, nice, loop, run, sleep, yield) ->
                ScenarioTask.of(0, run, sleep)
                    .startingAt(delay)
                    .withNice(nice)
                    .repeated(loop)
                    .yielding(yield));
  }

  private static net.jqwik.api.Tuple.Tuple2<Integer, Boolean> tuple(int weight, boolean value) {
    return net.jqwik.api.Tuple.of(weight, value);
  }

  /** Machines with workloads, to which nothing happens from outside. */
  @Provide
  public Arbitrary<Scenario> scenarios() {
    Arbitrary<List<ScenarioTask>> tasks = tasks().list().ofMinSize(1).ofMaxSize(MOST_TASKS);
    Arbitrary<Integer> cpus = Arbitraries.integers().between(1, MOST_CPUS);
    // Who is bound where, and who wakes whom: -1 for free, and for nobody.
    Arbitrary<List<Integer>> homes = links(MOST_CPUS);
    Arbitrary<List<Integer>> wakes = links(MOST_TASKS);
    return Combinators.combine(cpus, tasks, homes, wakes).as(SchedulingDomain::scenario);
  }

  private static Arbitrary<List<Integer>> links(int most) {
    return Arbitraries.integers()
        .between(-2 * most, most - 1)
        .map(value -> Math.max(-1, value))
        .list()
        .ofSize(MOST_TASKS);
  }

  private static Scenario scenario(
      int cpus, List<ScenarioTask> tasks, List<Integer> homes, List<Integer> wakes) {
    List<ScenarioTask> numbered = new ArrayList<>();
    for (int id = 0; id < tasks.size(); id++) {
      ScenarioTask t = tasks.get(id);
      int home = homes.get(id);
      int woken = wakes.get(id);
      numbered.add(
          new ScenarioTask(
              id,
              t.delayUs(),
              t.nice(),
              t.loops(),
              t.runUs(),
              t.sleepUs(),
              t.yields(),
              home >= 0 && home < cpus ? List.of(home) : List.of(),
              woken > id ? List.of(woken) : List.of()));
    }
    return new Scenario(cpus, DURATION_MS, numbered, List.of());
  }

  /** What can happen from outside to a workload of up to eight tasks on up to four CPUs. */
  @Provide
  public Arbitrary<List<ScenarioFault>> faultPlans() {
    Arbitrary<Integer> times = Arbitraries.integers().between(0, DURATION_MS * 500);
    Arbitrary<Kind> kinds =
        Arbitraries.of(Kind.KILL, Kind.DEPART, Kind.RENICE, Kind.REBIND, Kind.STORM, Kind.OUTAGE);
    Arbitrary<Integer> subjects = Arbitraries.integers().between(0, MOST_TASKS - 1);
    Arbitrary<Integer> values = Arbitraries.integers().between(1, 200_000);
    return Combinators.combine(times, kinds, subjects, values)
        .as(SchedulingDomain::fault)
        .list()
        .ofMaxSize(MOST_FAULTS);
  }

  private static ScenarioFault fault(int atUs, Kind kind, int subject, int value) {
    return switch (kind) {
      case RENICE -> new ScenarioFault(atUs, kind, subject, value % 40 - 20);
      case REBIND -> new ScenarioFault(atUs, kind, subject, value % MOST_CPUS);
      case STORM -> new ScenarioFault(atUs, kind, subject, 1 + value % 1_000);
      case OUTAGE -> new ScenarioFault(atUs, kind, subject % MOST_CPUS, value);
      case DEPART -> new ScenarioFault(atUs, kind, subject, 1 + value / 2);
      default -> new ScenarioFault(atUs, kind, subject, 0);
    };
  }
}

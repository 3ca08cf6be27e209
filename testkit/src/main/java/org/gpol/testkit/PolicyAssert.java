package org.gpol.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.report.CheckResult;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.kernel.workload.Workload;
import org.gpol.testkit.scenario.FaultHunt;
import org.gpol.testkit.scenario.FaultHunt.Finding;
import org.gpol.testkit.scenario.Scenario;
import org.gpol.testkit.scenario.ScenarioFault;
import org.gpol.testkit.scenario.ScenarioGenerator;

/**
 * Statements about a policy, for any test framework:
 *
 * <pre>{@code
 * assertThat(policy).on("2n2l4c2t").under(workload).satisfies(
 *     "contract prompt: percentile(wakeup_latency, 99) < 5ms;");
 * assertThat(policy).on("4").underAnyWorkload(200).keepsItsContracts();
 * }</pre>
 *
 * <p>A scenario that fails is made as small as it gets, and written with its trace and the command
 * that replays it; what failed before is tried first.
 */
public final class PolicyAssert {
  private static final int DURATION_MS = 3_000;

  private final PolicyUnderTest policy;
  private Topology topology = Topology.flat(4);
  private Workload workload;
  private Scenario scenario;
  private int runs;
  private Set<ScenarioFault.Kind> faults = Set.of();
  private int durationMs = DURATION_MS;
  private long seed = 1;
  private Path directory = Failures.USUAL;

  private PolicyAssert(PolicyUnderTest policy) {
    this.policy = policy;
  }

  /** Begins a statement about {@code policy}. */
  public static PolicyAssert assertThat(PolicyUnderTest policy) {
    return new PolicyAssert(policy);
  }

  /** On this machine; four CPUs if nobody says so. */
  public PolicyAssert on(Topology machine) {
    topology = machine;
    return this;
  }

  /** On this machine, such as {@code 4} or {@code 2n2l4c2t}. */
  public PolicyAssert on(String machine) {
    return on(Topology.parse(machine));
  }

  /** With this seed, 1 if nobody says so. */
  public PolicyAssert withSeed(long value) {
    seed = value;
    return this;
  }

  /** Under this workload. */
  public PolicyAssert under(Workload tasks) {
    workload = tasks;
    return this;
  }

  /** In this scenario, which brings its own machine. */
  public PolicyAssert under(Scenario tasks) {
    scenario = tasks;
    return this;
  }

  /** Under so many workloads at random, on machines of up to as many CPUs as the machine has. */
  public PolicyAssert underAnyWorkload(int howMany) {
    runs = howMany;
    return this;
  }

  /** Workloads at random are of so much simulated time; 3 s if nobody says so. */
  public PolicyAssert forMilliseconds(int time) {
    durationMs = time;
    return this;
  }

  /** Such things happen to workloads at random from outside. */
  public PolicyAssert with(Set<ScenarioFault.Kind> kinds) {
    faults = kinds;
    return this;
  }

  /** Findings go to this directory, and are read from it; {@code gpol-failures} if nobody says. */
  public PolicyAssert keepingFailuresIn(Path folder) {
    directory = folder;
    return this;
  }

  /** That no contract of the policy's file breaks, no task is lost or stalls, no program faults. */
  public void keepsItsContracts() {
    check(policy, false);
  }

  /**
   * The same for these contracts besides, in the language's own syntax.
   *
   * @throws AssertionError that tells what broke and how to see it again
   */
  public void satisfies(String... contracts) {
    check(policy.promising(contracts), contracts.length > 0);
  }

  private void check(PolicyUnderTest tested, boolean promised) {
    if (workload == null && scenario == null && runs == 0) {
      throw new IllegalStateException("under what? Say under(…) or underAnyWorkload(…)");
    }
    if (workload != null) {
      checkWorkload(tested);
    }
    try {
      checkScenarios(tested, promised);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void checkWorkload(PolicyUnderTest tested) {
    SimulationResult result = tested.run(workload, topology, seed);
    Optional<String> fault = PolicyUnderTest.fault(result);
    if (fault.isPresent()) {
      List<CheckResult> broken =
          result.checks().stream().filter(c -> !c.ok() && !c.info()).toList();
      throw new AssertionError(
          tested.name()
              + ": "
              + fault.get()
              + " under "
              + workload.name()
              + " on "
              + topology
              + "\n"
              + result.failure().map(Object::toString).orElse("")
              + (broken.isEmpty() ? "" : broken));
    }
  }

  private void checkScenarios(PolicyUnderTest tested, boolean promised) throws IOException {
    Failures failures = new Failures(directory);
    if (scenario != null) {
      Optional<String> kind = tested.fault(scenario);
      if (kind.isPresent()) {
        Scenario smallest = new FaultHunt(tested::fault).shrink(scenario, kind.get());
        Finding finding = new Finding(kind.get(), 1, scenario, smallest, 0);
        throw failure(finding, failures.keep(tested, finding, promised));
      }
    }
    if (runs == 0) {
      return;
    }
    Optional<Failures.Known> known = failures.known(tested);
    if (known.isPresent()) {
      throw new AssertionError(
          known.get().kind() + ": as found before\nreplay: " + known.get().replay());
    }
    ScenarioGenerator any = new ScenarioGenerator(topology.cpus(), durationMs, faults);
    Optional<Finding> found = new FaultHunt(tested::fault).search(any, seed, runs);
    if (found.isPresent()) {
      throw failure(found.get(), failures.keep(tested, found.get(), promised));
    }
  }

  private static AssertionError failure(Finding finding, Failures.Known kept) {
    return new AssertionError(
        finding.kind()
            + " on "
            + finding.smallest().cpus()
            + " CPUs under\n"
            + finding.smallest().rtApp()
            + "replay: "
            + kept.replay());
  }
}

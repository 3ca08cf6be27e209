package org.gpol.policies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.ActionChainArbitrary;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.workload.Workload;
import org.gpol.testkit.PolicyUnderTest;
import org.gpol.testkit.jqwik.LiveRun;
import org.gpol.testkit.jqwik.SchedulingActions;
import org.gpol.testkit.jqwik.SchedulingDomain;
import org.gpol.testkit.scenario.Scenario;
import org.gpol.testkit.scenario.ScenarioFault;
import org.gpol.testkit.scenario.ScenarioTask;

/** What jqwik makes of the domain of schedulers, and what policies make of that. */
@Domain(DomainContext.Global.class)
@Domain(SchedulingDomain.class)
class SchedulingDomainTest {
  private static final PolicyUnderTest FIFO = policy();

  private static PolicyUnderTest policy() {
    try {
      return PolicyUnderTest.compile(
          Path.of(System.getProperty("gpol.root"), "policies", "fifo.gpol"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Property(tries = 40)
  void fifo_inAnyScenario_hasNoFault(@ForAll Scenario scenario) {
    assertEquals(Optional.empty(), FIFO.fault(scenario), scenario::rtApp);
  }

  @Property(tries = 40)
  void fifo_whateverHappens_hasNoFault(
      @ForAll Scenario scenario, @ForAll List<ScenarioFault> faults) {
    Scenario disturbed =
        new Scenario(scenario.cpus(), scenario.durationMs(), scenario.tasks(), faults);
    assertEquals(Optional.empty(), FIFO.fault(disturbed), disturbed::rtApp);
  }

  @Property(tries = 200)
  void scenario_asAFile_saysTheSame(@ForAll Scenario scenario, @ForAll List<ScenarioFault> faults) {
    Scenario disturbed =
        new Scenario(scenario.cpus(), scenario.durationMs(), scenario.tasks(), faults);

    Workload read = disturbed.workload();

    assertEquals(disturbed.tasks().size(), read.tasks().size());
    assertEquals(disturbed.durationMs() * 1_000_000L, read.durationNs());
    assertEquals(
        disturbed.faults().stream().mapToInt(SchedulingDomainTest::lines).sum(),
        read.faults().size());
    for (int i = 0; i < read.tasks().size(); i++) {
      assertEquals(disturbed.tasks().get(i).nice(), read.tasks().get(i).nice());
    }
  }

  /** What begins has an end. */
  private static int lines(ScenarioFault fault) {
    return switch (fault.kind()) {
      case OUTAGE, DEPART -> 2;
      default -> 1;
    };
  }

  @Property(tries = 20)
  void fifo_onAnyMachine_servesATask(@ForAll Topology machine) {
    Workload one =
        new Scenario(1, 300, List.of(ScenarioTask.of(0, 1_000, 1_000)), List.of()).workload();
    assertTrue(FIFO.run(one, machine, 1).ok());
  }

  @Property(tries = 30)
  void fifo_stepByStep_staysFine(@ForAll("chains") ActionChain<LiveRun> chain) {
    chain.run();
  }

  @Provide
  ActionChainArbitrary<LiveRun> chains() {
    List<ScenarioTask> tasks =
        List.of(
            ScenarioTask.of(0, 5_000, 0),
            ScenarioTask.of(1, 300, 700).waking(List.of(2)),
            ScenarioTask.of(2, 200, 0),
            ScenarioTask.of(3, 2_000, 500).withNice(5));
    return SchedulingActions.chains(FIFO, new Scenario(3, 5_000, tasks, List.of()));
  }
}

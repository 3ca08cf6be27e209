package org.gpol.testkit.jqwik;

import java.util.Optional;
import org.gpol.kernel.report.CheckResult;
import org.gpol.kernel.report.Failure;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.kernel.sim.Simulation;
import org.gpol.kernel.workload.Fault;
import org.gpol.testkit.PolicyUnderTest;
import org.gpol.testkit.scenario.Scenario;

/** A run that goes on step by step, and to which things happen in between. */
public final class LiveRun {
  private final Simulation simulation;

  /** The run of {@code scenario} under {@code policy}, at its beginning. */
  public LiveRun(PolicyUnderTest policy, Scenario scenario) {
    simulation = policy.simulation(scenario.workload(), scenario.topology(), 1).start();
  }

  /** How much simulated time has gone by. */
  public long nowNs() {
    return simulation.nowNs();
  }

  /** Lets so much time go by. */
  public void advance(long ns) {
    simulation.advanceTo(simulation.nowNs() + ns);
  }

  /** Has a fault happen now, whatever time it says. */
  public void cause(Fault fault) {
    simulation.now(user -> user.cause(fault));
  }

  /**
   * Nothing, if all is well.
   *
   * @throws AssertionError if the run cannot go on or a contract is broken
   */
  public void assertFine() {
    Optional<Failure> failure = simulation.advanceTo(simulation.nowNs());
    if (failure.isPresent()) {
      throw new AssertionError(failure.get().toString());
    }
    for (CheckResult check : simulation.violationsSoFar()) {
      throw new AssertionError(check.toString());
    }
  }

  /** Ends the run where it is. */
  public SimulationResult finish() {
    return simulation.finish();
  }

  @Override
  public String toString() {
    return "a run at " + nowNs() / 1_000 + " us";
  }
}

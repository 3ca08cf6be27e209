package org.gpol.testkit.jqwik;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.ActionChainArbitrary;
import net.jqwik.api.state.Transformer;
import org.gpol.kernel.workload.CpuSet;
import org.gpol.kernel.workload.Fault;
import org.gpol.testkit.PolicyUnderTest;
import org.gpol.testkit.scenario.Scenario;

/**
 * Chains of what can happen to a run: time goes by, tasks are killed, leave, become nicer, are
 * bound to CPUs, CPUs come and go. After each step the run has to be fine.
 */
public final class SchedulingActions {
  private static final int MOST_STEP_US = 50_000;

  private SchedulingActions() {}

  /** Chains of actions on runs of {@code scenario} under {@code policy}. */
  public static ActionChainArbitrary<LiveRun> chains(PolicyUnderTest policy, Scenario scenario) {
    return ActionChain.startWith(() -> new LiveRun(policy, scenario))
        .withAction(6, timeGoesBy())
        .withAction(1, onATask(scenario, "kill", (task, value) -> new Fault.Kill(0, task)))
        .withAction(1, departure(scenario))
        .withAction(
            2,
            onATask(
                scenario, "renice", (task, value) -> new Fault.Renice(0, task, value % 40 - 20)))
        .withAction(
            2,
            onATask(
                scenario,
                "rebind",
                (task, value) -> new Fault.Rebind(0, task, CpuSet.of(value % scenario.cpus()))))
        .withAction(1, onATask(scenario, "storm", (task, value) -> new Fault.Storm(0, task, value)))
        .withAction(2, outage(scenario));
  }

  /** What a fault is made of. */
  @FunctionalInterface
  private interface TaskFault {
    Fault of(int task, int value);
  }

  private static Action.Independent<LiveRun> timeGoesBy() {
    return () ->
        Arbitraries.integers()
            .between(1, MOST_STEP_US)
            .map(us -> step("advance " + us + " us", run -> run.advance(us * 1_000L)));
  }

  private static Action.Independent<LiveRun> onATask(
      Scenario scenario, String name, TaskFault fault) {
    Arbitrary<Integer> tasks = Arbitraries.integers().between(0, scenario.tasks().size() - 1);
    Arbitrary<Integer> values = Arbitraries.integers().between(1, 1_000);
    return () ->
        Combinators.combine(tasks, values)
            .as(
                (task, value) ->
                    step(
                        name + " " + scenario.tasks().get(task).name() + " (" + value + ")",
                        run -> run.cause(fault.of(task, value))));
  }

  /** A task leaves for the kernel's own class, and is killed there before it starves others. */
  private static Action.Independent<LiveRun> departure(Scenario scenario) {
    Arbitrary<Integer> tasks = Arbitraries.integers().between(0, scenario.tasks().size() - 1);
    Arbitrary<Integer> times = Arbitraries.integers().between(1, MOST_STEP_US);
    return () ->
        Combinators.combine(tasks, times)
            .as(
                (task, us) ->
                    step(
                        scenario.tasks().get(task).name()
                            + " departs, and ends "
                            + us
                            + " us later",
                        run -> {
                          run.cause(new Fault.Depart(0, task));
                          run.advance(us * 1_000L);
                          run.cause(new Fault.Kill(0, task));
                        }));
  }

  /** A CPU is lost for a while; the first stays, so that there is always one. */
  private static Action.Independent<LiveRun> outage(Scenario scenario) {
    Arbitrary<Integer> cpus = Arbitraries.integers().between(0, scenario.cpus() - 1);
    Arbitrary<Integer> times = Arbitraries.integers().between(1, MOST_STEP_US);
    return () ->
        Combinators.combine(cpus, times)
            .as(
                (cpu, us) ->
                    step(
                        "CPU " + cpu + " is lost for " + us + " us",
                        run -> {
                          if (cpu > 0) {
                            run.cause(new Fault.TakeCpu(0, cpu));
                          }
                          run.advance(us * 1_000L);
                          if (cpu > 0) {
                            run.cause(new Fault.GiveCpu(0, cpu));
                          }
                        }));
  }

  private static Transformer<LiveRun> step(
      String name, java.util.function.Consumer<LiveRun> action) {
    return Transformer.mutate(
        name,
        run -> {
          action.accept(run);
          run.assertFine();
        });
  }
}

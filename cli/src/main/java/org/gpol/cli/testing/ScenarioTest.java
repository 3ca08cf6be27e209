package org.gpol.cli.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.gpol.cli.output.Durations;
import org.gpol.compiler.checked.PolicyTest;
import org.gpol.compiler.checked.PolicyTest.Action;
import org.gpol.compiler.checked.PolicyTest.Expectation;
import org.gpol.compiler.checked.PolicyTest.TestTask;
import org.gpol.compiler.checked.PolicyTest.Value;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.platform.BpfPolicy;
import org.gpol.kernel.report.CheckResult;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.kernel.report.TaskResult;
import org.gpol.kernel.report.TraceListener;
import org.gpol.kernel.sim.Simulation;
import org.gpol.kernel.workload.CpuSet;
import org.gpol.kernel.workload.SchedPolicy;
import org.gpol.kernel.workload.TaskAction;
import org.gpol.kernel.workload.TaskBehaviour;
import org.gpol.kernel.workload.TaskSpec;
import org.gpol.kernel.workload.Workload;

/** A test whose tasks the policy schedules. */
final class ScenarioTest extends Expectations {
  private final PolicyTest test;
  private final BpfPolicy policy;
  private final Topology topology;
  private final TestSubject subject;
  private final long[] endedNs;
  private SimulationResult result;
  private Map<String, Long> numbers;

  ScenarioTest(PolicyTest test, BpfPolicy policy, Topology topology, TestSubject subject) {
    this.test = test;
    this.policy = policy;
    this.topology = topology;
    this.subject = subject;
    this.endedNs = new long[test.tasks().size()];
    Arrays.fill(endedNs, -1);
  }

  List<TestOutcome.Failure> run() {
    TraceListener ends =
        new TraceListener() {
          @Override
          public void switched(long timeNs, int cpu, int prev, LeaveReason reason, int next) {
            if (reason == LeaveReason.EXITED) {
              endedNs[prev] = timeNs;
            }
          }
        };
    result =
        Simulation.builder(topology, workload())
            .policy(policy)
            .seed(1)
            .contracts(subject.contracts(), test.params())
            .listener(ends)
            .run();
    numbers = subject.numbers(policy);
    List<TestOutcome.Failure> failures = new ArrayList<>();
    result
        .failure()
        .ifPresent(
            failure -> failures.add(new TestOutcome.Failure(test.span(), failure.toString())));
    failures.addAll(TestSubject.failures(test, this));
    return failures;
  }

  private Workload workload() {
    List<TaskSpec> specs = new ArrayList<>();
    for (TestTask task : test.tasks()) {
      CpuSet cpus =
          task.firstCpu() < 0 ? CpuSet.ALL : CpuSet.range(task.firstCpu(), task.lastCpu());
      specs.add(new TaskSpec(task.name(), SchedPolicy.OTHER, task.nice(), cpus, task.startNs()));
    }
    long durationNs = test.durationNs() < 0 ? Workload.UNTIL_ALL_EXIT : test.durationNs();
    return new Workload(
        "test",
        durationNs,
        specs,
        waker -> {
          List<TaskBehaviour> behaviours = new ArrayList<>();
          for (TestTask task : test.tasks()) {
            behaviours.add(new Steps(task.actions()));
          }
          return behaviours;
        });
  }

  /** Does what the text says, then ends. */
  private static final class Steps implements TaskBehaviour {
    /** Where a list of actions is, and how often it is still to be done. */
    private static final class Level {
      final List<Action> actions;
      int at;
      int left;

      Level(List<Action> actions, int times) {
        this.actions = actions;
        this.left = times;
      }
    }

    private final List<Level> levels = new ArrayList<>();

    Steps(List<Action> actions) {
      levels.add(new Level(actions, 1));
    }

    @Override
    public TaskAction next(long nowNs) {
      while (!levels.isEmpty()) {
        Level level = levels.get(levels.size() - 1);
        if (level.at == level.actions.size()) {
          level.at = 0;
          level.left--;
        }
        if (level.left == 0) {
          levels.remove(levels.size() - 1);
          continue;
        }
        Action action = level.actions.get(level.at++);
        if (action instanceof Action.Repeat repeat) {
          levels.add(new Level(repeat.actions(), repeat.times()));
        } else {
          return action(action, nowNs);
        }
      }
      return TaskAction.EXIT;
    }

    private static TaskAction action(Action action, long nowNs) {
      if (action instanceof Action.Run run) {
        return new TaskAction.Run(run.ns());
      }
      return action instanceof Action.Sleep sleep
          ? new TaskAction.SleepUntil(nowNs + sleep.ns())
          : TaskAction.YIELD;
    }
  }

  @Override
  long measured(Value value) {
    if (value instanceof Value.OfTask asked) {
      return ofTask(asked);
    }
    if (value instanceof Value.OfStat stat) {
      return numbers.getOrDefault(stat.name(), 0L);
    }
    if (value instanceof Value.OfVariable variable) {
      return numbers.get(variable.name());
    }
    throw new Missing("this test calls no hook");
  }

  private long ofTask(Value.OfTask asked) {
    TaskResult task = result.tasks().get(asked.task());
    return switch (asked.measure()) {
      case RUNTIME -> task.runtimeNs();
      case WAITING -> task.waitNs();
      case SLEEPING -> task.sleepNs();
      case SWITCHES -> task.switches();
      case PREEMPTIONS -> task.preemptions();
      case MIGRATIONS -> task.migrations();
      case WAKEUPS -> task.wakeupLatency().count();
      case WAKEUP_LATENCY -> task.wakeupLatency().percentileNs(100);
      case ENDED -> ended(asked.task());
    };
  }

  private long ended(int task) {
    if (endedNs[task] < 0) {
      throw new Missing("`" + test.tasks().get(task).name() + "` has not ended");
    }
    return endedNs[task];
  }

  @Override
  String other(Expectation expectation) {
    if (expectation instanceof Expectation.EndedBefore order) {
      long first = ended(order.first());
      long second = endedNs[order.second()];
      return second < 0 || first < second
          ? null
          : "it ended at " + Durations.format(first) + ", the other at " + Durations.format(second);
    }
    String contract = ((Expectation.Keeps) expectation).contract();
    for (CheckResult check : result.checks()) {
      if (check.check().equals(contract) && !check.ok()) {
        return "it is violated, first at "
            + Durations.format(check.first().get(0).timeNs())
            + ": "
            + check.first().get(0).what();
      }
    }
    return null;
  }
}

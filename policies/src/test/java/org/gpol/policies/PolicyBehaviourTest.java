package org.gpol.policies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.kernel.workload.CpuSet;
import org.gpol.kernel.workload.SchedPolicy;
import org.gpol.kernel.workload.TaskAction;
import org.gpol.kernel.workload.TaskBehaviour;
import org.gpol.kernel.workload.TaskSpec;
import org.gpol.kernel.workload.Workload;
import org.gpol.testkit.PolicyUnderTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What sets each policy apart is what its header says: who runs, and in which proportion. */
class PolicyBehaviourTest {
  private static final long MS = 1_000_000;
  private static final long RUN = 10_000 * MS;

  /** A task that runs and sleeps in turn; no sleep is a task that always wants to run. */
  private record Habit(int nice, long runNs, long sleepNs) {
    static Habit hog(int nice) {
      return new Habit(nice, 1_000 * RUN, 0);
    }

    TaskBehaviour behaviour() {
      return new TaskBehaviour() {
        private boolean ran;

        @Override
        public TaskAction next(long nowNs) {
          ran = !ran;
          return ran ? new TaskAction.Run(runNs) : new TaskAction.SleepUntil(nowNs + sleepNs);
        }
      };
    }
  }

  private static SimulationResult run(String policy, Habit... habits) {
    List<TaskSpec> tasks = new ArrayList<>();
    for (int i = 0; i < habits.length; i++) {
      tasks.add(new TaskSpec("task" + i, SchedPolicy.OTHER, habits[i].nice(), CpuSet.ALL, 0));
    }
    Workload workload =
        new Workload(
            "habits", RUN, tasks, waker -> List.of(habits).stream().map(Habit::behaviour).toList());
    try {
      Path file = Path.of(System.getProperty("gpol.root"), "policies", policy + ".gpol");
      SimulationResult result = PolicyUnderTest.compile(file).run(workload, Topology.flat(1), 1);
      return result;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** As {@link #run}, and no task starves. */
  private static SimulationResult serve(String policy, Habit... habits) {
    SimulationResult result = run(policy, habits);
    assertTrue(result.ok(), () -> result.failure() + " " + result.checks());
    return result;
  }

  private static double share(SimulationResult result, int task) {
    return (double) result.tasks().get(task).runtimeNs() / RUN;
  }

  private static long p99Latency(SimulationResult result, int task) {
    return result.tasks().get(task).wakeupLatency().percentileNs(99);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fifo", "percpu_fifo", "round_robin", "stride", "fair", "mlfq"})
  void hogsOfOneNiceValue_shareTheCpuEvenly(String policy) {
    SimulationResult result = serve(policy, Habit.hog(0), Habit.hog(0), Habit.hog(0));
    for (int task = 0; task < 3; task++) {
      assertEquals(1 / 3.0, share(result, task), 0.02);
    }
  }

  @ParameterizedTest
  @CsvSource({"0,5", "-5,5", "-20,-10", "10,19"})
  void stride_hogs_getTimeInProportionToTickets(int nice, int other) {
    SimulationResult result = serve("stride", Habit.hog(nice), Habit.hog(other));
    double expected = Math.pow(1.25, other - nice);
    assertEquals(1, share(result, 0) / share(result, 1) / expected, 0.05);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stride", "fair"})
  void taskThatSleptForLong_doesNotTakeTheCpuForLong(String policy) {
    // It runs for two seconds of four, sleeps for four, and then is due half of the last two. What
    // it
    // did not use in its sleep would give it all of them.
    SimulationResult result = serve(policy, new Habit(0, 2_000 * MS, 4_000 * MS), Habit.hog(0));
    assertEquals(0.3, share(result, 0), 0.01);
  }

  @Test
  void priority_hogs_letNoTaskOfGreaterNiceValueRun() {
    SimulationResult result = run("priority", Habit.hog(1), Habit.hog(0), Habit.hog(0));
    assertEquals(0, result.tasks().get(0).runtimeNs());
    assertEquals(0, result.failure().orElseThrow().task());
  }

  @Test
  void priority_taskThatWakes_interruptsOneOfGreaterNiceValue() {
    Habit hog = new Habit(0, 95 * MS, 5 * MS);
    assertTrue(p99Latency(serve("priority", new Habit(-1, MS, 9 * MS), hog), 0) < MS / 50);
    assertTrue(p99Latency(serve("priority", new Habit(1, MS, 9 * MS), hog), 0) > 50 * MS);
  }

  @Test
  void priority_ofOneNiceValue_takeTurns() {
    SimulationResult result = serve("priority", Habit.hog(3), Habit.hog(3));
    assertEquals(0.5, share(result, 0), 0.01);
  }

  @Test
  void mlfq_taskThatNeedsLittle_waitsForTheTickAndNotForTheSlice() {
    Habit brief = new Habit(0, MS / 10, 20 * MS);
    SimulationResult result = serve("mlfq", brief, Habit.hog(0), Habit.hog(0));
    SimulationResult fair = serve("fifo", brief, Habit.hog(0), Habit.hog(0));
    assertTrue(p99Latency(result, 0) < 6 * MS, "mlfq " + p99Latency(result, 0));
    assertTrue(p99Latency(fair, 0) > 2 * p99Latency(result, 0), "fifo " + p99Latency(fair, 0));
  }

  @Test
  void mlfq_hogUnderManyBriefTasks_runsThanksToTheBoost() {
    List<Habit> habits = new ArrayList<>(List.of(Habit.hog(0)));
    for (int i = 0; i < 12; i++) {
      habits.add(new Habit(0, MS, 10 * MS));
    }
    assertTrue(share(serve("mlfq", habits.toArray(Habit[]::new)), 0) > 0.01);
  }

  @Test
  void roundRobin_interruptedTask_goesOnWithTheRestOfItsSlice() {
    SimulationResult result = serve("round_robin", Habit.hog(0), Habit.hog(0));
    assertTrue(result.stats().get("expired") > 1_000, result.stats().toString());
    assertEquals(0, result.stats().get("overflow"));
  }
}

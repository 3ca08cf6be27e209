package org.gpol.kernel.synthetic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gpol.kernel.model.Topology;
import org.gpol.kernel.report.LatencySummary;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.kernel.sim.Simulation;
import org.gpol.kernel.workload.WorkloadException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The workloads that have a name, under CFS. */
class BuiltinsTest {

  private static SimulationResult run(String workload, long seed, int cpus) {
    return Simulation.builder(Topology.flat(cpus), Builtins.make(workload, seed)).run();
  }

  @ParameterizedTest
  @EnumSource(Builtins.class)
  void defaults_typedOut_changeNothing(Builtins builtin) {
    assertEquals(run(builtin.word(), 1, 4), run(builtin.word() + ":" + builtin.defaults(), 1, 4));
  }

  @Test
  void hackbench_everyMessage_isSentAndReceived() {
    SimulationResult result = run("hackbench:groups=2,fds=3,loops=10,run=5us", 1, 4);
    assertEquals(12, result.tasks().size());
    // 2 groups of 3 x 3 pairs with 10 messages, each 5 us to send and 5 us to receive.
    long worked = result.tasks().stream().mapToLong(t -> t.runtimeNs()).sum();
    assertEquals(2 * 9 * 10 * 2 * 5_000, worked);
    assertTrue(result.ok());
  }

  @Test
  void schbench_workersThatSleepLong_areWokenAtOnce() {
    SimulationResult result =
        run("schbench:message_threads=1,worker_threads=2,sleep=900us,run=100us", 1, 4);
    LatencySummary wakeups = result.latency().get("wakeup");
    assertTrue(wakeups.count() > 3000, wakeups.toString());
    assertTrue(wakeups.percentileNs(99) < 2_000, wakeups.toString());
  }

  @Test
  void server_openLoop_answersAtTheRateOfArrival() {
    SimulationResult result = run("server:throughput=20000,service=exp/10us,workers=8", 3, 4);
    LatencySummary total = result.latency().get("total");
    assertEquals(20_000.0, (double) total.count(), 600);
    LatencySummary handle = result.latency().get("worker_handle");
    assertEquals(10_000.0, (double) handle.meanNs(), 500);
    assertTrue(total.minNs() > 0 && total.meanNs() >= handle.meanNs());
  }

  @Test
  void server_moreThanTheMachineCanDo_queuesWithoutEnd() {
    LatencySummary queue =
        run("server:throughput=300000,service=10us,workers=2", 1, 2).latency().get("total");
    assertTrue(queue.maxNs() > 100_000_000, queue.toString());
  }

  @Test
  void server_bursts_keepTheRateAndWidenTheTail() {
    String usual = "server:throughput=100000,service=exp/20us,workers=4,duration=2s";
    LatencySummary smooth = run(usual, 1, 4).latency().get("total");
    LatencySummary bursty = run(usual + ",burst=1.9", 1, 4).latency().get("total");
    assertEquals((double) smooth.count(), (double) bursty.count(), 0.15 * smooth.count());
    assertTrue(bursty.percentileNs(99) > 2 * smooth.percentileNs(99), smooth + " " + bursty);
  }

  @Test
  void server_closedLoop_neverHasMoreRequestsThanClients() {
    SimulationResult result = run("server:clients=3,think=90us,service=10us", 1, 1);
    LatencySummary total = result.latency().get("total");
    assertTrue(total.count() > 25_000 && total.count() <= 30_000, total.toString());
    assertTrue(total.maxNs() < 8_000_000, total.toString());
  }

  @Test
  void server_seed_decidesEverything() {
    String workload = "server:service=lognormal/10us/1";
    assertEquals(run(workload, 5, 2), run(workload, 5, 2));
    assertNotEquals(
        run(workload, 5, 2).latency().get("total"), run(workload, 6, 2).latency().get("total"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "server:workers=0",
        "server:workers",
        "server:wokers=2",
        "server:burst=3",
        "server:think=1us",
        "server:workers=1,workers=2",
        "hackbench:groups=1000,fds=1000",
        "hackbench:loops=x",
        "schbench:run=5",
        "server:duration=0s",
        "server:throughput=NaN",
        "nothing"
      })
  void make_nonsense_isRefused(String text) {
    assertThrows(WorkloadException.class, () -> Builtins.make(text, 1));
  }
}

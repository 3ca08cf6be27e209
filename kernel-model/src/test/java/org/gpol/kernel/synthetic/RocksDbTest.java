package org.gpol.kernel.synthetic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gpol.kernel.model.CostModel;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.sim.Simulation;
import org.gpol.kernel.synthetic.StageTimes.Stage;
import org.gpol.kernel.workload.CpuSet;
import org.junit.jupiter.api.Test;

/** The threads of the RocksDB experiment, under CFS. */
class RocksDbTest {
  private static final long MS = 1_000_000;

  private static RocksDbSettings settings(
      double throughput, CpuSet workers, boolean spin, int batch) {
    return new RocksDbSettings(
        false,
        throughput,
        0.01,
        CpuSet.of(0),
        CpuSet.of(1),
        workers.size(),
        workers,
        spin,
        true,
        10_000,
        MS,
        0,
        batch,
        300 * MS,
        50 * MS,
        0,
        2);
  }

  private static RocksDb run(RocksDbSettings settings) {
    RocksDb app = new RocksDb(settings, 1);
    Simulation.builder(Topology.flat(8), app.workload()).costs(CostModel.FREE).run();
    return app;
  }

  @Test
  void cfs_threadsHaveCpusOfTheirOwn_requestsTakeTheirServiceTime() {
    RocksDb app = run(settings(20_000, CpuSet.range(2, 7), true, 1));
    // Poisson: 5,000 requests in the 250 ms that count, with a deviation of 71.
    assertEquals(5_000, app.all().count(), 300);
    assertEquals(app.all().count(), app.gets().count() + app.ranges().count());
    assertEquals(0.01, (double) app.ranges().count() / app.all().count(), 0.005);
    assertEquals(10_000, app.gets().percentileNs(Stage.WORKER_HANDLE, 0));
    assertEquals(10_000, app.gets().percentileNs(Stage.WORKER_HANDLE, 1));
    assertEquals(MS, app.ranges().percentileNs(Stage.WORKER_HANDLE, 0.5));
    assertTrue(app.gets().percentileNs(Stage.TOTAL, 0.5) < 11_000);
  }

  @Test
  void cfs_workerOnTheDispatchersCpu_holdsUpTheDispatcherAndNotTheWorkers() {
    RocksDb app = run(settings(20_000, CpuSet.range(1, 6), true, 1));
    // Its mailbox is full then, so requests wait for the load generator.
    assertTrue(app.all().percentileNs(Stage.INGRESS_QUEUE, 0.9) > MS);
    assertTrue(app.all().percentileNs(Stage.WORKER_QUEUE, 0.5) < 1_000);
  }

  @Test
  void cfs_futex_sleepsInsteadOfSpinning() {
    RocksDbSettings futex = settings(20_000, CpuSet.range(1, 6), false, 1);
    assertTrue(run(futex).all().percentileNs(Stage.INGRESS_QUEUE, 0.9) < MS);
  }

  @Test
  void stages_together_areTheTotal() {
    StageTimes times = new StageTimes();
    times.add(1, 3, 6, 10, 15);
    assertEquals(2, times.percentileNs(Stage.INGRESS_QUEUE, 0.5));
    assertEquals(3, times.percentileNs(Stage.REPEATABLE_HANDLE, 0.5));
    assertEquals(4, times.percentileNs(Stage.WORKER_QUEUE, 0.5));
    assertEquals(5, times.percentileNs(Stage.WORKER_HANDLE, 0.5));
    assertEquals(14, times.percentileNs(Stage.TOTAL, 0.5));
  }

  @Test
  void percentile_manyValues_isTheOneAtGhostsIndex() {
    StageTimes times = new StageTimes();
    for (int i = 2_000; i > 0; i--) {
      times.add(0, i, i, i, i);
    }
    // 1,999 is odd: index 999 of 1..2000 for the median.
    assertEquals(1_000, times.percentileNs(Stage.TOTAL, 0.5));
    assertEquals(1_980, times.percentileNs(Stage.TOTAL, 0.99));
    assertEquals(1, times.percentileNs(Stage.TOTAL, 0));
    assertEquals(2_000, times.percentileNs(Stage.TOTAL, 1));
  }

  @Test
  void settings_thatTheExperimentRefuses_areRefused() {
    CpuSet five = CpuSet.range(1, 5);
    assertThrows(IllegalArgumentException.class, () -> settings(0, five, true, 1));
    assertThrows(IllegalArgumentException.class, () -> settings(1e8, five, true, 1));
    assertThrows(IllegalArgumentException.class, () -> settings(1, CpuSet.NONE, true, 1));
    assertThrows(IllegalArgumentException.class, () -> settings(1, five, true, 0));
  }
}

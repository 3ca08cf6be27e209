package org.gpol.benchmarks.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gpol.kernel.model.EevdfTunables;
import org.gpol.kernel.model.FairTunables;
import org.junit.jupiter.api.Test;

class SimulatorBenchmarkTest {
  private static final Size SIZE = new Size(4, 50);

  @Test
  void size_durationForJobs_isThatOfTheBareLoop() {
    double jobs = BareLoop.run(SIZE, SIZE.durationNs(20_000));
    assertEquals(20_000, jobs, 600);
  }

  @Test
  void model_doesAboutAsManyJobsAsTheBareLoop() {
    double bare = jobs(BareLoop::run);
    assertEquals(bare, jobs(Model.under(FairTunables::forCpus)), 0.03 * bare);
    assertEquals(bare, jobs(Model.under(cpus -> EevdfTunables.DEFAULT)), 0.03 * bare);
  }

  private static double jobs(Subject subject) {
    return subject.run(SIZE, SIZE.durationNs(20_000));
  }

  @Test
  void table_hasARowForEachSubjectAndARatioToTheFirst() {
    Map<String, Subject> subjects = new LinkedHashMap<>();
    subjects.put("bare loop", BareLoop::run);
    subjects.put("model", Model.under(FairTunables::forCpus));
    List<String> table = new ArrayList<>();
    SimulatorBenchmark.print(subjects, List.of(SIZE), 500, 1, table::add);
    assertEquals(4, table.size());
    assertTrue(table.get(0).contains("4 CPUs, 50 tasks"), table.toString());
    assertTrue(table.get(3).contains("("), table.toString());
  }
}

package org.gpol.kernel.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gpol.kernel.model.FairTunables;
import org.gpol.kernel.model.TestPolicy;
import org.junit.jupiter.api.Test;

/**
 * Queues that theory knows, simulated through the model without costs, take the time that theory
 * says. {@code -Dgolden.update} writes the table of docs/validation.md anew.
 */
class QueueingValidationTest {
  private static final Path PAGE = Path.of("..", "docs", "validation.md");
  private static final String BEGIN = "<!-- queues: written by QueueingValidationTest -->\n";
  private static final String END = "<!-- end of queues -->\n";
  private static final long SLICE_NS = 50_000;

  private record Row(
      String queue, String scheduler, double load, double theory, QueueingStation.Estimate found) {
    String text() {
      return String.format(
          Locale.ROOT,
          "| %s | %s | %.2f | %.4f | %.4f ± %.4f |\n",
          queue,
          scheduler,
          load,
          theory,
          found.mean(),
          found.halfWidth());
    }
  }

  private static void ghostFifo(Simulation.Builder simulation) {
    TestPolicy policy = new TestPolicy();
    policy.logs = false;
    simulation.policy(policy);
  }

  /** Nothing but the kernel's own classes. */
  private static void kernel(Simulation.Builder simulation) {
    simulation.policy(null);
  }

  /** CFS with such short turns that it is nearly sharing. */
  private static void sharing(Simulation.Builder simulation) {
    simulation.tickNs(SLICE_NS).fair(new FairTunables(SLICE_NS, SLICE_NS, 1_000_000_000_000L));
  }

  private static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    String ghost = "ghOSt FIFO";
    rows.add(
        row(
            "M/M/1",
            ghost,
            QueueingTheory.singleServer(0.7, 1),
            new QueueingStation(
                1,
                0.7,
                QueueingStation::exponential,
                List.of(),
                QueueingValidationTest::ghostFifo)));
    rows.add(
        row(
            "M/D/1",
            ghost,
            QueueingTheory.singleServer(0.7, 0),
            new QueueingStation(
                1,
                0.7,
                random -> QueueingStation.MEAN_NS,
                List.of(),
                QueueingValidationTest::ghostFifo)));
    rows.add(
        row(
            "M/G/1, bimodal",
            ghost,
            QueueingTheory.singleServer(0.5, 3.24),
            new QueueingStation(
                1, 0.5, QueueingStation::bimodal, List.of(), QueueingValidationTest::ghostFifo)));
    rows.add(
        row(
            "M/M/4",
            ghost,
            QueueingTheory.manyServers(4, 0.8),
            new QueueingStation(
                4,
                0.8,
                QueueingStation::exponential,
                List.of(),
                QueueingValidationTest::ghostFifo)));
    rows.add(
        row(
            "M/M/4",
            "`SCHED_FIFO`",
            QueueingTheory.manyServers(4, 0.8),
            new QueueingStation(
                4,
                0.8,
                QueueingStation::exponential,
                List.of(10),
                QueueingValidationTest::kernel)));
    rows.add(
        row(
            "M/G/1-PS, bimodal",
            "CFS, turns of 50 us",
            QueueingTheory.sharing(0.6),
            new QueueingStation(
                1, 0.6, QueueingStation::bimodal, List.of(), QueueingValidationTest::sharing)));
    addPriorities(rows);
    return rows;
  }

  private static Row row(String queue, String scheduler, double theory, QueueingStation station) {
    return new Row(queue, scheduler, station.load(), theory, station.measure().get(0));
  }

  private static void addPriorities(List<Row> rows) {
    QueueingStation station =
        new QueueingStation(
            1, 0.7, QueueingStation::exponential, List.of(2, 1), QueueingValidationTest::kernel);
    List<QueueingStation.Estimate> found = station.measure();
    String scheduler = "`SCHED_FIFO`, priorities 2 and 1";
    rows.add(
        new Row(
            "M/M/1, urgent class", scheduler, 0.7, QueueingTheory.priority(0, 0.35), found.get(0)));
    rows.add(
        new Row(
            "M/M/1, other class",
            scheduler,
            0.7,
            QueueingTheory.priority(0.35, 0.35),
            found.get(1)));
  }

  @Test
  void queues_throughTheWholeModel_takeTheTimeThatTheorySays() throws IOException {
    List<Row> rows = rows();
    StringBuilder table = new StringBuilder();
    table.append("| queue | scheduler | load | theory | simulated, 99% |\n|---|---|---|---|---|\n");
    rows.forEach(row -> table.append(row.text()));
    for (Row row : rows) {
      assertTrue(row.found().contains(row.theory()), row.text());
      assertTrue(row.found().halfWidth() < 0.1 * row.theory(), "too few customers: " + row.text());
    }
    String page = Files.readString(PAGE);
    int from = page.indexOf(BEGIN) + BEGIN.length();
    int to = page.indexOf(END);
    if (System.getProperty("golden.update") != null) {
      Files.writeString(PAGE, page.substring(0, from) + table + page.substring(to));
    } else {
      assertEquals(table.toString(), page.substring(from, to), "run with -Dgolden.update");
    }
  }

  @Test
  void theory_knownCases_areThoseOfTextbooks() {
    assertEquals(2, QueueingTheory.singleServer(0.5, 1), 1e-12);
    assertEquals(1.5, QueueingTheory.singleServer(0.5, 0), 1e-12);
    assertEquals(QueueingTheory.singleServer(0.7, 1), QueueingTheory.manyServers(1, 0.7), 1e-12);
    // Two servers: the time is 1 / (1 - load^2).
    assertEquals(1 / (1 - 0.36), QueueingTheory.manyServers(2, 0.6), 1e-12);
    assertEquals(QueueingTheory.sharing(0.4), QueueingTheory.priority(0, 0.4), 1e-12);
  }
}

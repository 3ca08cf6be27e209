package org.gpol.cli;

import static org.gpol.cli.CliHarness.file;
import static org.gpol.cli.CliHarness.gpol;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gpol.cli.CliHarness.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The tables of other tools as a short run prints them; {@code -Dgolden.update} writes them anew.
 */
class ReportFormatsGoldenTest {
  private static final Path GOLDEN =
      CliHarness.ROOT.resolve("cli/src/test/resources/org/gpol/cli/formats");

  @ParameterizedTest
  @ValueSource(strings = {"perf-latency", "perf-timehist", "perf-map", "schbench", "ghost"})
  void format_ofAShortRun_isAsWritten(String format) throws IOException {
    Outcome outcome =
        gpol(
            "run",
            file("policies/fifo.gpol"),
            "--workload",
            file("workloads/pair.json"),
            "--topology",
            "2",
            "--duration",
            "30ms",
            "--format",
            format);
    assertEquals("", outcome.err());
    Path golden = GOLDEN.resolve(format + ".txt");
    if (System.getProperty("golden.update") != null) {
      Files.createDirectories(GOLDEN);
      Files.writeString(golden, outcome.out());
    }
    assertEquals(Files.readString(golden), outcome.out());
  }

  @Test
  void page_exampleOfAMap_isWhatIsPrinted() throws IOException {
    String page = Files.readString(CliHarness.ROOT.resolve("docs/reports.md"));
    assertTrue(page.contains("perf-map\n" + Files.readString(GOLDEN.resolve("perf-map.txt"))));
  }
}

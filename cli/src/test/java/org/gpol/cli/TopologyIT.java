package org.gpol.cli;

import static org.gpol.cli.CliHarness.file;
import static org.gpol.cli.CliHarness.gpol;
import static org.gpol.cli.CliHarness.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gpol.cli.CliHarness.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gpol topology}, and what {@code --topology} takes. */
class TopologyIT {
  @TempDir Path dir;

  @Test
  void show_hybrid_groupsLikeCpus() {
    assertEquals(
        """
        hybrid: 16 CPUs, 12 cores, 1 last-level cache, 1 node
        node  cache  CPUs  cores  threads  capacity
        0         0   0-7      4        2      1024
        0         0  8-15      8        1       620
        """,
        gpol("topology", "show", "hybrid").out());
  }

  @Test
  void show_offline_saysWhatTheMachineCallsThem() {
    assertTrue(gpol("topology", "show", "offline").out().endsWith("the machine's 0,1,2,4,5,6,7\n"));
  }

  @Test
  void show_machineOfThePage_isAsThePageHasIt() throws IOException {
    String page = Files.readString(CliHarness.ROOT.resolve("docs/topologies.md"));
    String shown = gpol("topology", "show", "hybrid-island").out();
    assertTrue(page.contains("$ gpol topology show hybrid-island\n" + shown), shown);
  }

  @Test
  void show_json_hasEachCpu() {
    String json = gpol("topology", "show", "1n1l1c2t", "--json").out();
    assertTrue(json.contains("\"machine\" : 1"), json);
  }

  @Test
  void list_everyMachine_canBeShown() {
    for (String line : gpol("topology", "list").out().split("\n")) {
      Outcome shown = gpol("topology", "show", line.substring(0, line.indexOf(' ')));
      assertEquals(ExitCode.OK, shown.code(), shown.err());
    }
  }

  @Test
  void run_lscpuFile_isTheMachine() {
    String machine = write(dir, "cpus.txt", "# CPU,Core\n0,0\n2,1\n5,2\n");
    Outcome outcome =
        gpol(
            "run",
            file("policies/cfs.gpol"),
            "--workload",
            file("workloads/pair.json"),
            "--topology",
            machine);
    assertEquals(ExitCode.OK, outcome.code(), outcome.err());
    assertTrue(outcome.out().contains("on 3 CPUs"), outcome.out());
  }

  @Test
  void run_malformedFile_namesLineAndColumn() {
    String machine = write(dir, "cpus.txt", "# CPU,Core\n0,zero\n");
    Outcome outcome = gpol("topology", "show", machine);
    assertEquals(ExitCode.INPUT_ERRORS, outcome.code());
    assertEquals("gpol: " + machine + ":2:3: core: `zero` is not a number", outcome.firstError());
  }
}

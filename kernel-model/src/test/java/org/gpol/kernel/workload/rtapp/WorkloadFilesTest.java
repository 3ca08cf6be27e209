package org.gpol.kernel.workload.rtapp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.gpol.kernel.workload.SchedPolicy;
import org.gpol.kernel.workload.Workload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of the directory workloads/ at the root of the repository. */
class WorkloadFilesTest {

  private static final Path FILES = Path.of(System.getProperty("gpol.root"), "workloads");

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FILES)) {
      return files.filter(f -> f.toString().endsWith(".json")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void read_everyFileOfTheRepository_loadsAndFitsFourCpus(Path file) throws IOException {
    Workload workload = RtAppReader.read(file);
    workload.validate(4);
    assertEquals(file.getFileName().toString(), workload.name() + ".json");
    assertTrue(workload.durationNs() > 0, "a file of ours ends by itself");
  }

  @ParameterizedTest
  @MethodSource("files")
  void read_everyFileOfTheRepository_everyTaskGetsToRun(Path file) throws IOException {
    Workload workload = RtAppReader.read(file);
    FakeMachine machine = new FakeMachine(workload, 4).runUntil(workload.durationNs());
    workload.tasks().forEach(t -> assertTrue(machine.ranNs(t.name()) > 0, t.name()));
  }

  @Test
  void desktop_onFourCpus_leavesRoomOnAverageButQueuesInBursts() throws IOException {
    Workload workload = RtAppReader.read(FILES.resolve("desktop.json"));
    FakeMachine machine = new FakeMachine(workload, 4).runUntil(workload.durationNs());
    double load = machine.totalRanNs() / (4.0 * workload.durationNs());
    assertTrue(load > 0.60 && load < 0.85, "load " + load);
    assertTrue(machine.deepestQueue() >= 3, "queue " + machine.deepestQueue());
    assertTrue(workload.tasks().stream().anyMatch(t -> t.policy() == SchedPolicy.BATCH));
  }
}

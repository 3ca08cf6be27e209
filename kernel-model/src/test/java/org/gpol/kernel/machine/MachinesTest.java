package org.gpol.kernel.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.gpol.kernel.model.CostModel;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.kernel.sim.Simulation;
import org.gpol.kernel.workload.rtapp.RtAppReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Machines as lscpu, sysfs and we describe them. */
class MachinesTest {
  private static final String COLUMNS = "# CPU,Core,Socket,Node,,L1d,L1i,L2,L3\n";

  @TempDir Path dir;

  private Topology lscpu(String text) throws IOException {
    return Machines.read(Files.writeString(dir.resolve("cpus.txt"), text).toString());
  }

  private void refused(String expected, String text) {
    var refusal = assertThrows(MachineException.class, () -> lscpu(text));
    assertEquals(dir.resolve("cpus.txt") + ":" + expected, refusal.getMessage());
  }

  @Test
  void lscpu_desktop_isCoresOfTwoThreadsBehindOneCache() throws IOException {
    Topology topology =
        lscpu(
            "# The following is the parsable format, which can be fed to other\n"
                + COLUMNS
                + "0,0,0,0,,0,0,0,0\n1,1,0,0,,1,1,1,0\n2,0,0,0,,0,0,0,0\n3,1,0,0,,1,1,1,0\n");
    assertEquals(4, topology.cpus());
    assertEquals(2, topology.cores());
    assertEquals(1, topology.llcs());
    assertEquals(topology.core(0), topology.core(2));
    assertEquals(1, topology.thread(3));
  }

  @Test
  void lscpu_noL3_takesL2() throws IOException {
    Topology topology =
        lscpu(
            """
            # CPU,Core,Socket,Node,,L1d,L1i,L2
            0,0,0,,,0,0,0
            1,1,0,,,1,1,0
            2,2,0,,,2,2,1
            3,3,0,,,3,3,1
            """);
    assertEquals(2, topology.llcs());
    assertEquals(1, topology.nodes());
  }

  @Test
  void lscpu_cpuWithoutTheOthersL3_hasItsOwnLastLevel() throws IOException {
    Topology topology = lscpu(COLUMNS + "0,0,0,0,,0,0,0,0\n1,1,0,0,,1,1,1,0\n2,2,0,0,,2,2,2,\n");
    assertEquals(topology.llc(0), topology.llc(1));
    assertNotEquals(topology.llc(0), topology.llc(2));
  }

  @Test
  void lscpu_coreNumbersThatComeTwice_areDifferentCores() throws IOException {
    Topology topology = lscpu(COLUMNS + "0,0,0,0,,0,0,0,0\n1,0,0,0,,1,1,1,0\n2,0,1,1,,2,2,2,1\n");
    assertEquals(3, topology.cores());
  }

  @Test
  void lscpu_cachesInOneColumn_areReadToo() throws IOException {
    Topology topology = lscpu("# CPU,Core,ONLINE,L1d:L1i:L2:L3\n0,0,Y,0:0:0:0\n1,,N,\n");
    assertEquals(1, topology.cpus());
  }

  @Test
  void lscpu_offlineCpus_areNoneAndOthersKeepTheirNumbersInMind() throws IOException {
    Topology topology = lscpu(COLUMNS + "0,0,0,0,,0,0,0,0\n1,,,,,,,,\n2,2,0,0,,2,2,2,0\n");
    assertEquals(2, topology.cpus());
    assertEquals(2, topology.machineNumber(1));
  }

  @Test
  void lscpu_malformed_isRefusedWithLineAndColumn() {
    refused(
        "1:1: this is before the line that names the columns, `# CPU,Core,Socket,...`", "0,0\n");
    refused("2:3: core: `x` is not a number", "# CPU,Core\n0,x\n");
    refused("2:1: CPU: `-1` is not a number", "# CPU,Core\n-1,0\n");
    refused("2:1: 3 fields for 2 columns", "# CPU,Core\n0,0,0\n");
    refused("3:1: CPU 0 is there twice", "# CPU,Core\n0,0\n0,1\n");
    refused("2:1: a second line that names the columns", "# CPU,Core\n# CPU,Core\n");
    refused("2:5: `maybe` is neither Y nor N", "# CPU,Core,Online\n0,0,maybe\n");
    refused("2:1: no CPU that is online", "# CPU,Core\n");
    refused(
        "1:1: no column `Core`; `lscpu -p` without a list of columns has all that matter",
        "# CPU,Node\n0,0\n");
    refused(
        "1:1: larger than 1 MiB: this is no description of a machine", "#".repeat(1 << 20) + "##");
  }

  @Test
  void lscpu_threadsOfACoreOnTwoNodes_contradictThemselves() {
    var refusal =
        assertThrows(
            MachineException.class, () -> lscpu("# CPU,Core,Socket,Node\n0,0,0,0\n1,0,0,1\n"));
    assertTrue(refusal.getMessage().contains("CPUs 0 and 1 are threads"), refusal.getMessage());
  }

  private void put(String path, String text) throws IOException {
    Path file = dir.resolve("sys/devices/system").resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text + "\n");
  }

  /** Two fast threads of a core and two slow cores with an L2 each; CPU 4 is offline. */
  private void snapshot() throws IOException {
    put("cpu/online", "0-3");
    for (int cpu = 0; cpu < 4; cpu++) {
      String own = cpu < 2 ? "0-1" : "" + cpu;
      put("cpu/cpu" + cpu + "/topology/core_cpus_list", own);
      put("cpu/cpu" + cpu + "/cache/index0/level", "1");
      put("cpu/cpu" + cpu + "/cache/index0/shared_cpu_list", own);
      put("cpu/cpu" + cpu + "/cache/index2/level", "2");
      put("cpu/cpu" + cpu + "/cache/index2/shared_cpu_list", cpu < 2 ? "0-1" : "2-3");
      put("cpu/cpu" + cpu + "/cpu_capacity", cpu < 2 ? "1024" : "446");
    }
    put("cpu/cpu4/uevent", "");
    put("node/node0/cpulist", "0-3");
  }

  @Test
  void sysfs_hybridMachine_hasCapacitiesAndCaches() throws IOException {
    snapshot();
    Topology topology = Machines.read(dir.toString());
    assertEquals(4, topology.cpus());
    assertEquals(3, topology.cores());
    assertEquals(2, topology.llcs());
    assertEquals(446, topology.capacity(3));
    assertEquals(topology, Machines.read(dir.resolve("sys/devices/system").toString()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cpu/online | 0-3,x | cpu/online:1:5: not a CPU number or range: `x`",
        "cpu/online | 0-5 | cpu/online:1:1: CPU 5 is online but has no directory",
        "cpu/cpu1/topology/core_cpus_list | 0 | core_cpus_list:1:1: CPU 1 itself is not in it",
        "cpu/cpu1/cpu_capacity | 0 | cpu_capacity:1:1: `0` is not a number from 1 to 1024",
        "node/node1/cpulist | 2 | node1/cpulist:1:1: CPU 2 is in node 0 too",
        "cpu/cpu1/cpu_capacity | 7 | CPUs 0 and 1 are threads of a core, but differ",
      })
  void sysfs_wrongFile_isNamed(String path, String text, String expected) throws IOException {
    snapshot();
    put(path, text);
    var refusal = assertThrows(MachineException.class, () -> Machines.read(dir.toString()));
    assertTrue(refusal.getMessage().contains(expected), refusal.getMessage());
  }

  @Test
  void sysfs_otherDirectory_isRefused() {
    var refusal = assertThrows(MachineException.class, () -> Machines.read(dir.toString()));
    assertTrue(refusal.getMessage().contains("no snapshot of sysfs"), refusal.getMessage());
  }

  @ParameterizedTest
  @EnumSource(Machines.class)
  void named_anyMachine_runsTasksOnAllItsCpus(Machines machine) throws IOException {
    Topology topology = Machines.read(machine.word());
    String tasks = "{\"tasks\": {\"t\": {\"instance\": 1100, \"loop\": 1, \"run\": 200}}}";
    SimulationResult result =
        Simulation.builder(topology, RtAppReader.parse("t", tasks)).costs(CostModel.FREE).run();
    assertTrue(result.ok(), () -> result.failure() + " " + result.checks());
    result.cpus().forEach(cpu -> assertTrue(cpu.busyNs() > 0, () -> "CPU " + cpu));
  }

  @Test
  void named_wrongWord_offersTheNearest() {
    var refusal = assertThrows(IllegalArgumentException.class, () -> Machines.read("hybird"));
    assertTrue(refusal.getMessage().contains("`hybrid`"), refusal.getMessage());
  }

  @Test
  void slowCpu_sameWork_takesLongerByItsCapacity() throws IOException {
    snapshot();
    Topology topology = Machines.read(dir.toString());
    String tasks = "{\"tasks\": {\"t\": {\"cpus\": [2], \"loop\": 1, \"run\": 446000}}}";
    SimulationResult result =
        Simulation.builder(topology, RtAppReader.parse("t", tasks)).costs(CostModel.FREE).run();
    assertEquals(1_024_000_000.0, (double) result.durationNs(), 1e5);
  }

  @Test
  void named_offline_keepsTheMachinesNumbers() {
    int[] numbers = IntStream.range(0, 7).map(Machines.OFFLINE.topology()::machineNumber).toArray();
    assertEquals("[0, 1, 2, 4, 5, 6, 7]", java.util.Arrays.toString(numbers));
  }
}

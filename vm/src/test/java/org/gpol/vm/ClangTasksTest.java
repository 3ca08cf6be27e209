package org.gpol.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gpol.bpf.object.ElfReader;
import org.gpol.vm.call.Environment;
import org.gpol.vm.map.RingBufferReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A C program that clang compiled, with tasks, timers, dynptrs, kfuncs and variables. */
class ClangTasksTest implements Environment {
  private static final Path OBJECTS = Path.of("../bpf/src/test/resources/c");

  private LoadedObject loaded;
  private long task = 7;
  private long nowNs = 5_000;

  private void load(String clang) throws Exception {
    GenericPlatform platform = new GenericPlatform(8);
    byte[] file = Files.readAllBytes(OBJECTS.resolve("tasks." + clang + ".o"));
    loaded =
        Loader.load(
            ElfReader.read("tasks", file, platform),
            platform,
            platform.helpers(),
            LoadOptions.forCpus(4));
  }

  private long run(String program, int context) {
    byte[] bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(context).array();
    return loaded.programs().stream()
        .filter(p -> p.program().name().equals(program))
        .findFirst()
        .orElseThrow()
        .run(bytes, this);
  }

  @ParameterizedTest
  @ValueSource(strings = {"clang-14", "clang-19"})
  void visits_areCountedForEachTask_andTold(String clang) throws Exception {
    load(clang);
    assertEquals(0, run("visit", 0));
    assertEquals(1, run("visit", 0));
    task = 8;
    assertEquals(0, run("visit", 0));
    loaded.taskExited(7);
    task = 7;
    assertEquals(0, run("visit", 0));

    List<String> lines = new ArrayList<>();
    int records =
        new RingBufferReader(loaded.map("lines").orElseThrow())
            .poll(
                (bytes, offset, length) ->
                    lines.add(new String(bytes, offset, length - 1, StandardCharsets.US_ASCII)));
    assertEquals(4, records);
    assertEquals(
        List.of("task7 7/107: 0", "task7 7/107: 1", "task8 8/108: 0", "task7 7/107: 0"), lines);
  }

  @ParameterizedTest
  @ValueSource(strings = {"clang-14", "clang-19"})
  void kfuncs_findTasksByTheirIds(String clang) throws Exception {
    load(clang);
    assertEquals(108, run("process", 8));
    assertEquals(-1, run("process", 9));
  }

  @ParameterizedTest
  @ValueSource(strings = {"clang-14", "clang-19"})
  void timer_ticks(String clang) throws Exception {
    load(clang);
    assertEquals(0, run("start", 0));
    for (int i = 0; i < 3; i++) {
      nowNs = loaded.nextTimerNs(2);
      assertTrue(loaded.runTimer(2, this) > 0);
    }
    assertEquals(8_000, nowNs);
    byte[] clock = new byte[24];
    assertEquals(0, loaded.map("clocks").orElseThrow().user().lookup(new byte[4], clock, 0));
    assertEquals(3, clock[16]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"clang-14", "clang-19"})
  void variables_ofThePlatform_areFoundByName(String clang) throws Exception {
    load(clang);
    assertEquals(200 + 1 + 2 + 3, run("where", 0));
  }

  @Override
  public long ktimeNs() {
    return nowNs;
  }

  @Override
  public int currentCpu() {
    return 2;
  }

  @Override
  public int randomU32() {
    return 4;
  }

  @Override
  public void tracePrintk(String line) {
    throw new AssertionError("nothing prints: " + line);
  }

  @Override
  public long currentTask() {
    return task;
  }

  @Override
  public int pid(long handle) {
    return (int) handle;
  }

  @Override
  public int tgid(long handle) {
    return (int) handle + 100;
  }

  @Override
  public String comm(long handle) {
    return "task" + handle;
  }

  @Override
  public long taskByPid(int pid) {
    return pid == 7 || pid == 8 ? pid : NO_TASK;
  }
}

package org.gpol.benchmarks.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.gpol.vm.EngineKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engines agree, and where they do not, no table is printed. */
class VmBenchmarkTest {
  private static final Plan SHORT = new Plan(3_000, 1, 1);
  private static final Engine INTERPRETER = new JvmEngine("interpreter", InterpretedSubject::new);
  private static final Engine JIT =
      new JvmEngine("jit", workload -> new VerifiedSubject(workload, EngineKind.JIT));
  private static final Engine HAND_WRITTEN = new JvmEngine("bytes", HandWritten::of);
  private static final Engine PLAIN = new JvmEngine("plain", Plain::of);

  private static Table measure(Engine... engines) throws Exception {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    return VmBenchmark.measure(List.of(engines), SHORT, nowhere);
  }

  @Test
  void measure_enginesOfThisJvm_agreeOnResultAndMemoryOfEveryProgram() throws Exception {
    String table = measure(INTERPRETER, JIT, HAND_WRITTEN, PLAIN).print();

    assertEquals(
        3,
        table
                .lines()
                .filter(line -> line.startsWith("| plain") || line.startsWith("| bytes"))
                .count()
            - 1);
    assertTrue(table.contains("| instructions a run | 2.00 |"), table);
  }

  @Test
  void summary_engineAgainstItself_isOne() throws Exception {
    Table table = measure(HAND_WRITTEN, PLAIN);

    String line = table.summary(HAND_WRITTEN, HAND_WRITTEN, HAND_WRITTEN);

    assertEquals("geomean jit/native 1.00 jit/java 1.00", line);
  }

  @Test
  void measure_nativeCode_agreesToo(@TempDir Path directory) throws Exception {
    PeerEngine peer =
        new PeerEngine("native", Path.of("src/main/c/native.c").toAbsolutePath(), directory, 64);

    measure(INTERPRETER, peer);

    assumeTrue(peer.trouble() == null, "skipped: " + peer.trouble());
  }

  @Test
  void measure_kernel_agreesToo(@TempDir Path directory) throws Exception {
    PeerEngine peer =
        new PeerEngine("kernel", Path.of("src/main/c/kernel.c").toAbsolutePath(), directory, 32);

    measure(INTERPRETER, peer);

    assumeTrue(peer.trouble() == null, "skipped: " + peer.trouble());
  }

  @Test
  void measure_engineThatComputesSomethingElse_isRefused() {
    Engine wrong =
        new JvmEngine(
            "wrong",
            workload ->
                workload.name().equals("ewma")
                    ? Plain.of(Workload.all().get(1))
                    : Plain.of(workload));

    Disagreement e = assertThrows(Disagreement.class, () -> measure(INTERPRETER, wrong));

    assertTrue(e.getMessage().startsWith("ewma: wrong ends with 0x3e, not 0x"), e.getMessage());
  }

  @Test
  void measure_engineThatLeavesOtherMemory_isRefused() {
    Engine wrong =
        new JvmEngine(
            "wrong",
            workload ->
                new JvmEngine.Subject() {
                  private final JvmEngine.Subject right = Plain.of(workload);

                  @Override
                  public long run() {
                    return right.run();
                  }

                  @Override
                  public byte[] memory() {
                    byte[] memory = right.memory().clone();
                    memory[17]++;
                    return memory;
                  }
                });

    Disagreement e = assertThrows(Disagreement.class, () -> measure(INTERPRETER, wrong));

    assertEquals("empty: wrong leaves other memory from byte 17", e.getMessage());
  }
}

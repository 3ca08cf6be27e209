package org.gpol.vm.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.isa.InsnCodec;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.vm.verifier.Fixture;

/**
 * Runs portable programs in the running Linux kernel, all in one process. A test that does so is
 * skipped where there is no compiler or no permission.
 */
final class KernelRuns {
  /** The maps that portable programs use. */
  static final List<Integer> MAPS =
      List.of(
          Fixture.HASH, Fixture.QUEUE, Fixture.RODATA, Fixture.DATA, Setting.ARRAY, Setting.STACK);

  private static final HexFormat HEX = HexFormat.of();
  private static final int NO_PERMISSION = 4;
  private static final int RDONLY_PROG = 1 << 7;
  private static final int TIMEOUT_SECONDS = 600;

  private KernelRuns() {}

  /**
   * What the kernel answers, in the form of {@link PortableRun#answer}; a program that it refuses
   * is answered {@code load} and an error number.
   */
  static List<String> ask(Path directory, List<Trial> trials)
      throws IOException, InterruptedException {
    Path tool = compiled(directory);
    Path input = directory.resolve("input");
    Path output = directory.resolve("output");
    Path errors = directory.resolve("errors");
    Files.writeString(
        input,
        MAPS.stream().map(KernelRuns::map).collect(Collectors.joining())
            + trials.stream().map(KernelRuns::program).collect(Collectors.joining()));
    Process process =
        new ProcessBuilder(tool.toString())
            .redirectInput(input.toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    assumeTrue(process.exitValue() != NO_PERMISSION, "no permission to run programs in the kernel");
    assertEquals(0, process.exitValue(), Files.readString(errors));
    List<String> answers = Files.readAllLines(output).stream().map(KernelRuns::sorted).toList();
    assertEquals(trials.size(), answers.size());
    return answers;
  }

  /** Whether the kernel compiles programs here, for messages. */
  static String jit() {
    try {
      String enabled = Files.readString(Path.of("/proc/sys/net/core/bpf_jit_enable")).strip();
      return enabled.equals("0") ? "the kernel interprets them (bpf_jit_enable is 0)" : "its JIT";
    } catch (IOException e) {
      return "whether its JIT is on cannot be read";
    }
  }

  /** Elements of hash maps come in any order. */
  private static String sorted(String answer) {
    String[] words = answer.strip().split(" +");
    String hash = Fixture.HASH + ":";
    List<String> elements =
        Arrays.stream(words).filter(word -> word.startsWith(hash)).sorted().toList();
    List<String> all = new ArrayList<>();
    Arrays.stream(words).filter(word -> !word.startsWith(hash)).forEach(all::add);
    all.addAll(elements);
    return String.join(" ", all);
  }

  private static String map(int index) {
    MapSpec spec = Setting.MAPS.get(index);
    boolean frozen = index == Fixture.RODATA;
    return String.format(
        "map %d %d %d %d %d %d %s%n",
        index,
        spec.type().number(),
        spec.keySize(),
        spec.valueSize(),
        spec.maxEntries(),
        frozen ? RDONLY_PROG : 0,
        frozen ? HEX.formatHex(Setting.frozen()) : "-");
  }

  private static String program(Trial trial) {
    Code code = trial.programs().get(0);
    String starts =
        code.functions().stream()
            .map(function -> String.valueOf(code.slotOf(function.start())))
            .collect(Collectors.joining(","));
    return "prog "
        + Fixture.DATA
        + " "
        + Setting.ARRAY
        + " "
        + starts
        + " "
        + HEX.formatHex(InsnCodec.encode(code.insns()))
        + trial.contexts().stream()
            .map(context -> " " + HEX.formatHex(context))
            .collect(Collectors.joining())
        + "\n";
  }

  private static Path compiled(Path directory) throws IOException, InterruptedException {
    Path source = directory.resolve("kernel_runs.c");
    try (InputStream in = KernelRuns.class.getResourceAsStream("kernel_runs.c")) {
      Files.write(source, in.readAllBytes());
    }
    Path tool = directory.resolve("kernel_runs");
    try {
      Process gcc =
          new ProcessBuilder("gcc", "-O1", "-o", tool.toString(), source.toString())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("gcc").toFile())
              .start();
      boolean done = gcc.waitFor(60, TimeUnit.SECONDS) && gcc.exitValue() == 0;
      assumeTrue(done, "gcc cannot compile the tool here");
      assertTrue(Files.isExecutable(tool));
    } catch (IOException e) {
      assumeTrue(false, "there is no gcc here");
    }
    return tool;
  }
}

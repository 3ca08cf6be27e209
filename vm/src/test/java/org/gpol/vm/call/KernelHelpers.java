package org.gpol.vm.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.InsnCodec;

/**
 * The helpers of the running Linux kernel, which share no code with ours. A test that asks them is
 * skipped where there is no compiler or no permission to run programs.
 */
final class KernelHelpers {
  /** The size of both maps' values. */
  static final int BYTES = 2048;

  private static final int NO_PERMISSION = 4;

  /**
   * A program that calls a helper.
   *
   * @param name for messages
   * @param content what map 0 holds, an array with one read-only value; in hexadecimal
   * @param insns writes what it finds out to the value of map 1
   */
  record Question(String name, String content, List<Insn> insns) {}

  private KernelHelpers() {}

  /** What the kernel answers: the value of map 1 in hexadecimal, or {@code load} or {@code run}. */
  static List<String> ask(Path directory, List<Question> questions)
      throws IOException, InterruptedException {
    Path tool = compiled(directory);
    Path input = directory.resolve("input");
    Path output = directory.resolve("output");
    HexFormat hex = HexFormat.of();
    Files.writeString(
        input,
        questions.stream()
            .map(q -> q.content() + " " + hex.formatHex(InsnCodec.encode(q.insns())))
            .collect(Collectors.joining("\n", "", "\n")));
    Process process =
        new ProcessBuilder(tool.toString())
            .redirectInput(input.toFile())
            .redirectOutput(output.toFile())
            .redirectError(directory.resolve("errors").toFile())
            .start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the kernel takes too long");
    assumeTrue(process.exitValue() != NO_PERMISSION, "no permission to run programs in the kernel");
    assertEquals(0, process.exitValue(), () -> read(directory.resolve("errors")));
    List<String> answers = Files.readAllLines(output);
    assertEquals(questions.size(), answers.size());
    return answers;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static Path compiled(Path directory) throws IOException, InterruptedException {
    Path source = directory.resolve("kernel_helpers.c");
    try (InputStream in = KernelHelpers.class.getResourceAsStream("kernel_helpers.c")) {
      Files.write(source, in.readAllBytes());
    }
    Path tool = directory.resolve("kernel_helpers");
    try {
      Process gcc =
          new ProcessBuilder("gcc", "-O1", "-o", tool.toString(), source.toString())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("gcc").toFile())
              .start();
      boolean compiled = gcc.waitFor(60, TimeUnit.SECONDS) && gcc.exitValue() == 0;
      assumeTrue(compiled, "gcc cannot compile the tool here");
    } catch (IOException e) {
      assumeTrue(false, "there is no gcc here");
    }
    return tool;
  }
}

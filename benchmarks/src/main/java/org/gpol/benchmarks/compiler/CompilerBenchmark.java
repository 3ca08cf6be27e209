package org.gpol.benchmarks.compiler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Prints what hooks execute beside clang's code for the same policies, and what compiling takes.
 */
public final class CompilerBenchmark {
  private static final long FULL_NS = 10_000_000_000L;
  private static final long QUICK_NS = 1_000_000_000L;
  private static final int FULL_MILLIS = 4000;
  private static final int QUICK_MILLIS = 500;
  private static final int PROCESSES = 9;

  private CompilerBenchmark() {}

  /** Arguments: the project's directory, and perhaps {@code --quick}. */
  public static void main(String[] arguments) throws IOException {
    List<String> rest = new ArrayList<>(Arrays.asList(arguments));
    boolean quick = rest.remove("--quick");
    if (rest.size() != 1) {
      System.err.println("usage: benchmarks/compiler [--quick]");
      System.exit(2);
    }
    Path root = Path.of(rest.get(0));
    Path directory = Files.createTempDirectory("gpol-benchmark");
    try {
      Comparison comparison =
          new Comparison(root, Clang.ofMachine(directory), quick ? QUICK_NS : FULL_NS);
      System.out.println("Instructions executed per call:\n");
      System.out.println(comparison.table(Comparison.POLICIES));
    } finally {
      try (var files = Files.list(directory)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(directory);
    }
    System.out.println(CompileTimes.table(CompileTimes.LINES, quick ? QUICK_MILLIS : FULL_MILLIS));
    System.out.printf(
        Locale.ROOT,
        "gpol check policies/fifo.gpol, a cold process: %.0f ms%n",
        CompileTimes.cold(root, "policies/fifo.gpol", PROCESSES));
    System.out.printf(
        Locale.ROOT,
        "Java %s, %s %s%n",
        Runtime.version(),
        System.getProperty("os.name"),
        System.getProperty("os.version"));
  }
}

package org.gpol.benchmarks.compiler;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.gpol.bpf.object.BpfObject;
import org.gpol.compiler.CompilerOptions;
import org.gpol.compiler.FrontEnd;
import org.gpol.compiler.GpolCompiler;
import org.gpol.compiler.diagnostics.DiagnosticSink;
import org.gpol.compiler.diagnostics.SourceFile;

/** How long checking and compiling take, warm, for policies of several lengths; and cold. */
final class CompileTimes {
  static final List<Integer> LINES = List.of(100, 300, 1_000, 5_000, 20_000);

  private CompileTimes() {}

  /** A row for each length: the median of several times. */
  static String table(List<Integer> sizes, int budgetMillis) {
    StringBuilder out =
        new StringBuilder(
            "| lines | instructions | check, ms | compile, ms | ms per 1,000 lines |\n");
    out.append("|---:|---:|---:|---:|---:|\n");
    for (int lines : sizes) {
      SourceFile source = new SourceFile("generated.gpol", GeneratedPolicy.of(lines));
      BpfObject object = compile(source);
      int insns = object.programs().stream().mapToInt(p -> p.code().insns().size()).sum();
      double check = median(() -> FrontEnd.check(source, new DiagnosticSink()), budgetMillis);
      double compile = median(() -> compile(source), budgetMillis);
      int length = source.text().split("\n", -1).length - 1;
      out.append(
          String.format(
              Locale.ROOT,
              "| %,d | %,d | %.2f | %.2f | %.2f |%n",
              length,
              insns,
              check,
              compile,
              compile * 1000 / length));
    }
    return out.toString();
  }

  static BpfObject compile(SourceFile source) {
    return GpolCompiler.compile(source, CompilerOptions.DEFAULT)
        .object()
        .orElseThrow(() -> new IllegalStateException(source.path() + " does not compile"));
  }

  /** Milliseconds of thread CPU time, after as much time again to warm up; at least five times. */
  private static double median(Runnable work, int budgetMillis) {
    var clock = java.lang.management.ManagementFactory.getThreadMXBean();
    long until = System.nanoTime() + budgetMillis * 1_000_000L;
    do {
      work.run();
    } while (System.nanoTime() < until);
    double[] times = new double[1000];
    int count = 0;
    until = System.nanoTime() + budgetMillis * 1_000_000L;
    while (count < 5 || (count < times.length && System.nanoTime() < until)) {
      long start = clock.getCurrentThreadCpuTime();
      work.run();
      times[count++] = (clock.getCurrentThreadCpuTime() - start) / 1e6;
    }
    Arrays.sort(times, 0, count);
    return times[count / 2];
  }

  /** Milliseconds that {@code gpol check} takes for a policy, in processes of their own. */
  static double cold(Path root, String policy, int times) throws IOException {
    double[] millis = new double[times];
    for (int i = -1; i < times; i++) {
      long start = System.nanoTime();
      Process process =
          new ProcessBuilder(root.resolve("gpol").toString(), "check", policy)
              .directory(root.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        if (process.waitFor() != 0) {
          throw new IOException("gpol check " + policy + " failed");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
      // The first may have to build the launcher's archive.
      if (i >= 0) {
        millis[i] = (System.nanoTime() - start) / 1e6;
      }
    }
    Arrays.sort(millis);
    return millis[times / 2];
  }
}

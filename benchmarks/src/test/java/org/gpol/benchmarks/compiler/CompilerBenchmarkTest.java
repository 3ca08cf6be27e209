package org.gpol.benchmarks.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.gpol.compiler.diagnostics.SourceFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompilerBenchmarkTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final long SHORT_NS = 200_000_000L;

  @TempDir Path directory;

  @Test
  void table_withoutClang_hasOurFiguresAndSaysWhy() throws IOException {
    Comparison alone = new Comparison(ROOT, new Clang("no-such-clang", directory), SHORT_NS);

    String table = alone.table(List.of("fifo"));

    assertTrue(table.contains("| fifo | task_wakeup |"), table);
    assertTrue(table.contains("clang is missing: no-such-clang cannot be run"), table);
  }

  /** The goal of the compiler, and at the same time that the policies in C decide alike. */
  @Test
  void instructions_ofEveryPolicy_areAtMostAFifthMoreThanClangs() throws IOException {
    Comparison comparison = new Comparison(ROOT, Clang.ofMachine(directory), SHORT_NS);

    String table = comparison.table(Comparison.POLICIES);

    assumeTrue(!table.contains("clang is missing"), "skipped: no clang for BPF");
    assertTrue(comparison.worstPolicy() <= 1.2, table);
  }

  @Test
  void generatedPolicy_ofAnyLength_compilesToAboutAsManyLines() {
    for (int lines : List.of(100, 300, 1_000)) {
      String text = GeneratedPolicy.of(lines);
      assertEquals((double) lines, (double) text.lines().count(), 0.2 * lines, "lines of " + lines);
      assertTrue(
          CompileTimes.compile(new SourceFile("generated.gpol", text)).programs().size() > 1);
    }
  }
}

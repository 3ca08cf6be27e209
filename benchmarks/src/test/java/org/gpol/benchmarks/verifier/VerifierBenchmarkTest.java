package org.gpol.benchmarks.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifierBenchmarkTest {
  @TempDir Path directory;

  private static List<Subject> quickOnes() {
    return Subject.all().stream()
        .filter(s -> List.of("cksum", "bitmap").contains(s.name()))
        .toList();
  }

  @Test
  void table_kernelThatCannotBeAsked_hasOurFiguresAndSaysWhy() throws IOException {
    KernelVerifier nobody = new KernelVerifier(directory.resolve("missing.c"), directory);

    String table = VerifierBenchmark.table(quickOnes(), nobody, 1);

    assertTrue(table.contains("| cksum | accepts |"), table);
    assertTrue(table.contains("Linux is missing: gcc"), table);
  }

  @Test
  void ask_kernel_agreesOnEveryProgramThatBothCanDecide() throws IOException {
    KernelVerifier kernel =
        new KernelVerifier(Path.of("src/main/c/verify.c").toAbsolutePath(), directory);
    for (Subject subject : quickOnes()) {
      boolean theirs = kernel.ask(subject, 1).map(Verdict::accepted).orElse(true);
      assumeTrue(kernel.trouble() == null, "skipped: " + kernel.trouble());
      assertEquals(theirs, OurVerifier.ask(subject, 0).accepted(), subject.name());
    }
  }
}

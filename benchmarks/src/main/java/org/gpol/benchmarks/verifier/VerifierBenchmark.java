package org.gpol.benchmarks.verifier;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Puts every program before both verifiers and prints one table. */
public final class VerifierBenchmark {
  private static final int FULL_MILLIS = 3000;
  private static final int QUICK_MILLIS = 700;
  private static final int LOADS = 5;

  private VerifierBenchmark() {}

  /** Arguments: the directory of the C sources, and perhaps {@code --quick}. */
  public static void main(String[] arguments) throws IOException {
    List<String> rest = new ArrayList<>(Arrays.asList(arguments));
    int warmMillis = rest.remove("--quick") ? QUICK_MILLIS : FULL_MILLIS;
    if (rest.size() != 1) {
      System.err.println("usage: benchmarks/verifier [--quick]");
      System.exit(2);
    }
    Path directory = Files.createTempDirectory("gpol-benchmark");
    try {
      KernelVerifier kernel =
          new KernelVerifier(Path.of(rest.get(0)).resolve("verify.c"), directory);
      System.out.print(table(Subject.all(), kernel, warmMillis));
    } finally {
      try (var files = Files.list(directory)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(directory);
    }
  }

  /** The figures, as Markdown, with notes. */
  static String table(List<Subject> subjects, KernelVerifier kernel, int warmMillis)
      throws IOException {
    StringBuilder out = new StringBuilder();
    out.append("| program | gpol | processed | ms | M/s");
    out.append(" | Linux | processed | ms | M/s | time ÷ Linux |\n");
    out.append("|---|---|---:|---:|---:|---|---:|---:|---:|---:|\n");
    for (Subject subject : subjects) {
      Verdict ours = OurVerifier.ask(subject, warmMillis);
      Optional<Verdict> theirs = kernel.ask(subject, LOADS);
      out.append("| ").append(subject.name()).append(cells(ours));
      out.append(theirs.map(VerifierBenchmark::cells).orElse(" | | | | "));
      out.append(
          theirs.map(linux -> number(" | %.3f", ours.millis() / linux.millis())).orElse("|"));
      out.append(" |\n");
    }
    out.append("\nJava ").append(Runtime.version()).append(", ");
    out.append(System.getProperty("os.name")).append(' ').append(System.getProperty("os.version"));
    out.append("; medians of thread CPU time, gpol warm, Linux with its JIT\n");
    if (kernel.trouble() != null) {
      out.append("Linux is missing: ").append(kernel.trouble()).append('\n');
    }
    return out.toString();
  }

  private static String cells(Verdict verdict) {
    return number(
        " | %s | %,d | %.2f | %.2f",
        verdict.word(), verdict.processed(), verdict.millis(), verdict.rate());
  }

  private static String number(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}

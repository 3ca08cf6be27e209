package org.gpol.benchmarks.jit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.gpol.vm.EngineKind;

/** Prints what compiling costs, and how long runs take in a fresh process on each engine. */
public final class JitBenchmark {
  private static final int TIMES = 400;
  private static final int QUICK_TIMES = 100;

  /** As large as programs of policies are. */
  private static final String PROGRAM = "pick";

  private JitBenchmark() {}

  /** Arguments: perhaps {@code --quick}. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    boolean quick = Arrays.equals(arguments, new String[] {"--quick"});
    if (arguments.length > 0 && !quick) {
      System.err.println("usage: benchmarks/jit [--quick]");
      System.exit(2);
    }
    System.out.println(CompileTime.table(quick ? QUICK_TIMES : TIMES));
    System.out.print(warmUp());
    System.out.printf(
        Locale.ROOT,
        "\nJava %s, %s %s; the program `%s`, each engine in a process of its own%n",
        Runtime.version(),
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        PROGRAM);
  }

  private static String warmUp() throws IOException, InterruptedException {
    String runs =
        Arrays.stream(WarmUp.RUNS)
            .mapToObj(count -> String.format(Locale.ROOT, " %,d |", count))
            .collect(Collectors.joining());
    StringBuilder out = new StringBuilder("| ms for so many runs |").append(runs).append("\n|---|");
    out.append("---:|".repeat(WarmUp.RUNS.length)).append('\n');
    for (EngineKind engine : EngineKind.values()) {
      out.append("| ").append(engine.name().toLowerCase(Locale.ROOT)).append(" | ");
      out.append(inOwnProcess(engine)).append('\n');
    }
    return out.toString();
  }

  private static String inOwnProcess(EngineKind engine) throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String path = System.getProperty("java.class.path");
    Process process =
        new ProcessBuilder(java, "-cp", path, WarmUp.class.getName(), PROGRAM, engine.name())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String row = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("a process that was to be measured has failed");
    }
    return row.strip();
  }
}

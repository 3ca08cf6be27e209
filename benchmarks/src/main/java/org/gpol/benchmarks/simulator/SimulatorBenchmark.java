package org.gpol.benchmarks.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.gpol.bpf.object.BpfObject;
import org.gpol.compiler.CompilerOptions;
import org.gpol.compiler.GpolCompiler;
import org.gpol.compiler.diagnostics.SourceFile;
import org.gpol.kernel.model.EevdfTunables;
import org.gpol.kernel.model.FairTunables;

/**
 * Prints how many events a second the model and a bare loop handle. Both count two for each job,
 * the wake-up and the end, so that the model's own events (ticks, interrupts, polls) count as its
 * cost. What a start costs is left out: the rate is that of the later two thirds of a run.
 */
public final class SimulatorBenchmark {
  private static final List<Size> SIZES =
      List.of(new Size(8, 100), new Size(128, 1_000), new Size(128, 100_000));
  private static final Size LARGEST = new Size(1_024, 1_000_000);
  private static final long JOBS = 400_000;
  private static final long QUICK_JOBS = 100_000;
  private static final int ROUNDS = 5;
  private static final int QUICK_ROUNDS = 3;

  private SimulatorBenchmark() {}

  /** Arguments: the root of the project, then perhaps {@code --quick} or {@code --all}. */
  public static void main(String[] arguments) throws IOException {
    List<String> options = List.of(arguments).subList(1, arguments.length);
    if (options.size() > 1 || !List.of("--quick", "--all").containsAll(options)) {
      System.err.println("usage: benchmarks/simulator [--quick|--all]");
      System.exit(2);
    }
    boolean quick = options.contains("--quick");
    List<Size> sizes = new ArrayList<>(SIZES);
    if (options.contains("--all")) {
      sizes.add(LARGEST);
    }
    BpfObject fifo = compile(Path.of(arguments[0], "policies/fifo.gpol"));
    print(
        subjects(fifo),
        sizes,
        quick ? QUICK_JOBS : JOBS,
        quick ? QUICK_ROUNDS : ROUNDS,
        System.out::println);
    System.out.printf(
        Locale.ROOT,
        "\nJava %s, %s %s, heap of at most %,d MiB%n",
        Runtime.version(),
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        Runtime.getRuntime().maxMemory() >> 20);
  }

  private static BpfObject compile(Path path) throws IOException {
    SourceFile source = new SourceFile(path.toString(), Files.readString(path));
    return GpolCompiler.compile(source, CompilerOptions.DEFAULT)
        .object()
        .orElseThrow(() -> new IOException(path + " does not compile"));
  }

  /** The bare loop first, and what is held to it. */
  static Map<String, Subject> subjects(BpfObject fifo) {
    Map<String, Subject> subjects = new LinkedHashMap<>();
    subjects.put("bare loop", BareLoop::run);
    subjects.put("model, CFS", Model.under(FairTunables::forCpus));
    subjects.put("model, EEVDF", Model.under(cpus -> EevdfTunables.DEFAULT));
    subjects.put("model, " + fifo.name() + ".gpol by the JIT", Model.under(fifo));
    return subjects;
  }

  /** Each line as soon as it is known. */
  static void print(
      Map<String, Subject> subjects,
      List<Size> sizes,
      long jobs,
      int rounds,
      Consumer<String> lines) {
    StringBuilder head = new StringBuilder("| M events/s |");
    sizes.forEach(size -> head.append(' ').append(size.text()).append(" |"));
    lines.accept(head.toString());
    lines.accept("|---|" + "---:|".repeat(sizes.size()));
    Map<Size, Double> bare = new LinkedHashMap<>();
    subjects.forEach(
        (name, subject) -> {
          StringBuilder out = new StringBuilder("| ").append(name).append(" |");
          for (Size size : sizes) {
            double rate = rate(subject, size, Math.max(jobs, size.tasks()), rounds(size, rounds));
            bare.putIfAbsent(size, rate);
            String part = String.format(Locale.ROOT, " (%.2f)", rate / bare.get(size));
            out.append(String.format(Locale.ROOT, " %.2f", rate));
            out.append(rate == bare.get(size) ? "" : part).append(" |");
          }
          lines.accept(out.toString());
        });
  }

  /** The largest has so much to do that one round is as good as several of the others. */
  private static int rounds(Size size, int rounds) {
    return size.equals(LARGEST) ? 1 : rounds;
  }

  /** Events per microsecond, the median of several rounds after one that warms up. */
  private static double rate(Subject subject, Size size, long jobs, int rounds) {
    double[] rates = new double[rounds];
    for (int round = -1; round < rounds; round++) {
      long startNs = System.nanoTime();
      long few = subject.run(size, size.durationNs(jobs));
      long betweenNs = System.nanoTime();
      long many = subject.run(size, size.durationNs(3 * jobs));
      long tookNs = (System.nanoTime() - betweenNs) - (betweenNs - startNs);
      if (round >= 0) {
        rates[round] = 2_000.0 * (many - few) / Math.max(1, tookNs);
      }
    }
    Arrays.sort(rates);
    return rates[rounds / 2];
  }
}

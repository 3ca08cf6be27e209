package org.gpol.benchmarks.vm;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.gpol.vm.EngineKind;

/** Runs every program in every engine, insists that they agree, and prints one table. */
public final class VmBenchmark {
  /** Places in the list of engines. */
  private static final int NATIVE = 0;

  private static final int JAVA = 2;
  private static final int JIT = 4;

  private VmBenchmark() {}

  /**
   * Arguments: the directory of the C sources, and perhaps {@code --quick}. Ends with status 1 if
   * engines disagree.
   */
  public static void main(String[] arguments) throws IOException {
    List<String> rest = new ArrayList<>(Arrays.asList(arguments));
    Plan plan = rest.remove("--quick") ? Plan.QUICK : Plan.FULL;
    if (rest.size() != 1) {
      System.err.println("usage: benchmarks/vm [--quick]");
      System.exit(2);
    }
    Path directory = Files.createTempDirectory("gpol-benchmark");
    try {
      List<Engine> engines = engines(Path.of(rest.get(0)), directory);
      Table table = measure(engines, plan, System.err);
      System.out.print(table.print());
      System.out.println(table.summary(engines.get(JIT), engines.get(NATIVE), engines.get(JAVA)));
    } catch (Disagreement e) {
      System.err.println(e.getMessage());
      System.exit(1);
    } finally {
      delete(directory);
    }
  }

  /** Whom to compare. The first is what the others are divided by. */
  private static List<Engine> engines(Path sources, Path directory) {
    return List.of(
        new PeerEngine("native, gcc -O2", sources.resolve("native.c"), directory, 64),
        new JvmEngine("plain Java", Plain::of),
        new JvmEngine("Java on byte[]", HandWritten::of),
        new PeerEngine("Linux kernel's JIT", sources.resolve("kernel.c"), directory, 32),
        new JvmEngine("gpol JIT", workload -> new VerifiedSubject(workload, EngineKind.JIT)),
        new JvmEngine("gpol interpreter", InterpretedSubject::new));
  }

  static Table measure(List<Engine> engines, Plan plan, PrintStream progress)
      throws IOException, Disagreement {
    List<Workload> workloads = Workload.all();
    Table table = new Table(engines, workloads);
    for (Workload workload : workloads) {
      progress.println("measuring " + workload.name());
      Measurement first = null;
      for (Engine engine : engines) {
        Optional<Measurement> measured = engine.measure(workload, plan);
        if (measured.isPresent()) {
          first = first == null ? measured.get() : first;
          Disagreement.check(workload, engine, first, measured.get());
          table.put(engine, workload, measured.get());
        }
      }
    }
    for (Engine engine : engines) {
      if (engine instanceof PeerEngine peer && peer.trouble() != null) {
        table.note(engine.name() + " is missing: " + peer.trouble());
      }
    }
    return table;
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }
}

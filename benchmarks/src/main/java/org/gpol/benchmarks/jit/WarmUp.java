package org.gpol.benchmarks.jit;

import java.util.Locale;
import org.gpol.benchmarks.vm.VerifiedSubject;
import org.gpol.benchmarks.vm.Workload;
import org.gpol.vm.EngineKind;

/**
 * Runs one program in a process that has done nothing else, and says how long so many runs have
 * taken, loading included.
 */
final class WarmUp {
  /** After how many runs to look at the clock. */
  static final long[] RUNS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};

  private WarmUp() {}

  /** Arguments: the program and the engine. Prints milliseconds, one field for each of the runs. */
  public static void main(String[] arguments) {
    Workload workload =
        Workload.all().stream()
            .filter(candidate -> candidate.name().equals(arguments[0]))
            .findFirst()
            .orElseThrow();
    long start = System.nanoTime();
    VerifiedSubject subject = new VerifiedSubject(workload, EngineKind.valueOf(arguments[1]));
    StringBuilder row = new StringBuilder();
    long done = 0;
    for (long runs : RUNS) {
      for (; done < runs; done++) {
        subject.run();
      }
      row.append(String.format(Locale.ROOT, "%.1f | ", (System.nanoTime() - start) / 1e6));
    }
    System.out.println(row);
  }
}

package org.gpol.cli.fuzz;

import java.util.Optional;
import java.util.Random;

/** Looks for a workload that shows a fault, and makes it as small as it gets. */
public final class Fuzzer {
  private static final int MOST_SHRINKING_RUNS = 2_000;

  /** Runs a workload. */
  @FunctionalInterface
  public interface Subject {
    /**
     * What goes wrong with the workload of an rt-app file on so many CPUs: the kind of fault, which
     * a smaller workload has to show as well; empty if nothing does.
     */
    Optional<String> fault(String rtApp, int cpus);
  }

  /**
   * A workload that shows a fault.
   *
   * @param run the number of the workload that it was made of, from 1
   * @param shrinkingRuns that it took to get here
   */
  public record Finding(
      String kind,
      int run,
      int tasksBefore,
      int tasks,
      int cpus,
      int shrinkingRuns,
      String rtApp) {}

  private final Subject subject;
  private final int mostCpus;
  private final int durationMs;
  private int runs;

  /** A search on up to {@code mostCpus} CPUs, for {@code durationMs} of simulated time each. */
  public Fuzzer(Subject subject, int mostCpus, int durationMs) {
    this.subject = subject;
    this.mostCpus = mostCpus;
    this.durationMs = durationMs;
  }

  /** The first of {@code most} workloads that shows a fault, made small; the same for each seed. */
  public Optional<Finding> search(long seed, int most) {
    Random random = new Random(seed);
    for (int run = 1; run <= most; run++) {
      FuzzCase found = FuzzCase.random(random, mostCpus, durationMs);
      Optional<String> kind = subject.fault(found.rtApp(), found.cpus());
      if (kind.isPresent()) {
        return Optional.of(finding(kind.get(), run, found));
      }
    }
    return Optional.empty();
  }

  private Finding finding(String kind, int run, FuzzCase found) {
    FuzzCase smallest = shrink(found, kind);
    return new Finding(
        kind,
        run,
        found.tasks().size(),
        smallest.tasks().size(),
        smallest.cpus(),
        runs,
        smallest.rtApp());
  }

  private FuzzCase shrink(FuzzCase found, String kind) {
    FuzzCase smallest = found;
    boolean smaller = true;
    while (smaller) {
      smaller = false;
      for (FuzzCase candidate : smallest.simpler()) {
        if (runs < MOST_SHRINKING_RUNS && shows(candidate, kind)) {
          smallest = candidate;
          smaller = true;
          break;
        }
      }
    }
    return smallest;
  }

  private boolean shows(FuzzCase candidate, String kind) {
    runs++;
    return subject.fault(candidate.rtApp(), candidate.cpus()).equals(Optional.of(kind));
  }
}

package org.gpol.testkit.scenario;

import java.util.Optional;
import java.util.Random;

/** Looks for a scenario in which something goes wrong, and makes it as small as it gets. */
public final class FaultHunt {
  private static final int MOST_SHRINKING_RUNS = 2_000;

  /** Runs a scenario. */
  @FunctionalInterface
  public interface Subject {
    /**
     * What goes wrong: the kind of fault, which a smaller scenario has to show as well; empty if
     * nothing does.
     */
    Optional<String> fault(Scenario scenario);
  }

  /**
   * A scenario in which something goes wrong.
   *
   * @param kind what
   * @param run the number of the scenario that it was made of, from 1
   * @param original as it was found
   * @param smallest what is left of it
   * @param shrinkingRuns that it took to get here
   */
  public record Finding(
      String kind, int run, Scenario original, Scenario smallest, int shrinkingRuns) {}

  private final Subject subject;
  private int runs;

  /** A hunt for what goes wrong with {@code subject}. */
  public FaultHunt(Subject subject) {
    this.subject = subject;
  }

  /**
   * The first of {@code most} scenarios in which something goes wrong, made small; the same for
   * each seed.
   */
  public Optional<Finding> search(ScenarioGenerator generator, long seed, int most) {
    Random random = new Random(seed);
    for (int run = 1; run <= most; run++) {
      Scenario found = generator.next(random);
      Optional<String> kind = subject.fault(found);
      if (kind.isPresent()) {
        Scenario smallest = shrink(found, kind.get());
        return Optional.of(new Finding(kind.get(), run, found, smallest, runs));
      }
    }
    return Optional.empty();
  }

  /** The smallest scenario that is found from {@code found} on and shows the same kind of fault. */
  public Scenario shrink(Scenario found, String kind) {
    Scenario smallest = found;
    boolean smaller = true;
    while (smaller) {
      smaller = false;
      for (Scenario candidate : smallest.simpler()) {
        if (runs < MOST_SHRINKING_RUNS && shows(candidate, kind)) {
          smallest = candidate;
          smaller = true;
          break;
        }
      }
    }
    Scenario renumbered = smallest.renumbered();
    return shows(renumbered, kind) ? renumbered : smallest;
  }

  private boolean shows(Scenario candidate, String kind) {
    runs++;
    return subject.fault(candidate).equals(Optional.of(kind));
  }
}

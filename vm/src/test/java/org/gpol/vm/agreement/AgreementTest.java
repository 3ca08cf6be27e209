package org.gpol.vm.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Compiled programs do what interpreted ones do: result or fault, memory, maps, helper calls,
 * instructions. Trials that once failed come first, those found on this machine and those in {@code
 * src/test/resources/agreement}.
 *
 * <ul>
 *   <li>{@code gpol.agreement.programs}: how many programs, e.g. 10000000 for a night
 *   <li>{@code gpol.agreement.seed}, {@code .first}: which
 *   <li>{@code gpol.agreement.grades}: of which {@link Grade}s, separated by commas
 *   <li>{@code gpol.agreement.threads}
 *   <li>{@code gpol.agreement.corpus}: where failures are written to and looked for
 * </ul>
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AgreementTest {
  private static final long PROGRAMS = Long.getLong("gpol.agreement.programs", 24_000);
  private static final long SEED = Long.getLong("gpol.agreement.seed", 20261123);
  private static final long FIRST = Long.getLong("gpol.agreement.first", 0);
  private static final int THREADS =
      Integer.getInteger("gpol.agreement.threads", Runtime.getRuntime().availableProcessors());
  private static final Path FOUND =
      Path.of(System.getProperty("gpol.agreement.corpus", "target/agreement"));
  private static final Path KEPT = Path.of("src/test/resources/agreement");

  /** A campaign of fewer trials says nothing about how many can be compared. */
  private static final long ENOUGH = 1_000;

  @Test
  @Order(1)
  void corpus_ofWhatOnceFailed_agrees() {
    List<Path> files = new ArrayList<>(Corpus.files(KEPT));
    files.addAll(Corpus.files(FOUND));
    for (Path file : files) {
      Comparison.Result result = Comparison.of(Corpus.read(file));
      assertEquals(
          Comparison.Verdict.AGREED, result.verdict(), () -> file + ": " + result.difference());
    }
  }

  @Test
  @Order(2)
  void generatedPrograms_doTheSameOnBothEngines() throws InterruptedException {
    List<Grade> grades = grades();
    Campaign.Plan plan = new Campaign.Plan(grades, SEED, FIRST, PROGRAMS, THREADS, FOUND);
    Campaign campaign = new Campaign(plan, System.out);
    List<Campaign.Failure> failures = campaign.run();
    for (Grade grade : grades) {
      System.out.println("agreement: " + grade + ": " + campaign.tally(grade));
    }
    assertTrue(
        failures.isEmpty(),
        () -> failures.stream().map(f -> f.report(plan)).collect(Collectors.joining("\n")));
    for (Grade grade : grades) {
      Campaign.Tally tally = campaign.tally(grade);
      double expected = tally.generated.get() * grade.comparable();
      assertTrue(PROGRAMS < ENOUGH || tally.compared.get() >= expected, () -> grade + ": " + tally);
    }
  }

  /** Verified programs unless others are asked for: those are what compiling is for so far. */
  private static List<Grade> grades() {
    String names = System.getProperty("gpol.agreement.grades", "");
    return names.isEmpty()
        ? List.of(Grade.values())
        : Arrays.stream(names.split(",")).map(Grade::valueOf).toList();
  }
}

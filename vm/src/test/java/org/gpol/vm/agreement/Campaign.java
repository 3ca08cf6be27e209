package org.gpol.vm.agreement;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Many trials, on several threads. What is tried depends on the seed and the number of a trial
 * only: trial {@code n} is the same on any number of threads and wherever a campaign begins.
 */
final class Campaign {
  /** What a campaign tries. Grades take turns: trial {@code n} is of grade {@code n % size}. */
  record Plan(List<Grade> grades, long seed, long first, long programs, int threads, Path corpus) {}

  /** A trial on which the engines differ, as it was found and made smaller. */
  record Failure(long number, Grade grade, String difference, Trial found, Trial small, Path file) {
    /** What it is, where it is, and how to see it again. */
    String report(Plan plan) {
      return "\n"
          + grade
          + " trial "
          + number
          + ": "
          + difference
          + "\n"
          + found.size()
          + " instructions, made "
          + small.size()
          + ", in "
          + file
          + "\nreplay it: "
          + replay(plan.seed(), number)
          + "\n"
          + Corpus.listing(small.programs().get(0));
    }

    private static String replay(long seed, long number) {
      return "mvn -pl vm test -Dtest=AgreementTest -Dgpol.agreement.seed="
          + seed
          + " -Dgpol.agreement.first="
          + number
          + " -Dgpol.agreement.programs=1";
    }
  }

  /** What a grade has come to. */
  static final class Tally {
    final AtomicLong generated = new AtomicLong();
    final AtomicLong refused = new AtomicLong();
    final AtomicLong notCompiled = new AtomicLong();
    final AtomicLong compared = new AtomicLong();
    final AtomicLong runs = new AtomicLong();
    final AtomicLong faults = new AtomicLong();
    final AtomicLong instructions = new AtomicLong();
    final AtomicLong nanoseconds = new AtomicLong();

    @Override
    public String toString() {
      return String.format(
          "%d generated, %d refused, %d not compiled, %d compared in %d runs of which %d ended in"
              + " a fault, %d instructions, %.0f programs/s and thread",
          generated.get(),
          refused.get(),
          notCompiled.get(),
          compared.get(),
          runs.get(),
          faults.get(),
          instructions.get(),
          generated.get() * 1e9 / Math.max(1, nanoseconds.get()));
    }
  }

  private static final int CHUNK = 50;
  private static final int MOST_FAILURES = 8;
  private static final int SHRINKING = 3_000;

  private final Plan plan;
  private final PrintStream progress;
  private final AtomicLong next = new AtomicLong();
  private final AtomicLong done = new AtomicLong();
  private final Map<Grade, Tally> tallies = new EnumMap<>(Grade.class);
  private final TreeMap<Long, Failure> failures = new TreeMap<>();
  private Throwable broken;

  /** A campaign that tells {@code progress} how far it is every now and then. */
  Campaign(Plan plan, PrintStream progress) {
    this.plan = plan;
    this.progress = progress;
    for (Grade grade : plan.grades()) {
      tallies.put(grade, new Tally());
    }
  }

  /** Tries everything, or as much as it takes to find a few failures; these by their numbers. */
  List<Failure> run() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < plan.threads(); i++) {
      Thread thread = new Thread(this::work, "agreement-" + i);
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    synchronized (failures) {
      if (broken != null) {
        throw new IllegalStateException("the campaign itself failed", broken);
      }
      return List.copyOf(failures.values());
    }
  }

  /** What {@code grade} has come to. */
  Tally tally(Grade grade) {
    return tallies.get(grade);
  }

  private void work() {
    try {
      long from = next.getAndAdd(CHUNK);
      while (from < plan.programs() && !enough()) {
        long to = Math.min(from + CHUNK, plan.programs());
        for (long i = from; i < to && !enough(); i++) {
          attempt(plan.first() + i);
        }
        tell(to - from);
        from = next.getAndAdd(CHUNK);
      }
    } catch (RuntimeException | Error thrown) {
      synchronized (failures) {
        broken = thrown;
      }
    }
  }

  private boolean enough() {
    synchronized (failures) {
      return failures.size() >= MOST_FAILURES || broken != null;
    }
  }

  /** A line whenever another power of two of thousands is done, or another hundred thousand. */
  private void tell(long more) {
    long after = done.addAndGet(more);
    long thousands = after / 1_000;
    boolean due = Long.bitCount(thousands) == 1 || thousands % 100 == 0;
    if (thousands > (after - more) / 1_000 && due) {
      progress.println("agreement: " + after + " of " + plan.programs() + " programs");
      tallies.forEach((grade, tally) -> progress.println("  " + grade + ": " + tally));
    }
  }

  private void attempt(long number) {
    Grade grade = plan.grades().get((int) (number % plan.grades().size()));
    Tally tally = tallies.get(grade);
    long start = System.nanoTime();
    Trial trial = grade.trial(plan.seed(), number);
    Optional<Comparison.Result> result = Optional.ofNullable(trial).map(Comparison::of);
    tally.nanoseconds.addAndGet(System.nanoTime() - start);
    tally.generated.incrementAndGet();
    if (result.isEmpty()) {
      tally.refused.incrementAndGet();
      return;
    }
    switch (result.get().verdict()) {
      case REFUSED -> tally.refused.incrementAndGet();
      case NOT_COMPILED -> tally.notCompiled.incrementAndGet();
      case AGREED -> tally.compared.incrementAndGet();
      case DIFFERED -> {
        tally.compared.incrementAndGet();
        failed(number, grade, trial, result.get());
      }
    }
    tally.runs.addAndGet(result.get().runs());
    tally.faults.addAndGet(result.get().faults());
    tally.instructions.addAndGet(result.get().instructions());
  }

  private void failed(long number, Grade grade, Trial trial, Comparison.Result result) {
    String sort = result.sort();
    Trial small = Shrinker.shrink(trial, t -> Comparison.of(t).sort().equals(sort), SHRINKING);
    String now = Comparison.of(small).difference();
    String remark = "seed " + plan.seed() + ", " + grade + " trial " + number + "\n" + now;
    String name = "seed" + plan.seed() + "-" + number;
    Path file = Corpus.write(plan.corpus(), name, small, remark);
    synchronized (failures) {
      failures.put(number, new Failure(number, grade, result.difference(), trial, small, file));
    }
  }
}

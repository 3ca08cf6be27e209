package org.gpol.vm.agreement;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.gpol.bpf.code.Code;
import org.gpol.vm.engine.interp.Flattener;
import org.gpol.vm.engine.interp.Interpreter;
import org.gpol.vm.verifier.VerificationResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs that need no platform do the same in the running Linux kernel, compiled and interpreted:
 * result, memory, maps. {@code gpol.agreement.kernel} says how many programs, {@code
 * gpol.agreement.seed} which.
 */
class KernelAgreementTest {
  private static final int PROGRAMS = Integer.getInteger("gpol.agreement.kernel", 1_000);
  private static final long SEED = Long.getLong("gpol.agreement.seed", 20261123);
  private static final int RUNS = 6;
  private static final int SHOWN = 3;
  private static final int BATCH = 2_000;

  @TempDir Path directory;

  @Test
  void portablePrograms_doTheSameInTheKernel() throws Exception {
    int accepted = 0;
    List<String> differences = new ArrayList<>();
    Map<String, Integer> refusals = new TreeMap<>();
    for (int first = 0; first < PROGRAMS && differences.isEmpty(); first += BATCH) {
      List<Trial> trials = trials(first, Math.min(BATCH, PROGRAMS - first));
      List<String> answers = KernelRuns.ask(directory, trials);
      for (int i = 0; i < trials.size(); i++) {
        if (answers.get(i).startsWith("load")) {
          refusals.merge(answers.get(i), 1, Integer::sum);
        } else {
          accepted++;
          compare(first + i, trials.get(i), answers.get(i), differences);
        }
      }
    }
    System.out.printf(
        "agreement: Linux accepts %d of %d programs and runs them by %s%n",
        accepted, PROGRAMS, KernelRuns.jit());
    assertTrue(
        differences.isEmpty(),
        () -> String.join("\n", differences.subList(0, Math.min(SHOWN, differences.size()))));
    int enough = accepted;
    assertTrue(accepted > PROGRAMS / 2, () -> "Linux accepts only " + enough + " " + refusals);
  }

  private static List<Trial> trials(int first, int count) {
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Random random = Mix.of(SEED, first + i);
      List<Code> programs = List.of(StructuredGenerator.portable(random));
      List<byte[]> contexts = Inputs.contexts(programs, RUNS, random);
      trials.add(new Trial(programs, true, 1_000_000, random.nextLong(), contexts));
    }
    return trials;
  }

  private static void compare(int number, Trial trial, String kernel, List<String> differences) {
    VerificationResult verdict = Setting.verify(trial.programs().get(0));
    if (!verdict.accepted()) {
      return;
    }
    String interpreted =
        PortableRun.answer(
            trial,
            (code, n, linkage, budget) ->
                Optional.of(new Interpreter(Flattener.flatten(code, linkage), budget)));
    String compiled =
        PortableRun.answer(
            trial,
            (code, n, linkage, budget) ->
                Comparison.compile(code, verdict.facts(), linkage, budget));
    if (!kernel.equals(interpreted) || !kernel.equals(compiled)) {
      differences.add(
          "-Dgpol.agreement.seed="
              + SEED
              + ", program "
              + number
              + "\nLinux:       "
              + kernel
              + "\ninterpreted: "
              + interpreted
              + "\ncompiled:    "
              + compiled
              + "\n"
              + Corpus.text(trial, "for Linux"));
    }
  }
}

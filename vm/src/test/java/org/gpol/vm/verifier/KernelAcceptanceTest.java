package org.gpol.vm.verifier;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.gpol.bpf.code.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of the generated programs that the running Linux kernel accepts, hardly any is refused here. */
class KernelAcceptanceTest {
  private static final int PROGRAMS = Integer.getInteger("gpol.acceptance.programs", 1_500);
  private static final long SEED = 5;

  @TempDir Path directory;

  @Test
  void programsThatLinuxAccepts_areAccepted() throws Exception {
    Random random = new Random(SEED);
    List<Code> programs = new ArrayList<>();
    for (int i = 0; i < PROGRAMS; i++) {
      programs.add(ProgramGenerator.generate(random));
    }
    KernelOracle oracle =
        new KernelOracle(
            directory,
            Fixture.MAPS,
            Map.of(Fixture.RODATA, Fixture.frozen()),
            KernelOracle.RAW_TRACEPOINT);
    List<String> verdicts = oracle.ask(programs);
    int linux = 0;
    int both = 0;
    int more = 0;
    Map<String, Integer> causes = new TreeMap<>();
    for (int i = 0; i < PROGRAMS; i++) {
      VerificationResult ours = Fixture.verify(programs.get(i));
      boolean theirs = verdicts.get(i).startsWith("accept");
      linux += theirs ? 1 : 0;
      both += theirs && ours.accepted() ? 1 : 0;
      more += !theirs && ours.accepted() ? 1 : 0;
      if (theirs && !ours.accepted()) {
        causes.merge("stricter: " + ours.rejection().orElseThrow().check(), 1, Integer::sum);
      } else if (!theirs && ours.accepted()) {
        causes.merge("laxer: " + verdicts.get(i).replaceAll("[0-9]+", "N"), 1, Integer::sum);
      }
    }
    String found =
        "Linux accepts " + linux + ", we " + both + " of them and " + more + " more: " + causes;
    System.out.println(found);
    assertTrue(both >= linux * 0.99, found);
  }
}

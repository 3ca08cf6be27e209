package org.gpol.vm.verifier;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The running Linux kernel gives the same verdict on the cases that it can be asked about. */
class KernelVerdictTest {
  @TempDir Path directory;

  @Test
  void verdicts_areThoseOfLinux() throws Exception {
    List<Case> cases =
        VerifierCasesTest.all().filter(c -> c.linux() != Case.Linux.NOT_ASKED).toList();
    KernelOracle oracle =
        new KernelOracle(directory, Fixture.ALL_MAPS, Map.of(Fixture.RODATA, Fixture.frozen()));
    List<String> verdicts = oracle.ask(cases.stream().map(Case::code).toList());
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      String verdict = verdicts.get(i);
      boolean same = verdict.startsWith("accept") == (cases.get(i).expected() == null);
      if (same != (cases.get(i).linux() == Case.Linux.AGREES)) {
        differences.add(
            cases.get(i).name() + ": " + cases.get(i).expected() + ", Linux: " + verdict);
      }
    }
    assertTrue(differences.isEmpty(), () -> String.join("\n", differences));
  }
}

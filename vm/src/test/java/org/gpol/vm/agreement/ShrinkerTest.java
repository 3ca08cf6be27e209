package org.gpol.vm.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.Width;
import org.junit.jupiter.api.Test;

/** What the comparison of engines rests on: trials repeat, shrink, and survive being written. */
class ShrinkerTest {
  private static final long SEED = 7;

  @Test
  void shrink_untilOneInstructionMatters_leavesThatAndOneRun() {
    int shrunk = 0;
    for (long number = 0; number < 200; number++) {
      Trial trial = Grade.MUTATED.trial(SEED, number);
      if (subtracts(trial)) {
        Trial small = Shrinker.shrink(trial, ShrinkerTest::subtracts, 3_000);
        assertEquals(1, small.programs().get(0).size(), () -> Corpus.text(small, ""));
        assertEquals(1, small.contexts().size());
        shrunk++;
      }
    }
    assertTrue(shrunk > 3, shrunk + " trials subtract");
  }

  private static boolean subtracts(Trial trial) {
    return trial.programs().get(0).insns().stream()
        .anyMatch(
            insn ->
                insn instanceof Insn.Alu alu && alu.op() == AluOp.SUB && alu.width() == Width.W32);
  }

  @Test
  void trial_ofAnyGrade_isTheSameAgainAndComesBackFromItsText() {
    for (Grade grade : List.of(Grade.values())) {
      for (long number = 0; number < 50; number++) {
        Trial trial = grade.trial(SEED, number);
        if (trial != null) {
          String text = Corpus.text(trial, "a remark");
          assertEquals(text, Corpus.text(grade.trial(SEED, number), "a remark"));
          assertEquals(said(text), said(Corpus.text(Corpus.parse(text), "")));
        }
      }
    }
  }

  /** The lines that are not for readers: files forget what functions are called. */
  private static List<String> said(String text) {
    return text.lines().filter(line -> !line.startsWith("#")).toList();
  }
}

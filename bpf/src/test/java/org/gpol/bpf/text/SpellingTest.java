package org.gpol.bpf.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Slips are recognised, other words are left alone. */
class SpellingTest {
  private static final List<String> WORDS = List.of("vruntime", "runtime", "queue", "cpu");

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "vruntme, vruntime",
    "vrunttime, vruntime",
    "vruntine, vruntime",
    "vrutnime, vruntime",
    "untime, runtime",
    "quue, queue",
    "cup, cpu",
    "cpu, cpu",
  })
  void nearest_aSlip_isWhatWasMeant(String typed, String meant) {
    assertEquals(Optional.of(meant), Spelling.nearest(typed, WORDS));
  }

  @ParameterizedTest
  @CsvSource({"task", "upc", "queueueue", "''"})
  void nearest_anotherWord_isNothing(String typed) {
    assertEquals(Optional.empty(), Spelling.nearest(typed, WORDS));
  }

  @Test
  void nearest_equallyClose_isTheFirst() {
    assertEquals(Optional.of("bat"), Spelling.nearest("cat", List.of("bat", "rat")));
    assertEquals(Optional.of("rat"), Spelling.nearest("cat", List.of("rat", "bat")));
  }

  @Test
  void nearest_closerCandidateBehindAFartherOne_wins() {
    assertEquals(
        Optional.of("runtime"), Spelling.nearest("rntime", List.of("rentimes", "runtime")));
  }

  @Test
  void didYouMean_withAndWithoutASuggestion_isATailForAMessage() {
    assertEquals(", did you mean `queue`?", Spelling.didYouMean("qeue", WORDS));
    assertEquals("", Spelling.didYouMean("nothing", WORDS));
  }
}

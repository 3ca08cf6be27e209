package org.gpol.kernel.workload.rtapp;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.gpol.kernel.workload.Workload;
import org.gpol.kernel.workload.WorkloadException;

/** Whatever is in a file, the answer is a workload that can be played or a readable refusal. */
class RtAppPropertyTest {

  private static final String GOOD =
      """
      { // a file with a bit of everything
        "tasks": {
          "a": { "delay": 10, "priority": -3, "cpus": [0, 1], "instance": 2, "loop": 3,
                 "lock": "m", "wait": { "ref": "c", "mutex": "m" }, "unlock": "m", "run": 2.5 },
          "b": { "policy": "SCHED_GHOST", "loop": 2, "phases": {
                   "p": { "loop": 2, "run": 5, "signal": "c", "cpus": [1] },
                   "q": { "timer": { "ref": "unique", "period": 9, "mode": "absolute" },
                          "sync": { "ref": "c", "mutex": "m" }, "priority": 4, "sleep": 3 } } },
          "c": { "suspend": "s", "runtime": 1, "broad": "c", "yield": "", },
          "d": { "run": 4, "resume": "s", "timer": { "ref": "t", "period": 20 } },
        },
        "global": { "duration": 0.001, "default_policy": "SCHED_OTHER", "calibration": "CPU0" }
      }
      """;

  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "0",
          "-1",
          "1e400",
          "-0.0",
          "1e-400",
          "null",
          "true",
          "/*",
          "//",
          "\\",
          "\u0000",
          "\ud800",
          "é",
          "\"lock\": \"m\",",
          "\"unlock\": \"m\",",
          "\"loop\": -1,",
          "\"run\": 0,",
          "99999999999999999999",
          "\"phases\": {",
          "\"\"");

  private static final Pattern NUMBER = Pattern.compile("-?\\b\\d+(\\.\\d+)?");
  private static final Pattern NAME = Pattern.compile("\"[a-z]\"(?=[ ,}])");
  private static final Pattern MEMBER =
      Pattern.compile("\"(?!tasks|global)[a-z]+\": ([-\\d.]+|\"\\w*\"|\\{[^{}]*\\}),");
  private static final List<String> NUMBERS =
      List.of("0", "1", "2", "7", "0.25", "-1", "40", "1023");
  private static final List<String> NAMES = List.of("\"m\"", "\"c\"", "\"s\"", "\"t\"", "\"\"");

  @Provide
  Arbitrary<Long> edits() {
    return Arbitraries.longs();
  }

  @Property(tries = 3_000)
  void parse_mutatedFile_isAWorkloadOrARefusalWithAPlace(@ForAll("edits") long seed) {
    parseAndPlay(mutate(new SplittableRandom(seed)));
  }

  @Property(tries = 500)
  void parse_anyText_isAWorkloadOrARefusalWithAPlace(@ForAll String text) {
    parseAndPlay(text);
  }

  @Example
  void parse_theFileThatIsMutated_isGoodAndPlaysToItsEnd() {
    FakeMachine machine = new FakeMachine(RtAppReader.parse("f", GOOD), 2).runUntil(1_000_000);
    assertTrue(machine.ranNs("a-1") > 0 && machine.ranNs("b") > 0 && machine.ranNs("c") > 0);
  }

  /** A property that only ever saw refusals would prove nothing about playing. */
  @Example
  void mutate_manySeeds_leavesManyFilesPlayable() {
    int playable = 0;
    for (long seed = 0; seed < 1_000; seed++) {
      playable += parseAndPlay(mutate(new SplittableRandom(seed))) ? 1 : 0;
    }
    assertTrue(playable > 100 && playable < 900, playable + " of 1000");
  }

  private static String mutate(SplittableRandom random) {
    String text = GOOD;
    for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
      text = random.nextInt(3) == 0 ? breakText(text, random) : changeMeaning(text, random);
    }
    return text;
  }

  /** An edit that knows nothing of JSON. */
  private static String breakText(String whole, SplittableRandom random) {
    StringBuilder text = new StringBuilder(whole);
    int at = random.nextInt(text.length() + 1);
    int end = Math.min(text.length(), at + random.nextInt(12));
    String piece = PIECES.get(random.nextInt(PIECES.size()));
    return switch (random.nextInt(3)) {
      case 0 -> text.delete(at, end).toString();
      case 1 -> text.insert(at, piece).toString();
      default -> text.replace(at, end, piece).toString();
    };
  }

  /** An edit that leaves the text well-formed if it was: another number, name, or member. */
  private static String changeMeaning(String text, SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> replaceOne(NUMBER, text, random, m -> NUMBERS.get(random.nextInt(NUMBERS.size())));
      case 1 -> replaceOne(NAME, text, random, m -> NAMES.get(random.nextInt(NAMES.size())));
      case 2 -> replaceOne(MEMBER, text, random, m -> "");
      default -> replaceOne(MEMBER, text, random, m -> m + " " + m);
    };
  }

  private static String replaceOne(
      Pattern what, String text, SplittableRandom random, UnaryOperator<String> by) {
    List<MatchResult> found = what.matcher(text).results().toList();
    if (found.isEmpty()) {
      return text;
    }
    MatchResult one = found.get(random.nextInt(found.size()));
    return text.substring(0, one.start()) + by.apply(one.group()) + text.substring(one.end());
  }

  /** False if the text is refused. */
  private static boolean parseAndPlay(String text) {
    Workload workload;
    try {
      workload = RtAppReader.parse("f", text);
    } catch (WorkloadException e) {
      assertTrue(e.position().line() >= 1 && e.position().column() >= 1, e.getMessage());
      assertFalse(e.problem().isBlank());
      return false;
    }
    try {
      new FakeMachine(workload, 2).runUntil(200_000);
    } catch (WorkloadException e) {
      assertTrue(e.problem().endsWith("without time passing"), e.getMessage());
    }
    return true;
  }
}

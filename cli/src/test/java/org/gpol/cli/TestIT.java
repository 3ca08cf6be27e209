package org.gpol.cli;

import static org.gpol.cli.CliHarness.file;
import static org.gpol.cli.CliHarness.gpol;
import static org.gpol.cli.CliHarness.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gpol.cli.CliHarness.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code gpol test} from the command line. */
class TestIT {
  private static final String COUNTING =
      """
      policy counting;
      var even: u64; var odd: u64; var rest: u64;
      fn halve(n: u64) -> u64 {
          if n % 2 == 0 { return n / 2; }
          return 3 * n + 1;
      }
      on cpu_busy(m) {
          var n = m.cpu as u64;
          while n > 1 limit 200 {
              if n % 2 == 0 { even += 1; } else { odd += 1; }
              n = halve(n);
          }
          if n == 0 && odd > 0 {
              rest += 1;
          }
      }
      test "seven" {
          call cpu_busy { cpu: 7 };
          expect even == 11;
          expect odd == 5;
      }
      test "one" { call cpu_busy { cpu: 1 }; expect even + odd == 0; }
      """;

  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(strings = {"auto", "jit", "interp"})
  void policiesOfTheLibrary_onEachEngine_passTheirTests(String engine) {
    Outcome outcome = gpol("test", file("policies"), "--engine", engine);
    assertEquals(ExitCode.OK, outcome.code(), outcome.out() + outcome.err());
    for (String policy :
        new String[] {"cfs", "fifo", "mlfq", "percpu_fifo", "priority", "round_robin", "stride"}) {
      assertTrue(outcome.out().contains(file("policies/" + policy + ".gpol")), policy);
    }
    assertTrue(outcome.out().endsWith(" tests, all passed\n"), outcome.out());
  }

  @Test
  void expectation_thatFails_isShownWithBothSidesItsLineAndTheCommandThatRepeatsIt() {
    String policy = write(dir, "p.gpol", COUNTING.replace("even == 11", "even == 2 * odd + 2"));
    Outcome outcome = gpol("test", policy);
    assertEquals(ExitCode.INPUT_ERRORS, outcome.code());
    assertEquals(
        policy
            + """

              FAILED  seven
                %s:19:12: it is 11 != 12
                  19 |     expect even == 2 * odd + 2;
                     |            ^^^^^^^^^^^^^^^^^^^
                again: gpol test %s --filter '^seven$'
              ok      one
            2 tests, 1 failed
            """
                .formatted(policy, policy)
                .indent(0),
        outcome.out());
    assertEquals(ExitCode.OK, gpol("test", policy, "--filter", "^one$").code());
  }

  /** 7 goes to 1 in 16 steps, 5 of them from an odd number; counted by hand. */
  @Test
  void coverage_ofAHandCountedPolicy_isExactAndIndependentOfItsLayout() throws IOException {
    Path info = dir.resolve("cover.info");
    String policy = write(dir, "p.gpol", COUNTING);
    Outcome outcome = gpol("test", policy, "--coverage", "--coverage-lcov", info.toString());
    assertEquals(ExitCode.OK, outcome.code(), outcome.out() + outcome.err());
    String lcov = Files.readString(info);
    assertTrue(lcov.contains("SF:" + policy + "\n"), lcov);
    // The line of `halve` whose condition is asked 16 times, and what follows where n is odd.
    assertTrue(lcov.contains("DA:4,16\n"), lcov);
    assertTrue(lcov.contains("DA:5,5\n"), lcov);
    assertTrue(lcov.contains("DA:10,16\n"), lcov);
    assertTrue(lcov.contains("DA:14,0\n"), lcov);
    assertTrue(outcome.out().contains("line 14 is never executed"), outcome.out());
    // Of the condition of two parts, the second is never asked, the first never true.
    assertTrue(outcome.out().contains("line 13, column"), outcome.out());
    String oneLine =
        COUNTING.replace("\n    ", " ").replace("{ return n / 2; }", "{\nreturn n / 2;\n}");
    String other = write(dir, "q.gpol", oneLine);
    String again = gpol("test", other, "--coverage").out();
    assertEquals(branches(outcome.out()), branches(again));
  }

  /** {@code branches 9 of 10} of the line that says so. */
  private static String branches(String page) {
    return page.lines()
        .filter(line -> line.contains(", branches "))
        .map(line -> line.substring(line.indexOf("branches")))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void testsOfAFileBesideThePolicy_areRunToo() {
    String policy = write(dir, "p.gpol", COUNTING);
    write(dir, "p_test.gpol", "test \"two\" { call cpu_busy { cpu: 2 }; expect even == 1; }\n");
    for (String path : new String[] {policy, dir.resolve("p_test.gpol").toString(), "" + dir}) {
      Outcome outcome = gpol("test", path);
      assertEquals(ExitCode.OK, outcome.code(), outcome.out() + outcome.err());
      assertTrue(outcome.out().contains("  ok      two\n"), outcome.out());
      assertTrue(outcome.out().endsWith("3 tests, all passed\n"), outcome.out());
    }
  }

  @Test
  void junitXmlAndJson_sayWhatFailed() throws IOException {
    String policy = write(dir, "p.gpol", COUNTING.replace("odd == 5", "odd < 5"));
    Path xml = dir.resolve("report.xml");
    Outcome outcome = gpol("test", policy, "--json", "--junit-xml", xml.toString());
    assertEquals(ExitCode.INPUT_ERRORS, outcome.code());
    assertTrue(outcome.out().contains("\"message\" : \"it is 5 >= 5\""), outcome.out());
    String report = Files.readString(xml);
    assertTrue(report.contains("tests=\"2\" failures=\"1\""), report);
    assertTrue(report.contains("<failure message=\"it is 5 &gt;= 5\">"), report);
  }

  @Test
  void taskThatThePolicyLoses_failsItsTest() {
    String policy =
        write(
            dir,
            "p.gpol",
            """
            policy forgets;
            on task_new(m) { if let t = m.runnable { drop t; } }
            on task_wakeup(m) { drop m.task; }
            on task_preempt(m) { drop m.task; }
            on task_yield(m) { drop m.task; }
            test "lost" { task a: run 1ms; run for 3s; expect a.runtime == 0; }
            """);
    Outcome outcome = gpol("test", policy);
    assertEquals(ExitCode.INPUT_ERRORS, outcome.code());
    assertTrue(outcome.out().contains("FAILED  lost"), outcome.out());
  }

  @Test
  void badInput_isSaidOnTheFirstLine() {
    assertEquals(ExitCode.USAGE, gpol("test").code());
    assertEquals(ExitCode.USAGE, gpol("test", file("policies/fifo.gpol"), "--filter", "(").code());
    Outcome none = gpol("test", file("policies/fifo.gpol"), "--filter", "no such test");
    assertEquals(ExitCode.USAGE, none.code());
    assertTrue(none.firstError().contains("there are no tests of such a name"), none.err());
    assertEquals(ExitCode.IO, gpol("test", dir.resolve("missing.gpol").toString()).code());
    String broken = write(dir, "p.gpol", "policy p;\ntest \"t\" { exect 1 == 1; }\n");
    assertEquals(ExitCode.INPUT_ERRORS, gpol("test", broken).code());
  }
}

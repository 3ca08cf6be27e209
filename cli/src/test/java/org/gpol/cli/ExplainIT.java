package org.gpol.cli;

import static org.gpol.cli.CliHarness.gpol;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gpol.cli.CliHarness.Outcome;
import org.gpol.cli.explain.Explanations;
import org.junit.jupiter.api.Test;

/** {@code gpol explain}. */
class ExplainIT {
  @Test
  void explain_aCodeInAnySpelling_printsItsEntry() {
    Outcome outcome = gpol("explain", "missing-null-check");
    assertEquals(ExitCode.OK, outcome.code());
    assertTrue(outcome.out().startsWith("# MISSING_NULL_CHECK: "), outcome.out());
    assertEquals(outcome.out(), gpol("explain", "MISSING_NULL_CHECK").out());
  }

  @Test
  void explain_nothing_listsEveryCode() {
    Outcome outcome = gpol("explain");
    assertEquals(ExitCode.OK, outcome.code());
    assertEquals(
        Explanations.codes(),
        outcome.out().lines().map(line -> line.substring(0, line.indexOf(' '))).toList());
  }

  @Test
  void explain_unknownCode_suggestsAKnownOne() {
    Outcome outcome = gpol("explain", "MISSING_NUL_CHECK");
    assertEquals(ExitCode.USAGE, outcome.code());
    assertTrue(outcome.firstError().contains("MISSING_NULL_CHECK"), outcome.err());
  }
}

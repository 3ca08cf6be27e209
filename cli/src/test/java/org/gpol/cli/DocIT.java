package org.gpol.cli;

import static org.gpol.cli.CliHarness.gpol;
import static org.gpol.cli.CliHarness.gpolReading;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gpol.cli.CliHarness.Outcome;
import org.junit.jupiter.api.Test;

/** {@code gpol doc}. */
class DocIT {
  @Test
  void doc_policy_printsItsReference() {
    Outcome outcome = gpolReading("/// Picks.\npolicy p;\nstat lost: counter;\n", "doc", "-");
    assertEquals(ExitCode.OK, outcome.code());
    assertEquals(
        "# Policy `p`\n\nPicks.\n\n## Statistics\n\n| Name | Kind |\n| --- | --- |\n| `lost` | `counter` |\n",
        outcome.out());
  }

  @Test
  void doc_prelude_printsHooksAndFunctions() {
    Outcome outcome = gpol("doc", "--prelude");
    assertEquals(ExitCode.OK, outcome.code());
    assertTrue(outcome.out().contains("#### `pick_next_task`"), outcome.out());
    assertTrue(outcome.out().contains("### `now() -> time`"), outcome.out());
  }

  @Test
  void doc_textThatDoesNotParse_isRefusedWithItsErrors() {
    Outcome outcome = gpolReading("policy", "doc", "-");
    assertEquals(ExitCode.INPUT_ERRORS, outcome.code());
    assertEquals("", outcome.out());
    assertTrue(outcome.err().contains("error[E0001]"), outcome.err());
  }

  @Test
  void doc_notExactlyOneSubject_isAUsageError() {
    assertEquals(ExitCode.USAGE, gpol("doc").code());
    assertEquals(ExitCode.USAGE, gpol("doc", "a", "b").code());
    assertEquals(ExitCode.USAGE, gpol("doc", "--prelude", "a").code());
  }
}

package org.gpol.cli;

import static org.gpol.cli.CliHarness.gpol;
import static org.gpol.cli.CliHarness.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gpol.cli.CliHarness.Outcome;
import org.gpol.cli.explain.Explanations;
import org.gpol.vm.verifier.check.SafetyCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is printed of every category of rejection: the entry's first example is refused for just
 * that, with the text that is kept beside this test, and the second is accepted. {@code
 * -Dgolden.update} writes the texts anew.
 */
class ExplainGoldenTest {
  private static final Pattern EXAMPLE = Pattern.compile("```asm\n(.*?)```", Pattern.DOTALL);
  private static final Path TEXTS =
      CliHarness.ROOT.resolve("cli/src/test/resources/org/gpol/cli/rejections");

  @TempDir Path dir;

  static List<String> examples(String category) {
    Matcher blocks = EXAMPLE.matcher(Explanations.text(category).orElseThrow());
    List<String> examples = new ArrayList<>();
    while (blocks.find()) {
      examples.add(blocks.group(1));
    }
    return examples;
  }

  /** What is printed of the category's bad example, which is called {@code bad.s}. */
  static String printed(String category, Path directory) {
    String file = write(directory, "bad.s", examples(category).get(0));
    Outcome outcome = gpol("verify", file);
    assertEquals(ExitCode.REJECTED, outcome.code(), outcome.err());
    return outcome.err().replace(file, "bad.s");
  }

  @ParameterizedTest
  @EnumSource(value = SafetyCheck.class, names = "INSTRUCTION_FORM", mode = EnumSource.Mode.EXCLUDE)
  void badExample_isRefusedForItsCategory_asKept(SafetyCheck check) throws IOException {
    String printed = printed(check.name(), dir);
    assertTrue(printed.startsWith("rejected[" + check + "]: "), printed);
    assertTrue(printed.contains("  = help: "), printed);
    Path kept = TEXTS.resolve(check + ".txt");
    if (System.getProperty("golden.update") != null) {
      Files.createDirectories(TEXTS);
      Files.writeString(kept, printed);
    }
    assertEquals(Files.readString(kept), printed);
  }

  @ParameterizedTest
  @EnumSource(SafetyCheck.class)
  void goodExample_isAccepted(SafetyCheck check) {
    List<String> examples = examples(check.name());
    assertEquals(2, examples.size());
    Outcome outcome = gpol("verify", write(dir, "good.s", examples.get(1)));
    assertEquals(ExitCode.OK, outcome.code(), outcome.err());
  }

  @Test
  void instructionForm_badExample_isRefusedBeforeTheVerifierSeesIt() {
    String bad = write(dir, "bad.s", examples("INSTRUCTION_FORM").get(0));
    assertEquals(ExitCode.INPUT_ERRORS, gpol("verify", bad).code());
  }

  /** The page shows rejections as they are printed, so that readers see what they will get. */
  @Test
  void page_ofTheVerifier_showsRejectionsAsPrinted() throws IOException {
    Path page = CliHarness.ROOT.resolve("docs/verifier.md");
    String text = Files.readString(page);
    Matcher shown =
        Pattern.compile("<!-- rejection ([A-Z_]+) -->\n```text\n(.*?)```", Pattern.DOTALL)
            .matcher(text);
    int count = 0;
    StringBuilder renewed = new StringBuilder();
    while (shown.find()) {
      String printed = printed(shown.group(1), dir);
      shown.appendReplacement(
          renewed,
          Matcher.quoteReplacement(
              "<!-- rejection " + shown.group(1) + " -->\n```text\n" + printed + "```"));
      count++;
    }
    shown.appendTail(renewed);
    if (System.getProperty("golden.update") != null) {
      Files.writeString(page, renewed);
      text = renewed.toString();
    }
    assertTrue(count >= 10);
    assertEquals(renewed.toString(), text);
  }
}

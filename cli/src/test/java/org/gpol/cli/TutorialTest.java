package org.gpol.cli;

import static org.gpol.cli.CliHarness.gpol;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gpol.cli.CliHarness.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tutorial, done as its reader does it: each policy is put into the file of its name, each
 * command is run on the file as it is then, and prints what the page shows below it. {@code
 * -Dgolden.update} writes anew what the page shows.
 */
class TutorialTest {
  private static final Path PAGE = CliHarness.ROOT.resolve("docs/tutorial.md");
  private static final Pattern BLOCK = Pattern.compile("```(\\w+)\n(.*?)```", Pattern.DOTALL);
  private static final Pattern NAME = Pattern.compile("^policy (\\w+);", Pattern.MULTILINE);

  @TempDir Path dir;

  private final List<Integer> steps = new ArrayList<>();

  @Test
  void page_everyStep_doesWhatItSays() throws IOException {
    String page = Files.readString(PAGE);
    Matcher blocks = BLOCK.matcher(page);
    StringBuilder renewed = new StringBuilder();
    Outcome last = null;
    while (blocks.find()) {
      String text = blocks.group(2);
      switch (blocks.group(1)) {
        case "gpol" -> put(text);
        case "sh" -> last = run(text.strip());
        default -> text = printed(text, last);
      }
      String block = "```" + blocks.group(1) + "\n" + text + "```";
      blocks.appendReplacement(renewed, Matcher.quoteReplacement(block));
    }
    blocks.appendTail(renewed);
    if (System.getProperty("golden.update") != null) {
      Files.writeString(PAGE, renewed);
      page = renewed.toString();
    }
    assertEquals(renewed.toString(), page);
    assertEquals(6, steps.size());
    assertTrue(steps.stream().allMatch(uses -> uses > 0), "a policy that nothing is done with");
  }

  @Test
  void page_lastPolicy_isTheOneThatComesWithGpol() throws IOException {
    String fair = Files.readString(CliHarness.ROOT.resolve("policies/fair.gpol"));
    assertTrue(Files.readString(PAGE).contains("```gpol\n" + fair.strip() + "\n```"));
  }

  private void put(String policy) {
    Matcher name = NAME.matcher(policy);
    assertTrue(name.find(), policy);
    CliHarness.write(dir, name.group(1) + ".gpol", policy);
    steps.add(0);
  }

  private Outcome run(String command) {
    steps.set(steps.size() - 1, steps.get(steps.size() - 1) + 1);
    String[] words = command.split(" ");
    assertEquals("./gpol", words[0], command);
    String[] args = Arrays.stream(words).skip(1).map(this::inItsPlace).toArray(String[]::new);
    return gpol(args);
  }

  private String inItsPlace(String word) {
    if (word.startsWith("workloads/")) {
      return CliHarness.file(word);
    }
    return word.matches("\\w+\\.(gpol|bpf\\.o)") ? dir.resolve(word).toString() : word;
  }

  /** What was printed in place of {@code shown}: for each line the next that begins as it does. */
  private String printed(String shown, Outcome outcome) {
    String all = (outcome.err() + outcome.out()).replace(dir + "/", "");
    assertEquals(code(shown), outcome.code(), all);
    List<String> lines = all.lines().toList();
    StringBuilder printed = new StringBuilder();
    int at = 0;
    for (String line : shown.lines().toList()) {
      if (!line.equals("…") && !line.isEmpty()) {
        while (at < lines.size() && !beginning(lines.get(at)).equals(beginning(line))) {
          at++;
        }
        assertTrue(at < lines.size(), () -> line + "\nis not in\n" + all);
        printed.append(lines.get(at++)).append('\n');
      } else {
        printed.append(line).append('\n');
      }
    }
    return printed.toString();
  }

  private static String beginning(String line) {
    return line.strip().split(" ", 2)[0];
  }

  private static ExitCode code(String shown) {
    if (shown.contains("STALL")) {
      return ExitCode.POLICY_FAILED;
    }
    if (shown.contains("must be between")) {
      return ExitCode.USAGE;
    }
    return shown.contains("error[") ? ExitCode.INPUT_ERRORS : ExitCode.OK;
  }
}

package org.gpol.cli;

import static org.gpol.cli.CliHarness.gpol;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gpol.cli.CliHarness.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The pages of the policies that come with gpol say what their commands print. The figures of a few
 * are made again at every build; {@code -Dgpol.pages=all} does so for all, and {@code
 * -Dgolden.update} writes all pages anew.
 */
class PolicyPagesIT {
  private static final Path PAGES = CliHarness.ROOT.resolve("docs/policies");
  private static final Pattern COMMAND = Pattern.compile("Made by `gpol (doc [^`]*)`");

  static List<String> policies() throws IOException {
    try (Stream<Path> files = Files.list(CliHarness.ROOT.resolve("policies"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".gpol"))
          .map(name -> name.replace(".gpol", ""))
          .sorted()
          .toList();
    }
  }

  /** Those whose figures are made: a plain one, another machine, no ticks, an agent. */
  static List<String> shown() throws IOException {
    boolean all = System.getProperty("gpol.pages", "").equals("all") || updates();
    return all ? policies() : List.of("fifo", "core_sched", "tickless", "agent_fifo");
  }

  private static boolean updates() {
    return System.getProperty("golden.update") != null;
  }

  /** What the page's command prints, paths being those of the project. */
  private static String made(String page) throws IOException {
    Matcher command = COMMAND.matcher(page);
    assertTrue(command.find(), page);
    List<String> words = new ArrayList<>();
    for (String word : command.group(1).split(" ")) {
      words.add(word.endsWith(".gpol") ? CliHarness.file(word) : word);
    }
    Outcome outcome = gpol(words.toArray(String[]::new));
    assertEquals(ExitCode.OK, outcome.code(), outcome.err());
    return outcome.out().replace(CliHarness.ROOT + "/", "");
  }

  @ParameterizedTest
  @MethodSource("shown")
  void page_saysWhatItsCommandPrints(String policy) throws IOException {
    Path page = PAGES.resolve(policy + ".md");
    String actual = made(Files.readString(page));
    if (updates()) {
      Files.writeString(page, actual);
    }
    assertEquals(Files.readString(page), actual);
  }

  @ParameterizedTest
  @MethodSource("policies")
  void page_saysWhatThePolicySays(String policy) throws IOException {
    List<String> page = paragraphs(Files.readString(PAGES.resolve(policy + ".md")));
    String path = CliHarness.file("policies/" + policy + ".gpol");
    List<String> reference = paragraphs(gpol("doc", path).out());
    String comment =
        reference.stream().filter(p -> p.startsWith("In figures: ")).findFirst().orElseThrow();
    reference.remove(comment);
    assertTrue(page.remove(1).startsWith("Made by `gpol doc policies/" + policy + ".gpol"));
    assertEquals(comment, page.get(page.size() - 1));
    assertEquals(reference, page.subList(0, page.indexOf("## Figures")));
  }

  private static List<String> paragraphs(String text) {
    return new ArrayList<>(List.of(text.strip().split("\n\n")));
  }

  @Test
  void pages_areLinkedAndNoOthersAreThere() throws IOException {
    String index = Files.readString(CliHarness.ROOT.resolve("docs/policies.md"));
    try (Stream<Path> pages = Files.list(PAGES)) {
      List<String> names =
          pages.map(page -> page.getFileName().toString().replace(".md", "")).sorted().toList();
      assertEquals(policies(), names);
    }
    for (String policy : policies()) {
      assertTrue(index.contains("](policies/" + policy + ".md)"), policy);
    }
  }

  @Test
  void doc_figuresOfNothing_areUsageErrors() {
    assertEquals(ExitCode.USAGE, gpol("doc", "--prelude", "--figures").code());
    assertEquals(ExitCode.USAGE, gpol("doc", "-", "--figures").code());
    assertEquals(ExitCode.USAGE, gpol("doc", "a.gpol", "--topology", "4").code());
  }

  @Test
  void doc_figuresOfAPolicyThatStalls_areRefused() {
    Outcome outcome = gpol("doc", CliHarness.file("policies/agent_fifo.gpol"), "--figures");
    assertEquals(ExitCode.POLICY_FAILED, outcome.code(), outcome.err());
    assertTrue(outcome.err().contains("STALL"), outcome.err());
  }
}

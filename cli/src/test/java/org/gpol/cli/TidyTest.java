package org.gpol.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What no compiler checks: links between pages, size of files, words that promise later work. */
class TidyTest {
  private static final Path ROOT = Path.of(System.getProperty("gpol.root"));
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(?:#[^)\\s]*)?\\)");
  private static final long LARGEST_FILE = 200_000;

  @Test
  void markdown_relativeLinks_resolve() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path page : tracked(".md")) {
      Matcher links = LINK.matcher(Files.readString(page));
      while (links.find()) {
        String target = links.group(1);
        if (!target.contains("://") && !Files.exists(page.resolveSibling(target))) {
          broken.add(ROOT.relativize(page) + " -> " + target);
        }
      }
    }
    assertEquals(List.of(), broken);
  }

  @Test
  void files_anyTracked_areSmall() throws IOException {
    List<Path> large = new ArrayList<>();
    for (Path file : tracked("")) {
      if (Files.size(file) > LARGEST_FILE) {
        large.add(ROOT.relativize(file));
      }
    }
    assertEquals(List.of(), large);
  }

  @Test
  void sources_anyTracked_promiseNothingForLater() throws IOException {
    Pattern promise = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
    List<Path> promising = new ArrayList<>();
    for (String ending : List.of(".java", ".g4", ".gpol", ".xml", ".md", ".json")) {
      for (Path file : tracked(ending)) {
        if (promise.matcher(Files.readString(file)).find()) {
          promising.add(ROOT.relativize(file));
        }
      }
    }
    assertEquals(List.of(), promising);
  }

  @Test
  void ciScript_command_isTheReadmesTestCommand() throws IOException {
    String script = Files.readString(ROOT.resolve(".ci/run"));
    String readme = Files.readString(ROOT.resolve("README.md"));
    String last = script.strip().lines().reduce((first, second) -> second).orElseThrow();
    assertFalse(last.isBlank());
    assertEquals(1, readme.lines().filter(line -> line.strip().equals(last)).count(), last);
  }

  /** Files of the project below the root, without what builds and version control leave there. */
  private static List<Path> tracked(String ending) throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.toString().endsWith(ending))
          .filter(file -> !file.toString().matches(".*/(target|\\.git|\\.jqwik-database)(/.*)?"))
          .sorted()
          .toList();
    }
  }
}

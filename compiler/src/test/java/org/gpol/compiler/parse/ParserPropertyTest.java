package org.gpol.compiler.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.gpol.compiler.FrontEnd;
import org.gpol.compiler.diagnostics.DiagnosticRenderer;
import org.gpol.compiler.diagnostics.DiagnosticSink;
import org.gpol.compiler.diagnostics.SourceFile;

/** Whatever people type, the front end answers, and soon. */
class ParserPropertyTest {
  private static final Pattern WORDS = Pattern.compile("\\w+|\\s+|.", Pattern.DOTALL);
  private static final List<String> GARBAGE =
      List.of(
          "}",
          "{",
          "(",
          ")",
          ";",
          "else",
          "let",
          "<",
          "\"",
          "/*",
          "-1",
          "0",
          "runnable",
          "@",
          "\u0000",
          "\ud83d",
          "m.task",
          "drop",
          "for",
          "99999999999999999999",
          "[",
          "]",
          "=>",
          "_");

  private final List<String> words = words();

  private static List<String> words() {
    try {
      Path source = Path.of("src/test/snippets/input/accepted_everything.gpol");
      return WORDS.matcher(Files.readString(source)).results().map(r -> r.group()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Property(tries = 400)
  void check_damagedPolicy_answersSoon(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int edits) {
    String text = damaged(new Random(seed), edits);
    assertTimeoutPreemptively(Duration.ofSeconds(10), () -> answer(text), text);
  }

  @Property(tries = 200)
  void check_anyText_answersSoon(@ForAll String text) {
    assertTimeoutPreemptively(Duration.ofSeconds(10), () -> answer(text), text);
  }

  private static void answer(String text) {
    DiagnosticSink sink = new DiagnosticSink();
    boolean accepted = FrontEnd.check(new SourceFile("damaged.gpol", text), sink).isPresent();
    assertEquals(!sink.hasErrors(), accepted);
    new DiagnosticRenderer(true).render(sink.diagnostics());
  }

  private String damaged(Random random, int edits) {
    List<String> text = new ArrayList<>(words);
    for (int i = 0; i < edits; i++) {
      int at = random.nextInt(text.size());
      switch (random.nextInt(4)) {
        case 0 -> text.remove(at);
        case 1 -> text.add(at, text.get(at));
        case 2 -> text.add(at, GARBAGE.get(random.nextInt(GARBAGE.size())));
        default -> text.set(at, text.get(random.nextInt(text.size())));
      }
    }
    return String.join("", text);
  }
}

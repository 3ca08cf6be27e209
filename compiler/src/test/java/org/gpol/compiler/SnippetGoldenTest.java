package org.gpol.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gpol.compiler.diagnostics.DiagnosticCode;
import org.gpol.compiler.diagnostics.DiagnosticRenderer;
import org.gpol.compiler.diagnostics.Severity;
import org.gpol.compiler.diagnostics.SourceFile;
import org.gpol.compiler.imports.Imports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What people read when they make a mistake. Each file of {@code snippets/input} has the text that
 * the compiler answers beside it in {@code snippets/output}; {@code -Dgolden.update} writes it
 * anew.
 */
class SnippetGoldenTest {
  private static final Path SNIPPETS = Path.of("src/test/snippets");

  static List<String> snippets() throws IOException {
    try (Stream<Path> files = Files.list(SNIPPETS.resolve("input"))) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(name -> name.endsWith(".gpol"))
          .sorted()
          .toList();
    }
  }

  private static String imported(String path) throws IOException {
    return Imports.FILES.read(SNIPPETS.resolve("input").resolve(path).toString());
  }

  private static String answer(String snippet) throws IOException {
    String text = Files.readString(SNIPPETS.resolve("input").resolve(snippet));
    CompilationResult result =
        GpolCompiler.compile(
            new SourceFile(snippet, text), new CompilerOptions(true, SnippetGoldenTest::imported));
    boolean errors = result.diagnostics().stream().anyMatch(d -> d.severity() == Severity.ERROR);
    assertEquals(errors, result.object().isEmpty(), "an object comes out iff there are no errors");
    String verdict = errors ? "refused" : "accepted";
    return new DiagnosticRenderer(false).render(result.diagnostics()) + verdict + "\n";
  }

  @ParameterizedTest
  @MethodSource("snippets")
  void check_snippet_answersAsWritten(String snippet) throws IOException {
    Path golden = SNIPPETS.resolve("output").resolve(snippet.replace(".gpol", ".txt"));
    String answer = answer(snippet);
    if (System.getProperty("golden.update") != null) {
      Files.writeString(golden, answer);
    }
    assertTrue(Files.exists(golden), "no " + golden + "; write it with -Dgolden.update");
    assertEquals(Files.readString(golden), answer);
  }

  @ParameterizedTest
  @MethodSource("snippets")
  void check_snippetNamedAfterCode_saysThatCode(String snippet) throws IOException {
    String code = snippet.substring(0, Math.max(0, snippet.indexOf('_')));
    String answer = answer(snippet);
    if (code.equals("accepted")) {
      assertTrue(answer.equals("accepted\n"), answer);
    } else {
      assertTrue(answer.contains("[" + code + "]"), snippet + " does not show " + code);
    }
  }

  @Test
  void snippets_everyCode_hasOne() throws IOException {
    Set<String> shown =
        snippets().stream()
            .map(s -> s.substring(0, s.indexOf('_')))
            .collect(Collectors.toCollection(TreeSet::new));
    shown.remove("accepted");
    // A megabyte of text is no snippet; ParserFrontendTest has this one.
    shown.add(DiagnosticCode.TOO_LARGE.id());
    Set<String> all =
        Arrays.stream(DiagnosticCode.values())
            .map(DiagnosticCode::id)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(all, shown);
  }
}

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
import org.gpol.compiler.CompilationResult;
import org.gpol.compiler.CompilerOptions;
import org.gpol.compiler.GpolCompiler;
import org.gpol.compiler.diagnostics.DiagnosticRenderer;
import org.gpol.compiler.diagnostics.SourceFile;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Policies on pages compile without a word, or with exactly the words that the page shows below
 * them.
 */
class DocsTest {
  private static final Pattern EXAMPLE =
      Pattern.compile("```gpol\n(.*?)```\n(?:\n```text\n(.*?)```)?", Pattern.DOTALL);

  private record Example(String policy, String diagnostics) {}

  @ParameterizedTest
  @ValueSource(
      strings = {"README.md", "docs/language.md", "docs/language-tests.md", "docs/tracing.md"})
  void page_everyPolicy_saysWhatThePageSays(String page) throws IOException {
    List<Example> examples = examples(Files.readString(CliHarness.ROOT.resolve(page)));
    assertFalse(examples.isEmpty());
    for (Example example : examples) {
      SourceFile source = new SourceFile("policy.gpol", example.policy);
      CompilationResult result = GpolCompiler.compile(source, CompilerOptions.DEFAULT);
      String said = new DiagnosticRenderer(false).render(result.diagnostics());
      assertEquals(example.diagnostics, said.strip());
      assertEquals(example.diagnostics.isEmpty(), result.object().isPresent());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"README.md", "docs/language.md", "docs/language-tests.md", "docs/tracing.md"})
  void page_everyPolicyThatCompiles_runs(String page, @TempDir Path dir) throws IOException {
    for (Example example : examples(Files.readString(CliHarness.ROOT.resolve(page)))) {
      if (example.diagnostics.isEmpty()) {
        Path policy = Files.writeString(dir.resolve("policy.gpol"), example.policy);
        // Most only show something and schedule nobody, so what tasks are due is not checked.
        CliHarness.Outcome outcome =
            CliHarness.gpol(
                "run",
                policy.toString(),
                "--workload",
                CliHarness.ROOT.resolve("workloads/pair.json").toString(),
                "--duration",
                "20ms",
                "--check",
                "none",
                "--quiet");
        assertEquals(ExitCode.OK, outcome.code(), example.policy + outcome.err());
        if (example.policy.contains("\ntest \"")) {
          CliHarness.Outcome tests = CliHarness.gpol("test", policy.toString());
          assertEquals(ExitCode.OK, tests.code(), tests.out() + tests.err());
        }
      }
    }
  }

  private static List<Example> examples(String page) {
    List<Example> examples = new ArrayList<>();
    Matcher blocks = EXAMPLE.matcher(page);
    while (blocks.find()) {
      String said = blocks.group(2) == null ? "" : blocks.group(2).strip();
      examples.add(new Example(blocks.group(1), said));
    }
    return examples;
  }
}

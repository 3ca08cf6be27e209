package org.gpol.cli;

import static org.gpol.cli.CliHarness.gpol;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gpol.cli.explain.Explanations;
import org.gpol.compiler.CompilationResult;
import org.gpol.compiler.CompilerOptions;
import org.gpol.compiler.GpolCompiler;
import org.gpol.compiler.diagnostics.Diagnostic;
import org.gpol.compiler.diagnostics.DiagnosticCode;
import org.gpol.compiler.diagnostics.DiagnosticRenderer;
import org.gpol.compiler.diagnostics.Severity;
import org.gpol.compiler.diagnostics.SourceFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every diagnostic of the compiler has an entry, whose first example gets that diagnostic and no
 * other, and whose second one is what it should have been.
 */
class CompilerExplanationsTest {
  private static final Pattern EXAMPLE = Pattern.compile("```gpol\n(.*?)```", Pattern.DOTALL);

  private static List<String> examples(DiagnosticCode code) {
    Matcher blocks = EXAMPLE.matcher(Explanations.text(code.id()).orElseThrow());
    List<String> examples = new ArrayList<>();
    while (blocks.find()) {
      examples.add(blocks.group(1));
    }
    return examples;
  }

  private static CompilationResult compile(String policy) {
    return GpolCompiler.compile(new SourceFile("policy.gpol", policy), CompilerOptions.DEFAULT);
  }

  private static String said(CompilationResult result) {
    return new DiagnosticRenderer(false).render(result.diagnostics());
  }

  @ParameterizedTest
  @EnumSource(DiagnosticCode.class)
  void explain_code_printsItsEntry(DiagnosticCode code) {
    String printed = gpol("explain", code.id()).out();
    assertTrue(printed.startsWith("# " + code.id() + ": "), printed);
    assertEquals(printed, gpol("explain", code.id().toLowerCase(java.util.Locale.ROOT)).out());
  }

  /** Text that is nested or long without end says more in words than as an example. */
  @ParameterizedTest
  @EnumSource(
      value = DiagnosticCode.class,
      names = {"TOO_DEEP", "TOO_LARGE"},
      mode = EnumSource.Mode.EXCLUDE)
  void examples_ofCode_haveItAndHaveItNot(DiagnosticCode code) {
    List<String> examples = examples(code);
    assertEquals(2, examples.size());
    CompilationResult bad = compile(examples.get(0));
    // An error may come with warnings, a warning stands alone.
    List<String> serious =
        bad.diagnostics().stream()
            .filter(d -> d.severity() == code.severity())
            .map(Diagnostic::code)
            .map(DiagnosticCode::id)
            .distinct()
            .toList();
    assertEquals(List.of(code.id()), serious, said(bad));
    assertEquals(code.severity() == Severity.ERROR, bad.object().isEmpty());
    CompilationResult good = compile(examples.get(1));
    assertEquals("", said(good));
  }
}

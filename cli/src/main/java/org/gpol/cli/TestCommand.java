package org.gpol.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.gpol.cli.testing.CoverageReport;
import org.gpol.cli.testing.JUnitXml;
import org.gpol.cli.testing.TestOutcome;
import org.gpol.cli.testing.TestSubject;
import org.gpol.compiler.CompilationResult;
import org.gpol.compiler.CompilerOptions;
import org.gpol.compiler.GpolCompiler;
import org.gpol.compiler.checked.PolicyTest;
import org.gpol.compiler.diagnostics.DiagnosticRenderer;
import org.gpol.compiler.diagnostics.SourceFile;
import org.gpol.compiler.diagnostics.SourceSpan;
import org.gpol.vm.EngineKind;
import org.gpol.vm.LoadException;
import org.gpol.vm.VerifierRejection;

/** {@code gpol test}: runs the tests that stand in policies, and in files beside them. */
final class TestCommand implements Command {
  @Override
  public String name() {
    return "test";
  }

  @Override
  public String summary() {
    return "run the tests in policies";
  }

  @Override
  public String synopsis() {
    return "FILE|DIR... [OPTIONS]";
  }

  @Override
  public Options options() {
    return new Options()
        .addOption(value("filter", "REGEX", "only tests whose names it is found in"))
        .addOption(value("engine", "NAME", "auto (default), jit or interp"))
        .addOption(value("junit-xml", "FILE", "write the outcomes for CI servers"))
        .addOption(flag("json", "print JSON"))
        .addOption(flag("coverage", "say which lines and branches the tests reach"))
        .addOption(value("coverage-lcov", "FILE", "write that in LCOV's format"))
        .addOption(flag("watch", "run them again whenever a file changes, until Ctrl-C"));
  }

  private static Option value(String name, String argument, String description) {
    return Option.builder().longOpt(name).hasArg().argName(argument).desc(description).build();
  }

  private static Option flag(String name, String description) {
    return Option.builder().longOpt(name).desc(description).build();
  }

  @Override
  public List<String> examples() {
    return List.of(
        "gpol test policies",
        "gpol test policies/fifo.gpol --filter oldest --coverage",
        "gpol test policies --junit-xml report.xml --coverage-lcov cover.info");
  }

  @Override
  public ExitCode run(CommandLine line, Console console) throws CommandFailure {
    if (line.getArgList().isEmpty()) {
      throw CommandFailure.usage("test needs a policy or a directory; see `gpol help test`");
    }
    Pattern filter = filter(line.getOptionValue("filter", ""));
    EngineKind engine = engine(line.getOptionValue("engine", "auto"));
    ExitCode code = once(line, filter, engine, console);
    while (line.hasOption("watch")) {
      console.out().flush();
      if (!PolicyWatch.changed(TestFiles.watched(line.getArgList()))) {
        return ExitCode.INTERRUPTED;
      }
      console.out().println();
      try {
        code = once(line, filter, engine, console);
      } catch (CommandFailure broken) {
        console.complain(broken.getMessage());
      }
    }
    return code;
  }

  private static Pattern filter(String regex) throws CommandFailure {
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw CommandFailure.usage("--filter: `" + regex + "` is no regular expression");
    }
  }

  private static EngineKind engine(String name) throws CommandFailure {
    return switch (name) {
      case "auto" -> EngineKind.ADAPTIVE;
      case "jit" -> EngineKind.JIT;
      case "interp" -> EngineKind.INTERPRETER;
      default -> throw CommandFailure.usage("--engine: `" + name + "` is not auto, jit or interp");
    };
  }

  private static ExitCode once(CommandLine line, Pattern filter, EngineKind engine, Console console)
      throws CommandFailure {
    boolean coverage = line.hasOption("coverage") || line.hasOption("coverage-lcov");
    Map<String, List<TestOutcome>> outcomes = new LinkedHashMap<>();
    List<CoverageReport> reports = new ArrayList<>();
    for (TestFiles.Target target : TestFiles.targets(line.getArgList())) {
      CompilationResult compiled = compile(target, coverage, console);
      List<PolicyTest> tests =
          compiled.tests().stream().filter(test -> filter.matcher(test.title()).find()).toList();
      if (tests.isEmpty()) {
        continue;
      }
      TestSubject subject =
          new TestSubject(
              compiled.object().orElseThrow(),
              compiled.contracts(),
              compiled.coverage().orElse(null),
              engine);
      outcomes.put(target.policy(), run(target.policy(), subject, tests, console));
      compiled.coverage().ifPresent(map -> reports.add(new CoverageReport(map, subject.counts())));
    }
    if (outcomes.isEmpty()) {
      throw CommandFailure.usage(
          "there are no tests"
              + (filter.pattern().isEmpty() ? "" : " of such a name")
              + " in "
              + String.join(", ", line.getArgList()));
    }
    console.out().print(line.hasOption("json") ? json(outcomes) : text(outcomes));
    if (line.hasOption("coverage")) {
      console.out().print("\n" + joined(reports, CoverageReport::table));
    }
    ReportFile.write(line.getOptionValue("junit-xml"), JUnitXml.of(outcomes));
    ReportFile.write(line.getOptionValue("coverage-lcov"), joined(reports, CoverageReport::lcov));
    boolean passed = outcomes.values().stream().flatMap(List::stream).allMatch(TestOutcome::passed);
    return passed ? ExitCode.OK : ExitCode.INPUT_ERRORS;
  }

  private static String joined(
      List<CoverageReport> reports, Function<CoverageReport, String> form) {
    return String.join("", reports.stream().map(form).toList());
  }

  private static CompilationResult compile(
      TestFiles.Target target, boolean coverage, Console console) throws CommandFailure {
    CompilerOptions options = CompilerOptions.FILES;
    if (target.tests() != null) {
      options = options.withTests(source(target.tests(), console));
    }
    options = coverage ? options.withCoverage() : options;
    CompilationResult result = GpolCompiler.compile(source(target.policy(), console), options);
    console.err().print(new DiagnosticRenderer(console.colour()).render(result.diagnostics()));
    if (result.object().isEmpty()) {
      throw new CommandFailure(
          ExitCode.INPUT_ERRORS, target.policy() + ": it does not compile, so no test was run");
    }
    return result;
  }

  private static SourceFile source(String path, Console console) throws CommandFailure {
    return new SourceFile(path, new String(InputFile.bytes(path, console), StandardCharsets.UTF_8));
  }

  private static List<TestOutcome> run(
      String path, TestSubject subject, List<PolicyTest> tests, Console console)
      throws CommandFailure {
    List<TestOutcome> outcomes = new ArrayList<>();
    for (PolicyTest test : tests) {
      try {
        outcomes.add(subject.run(test));
      } catch (VerifierRejection rejected) {
        throw Rejections.report(path, rejected, console);
      } catch (LoadException e) {
        throw CommandFailure.usage(path + ": " + e.getMessage());
      }
    }
    return outcomes;
  }

  private static String text(Map<String, List<TestOutcome>> byFile) {
    StringBuilder page = new StringBuilder();
    int all = 0;
    int failed = 0;
    for (Map.Entry<String, List<TestOutcome>> file : byFile.entrySet()) {
      page.append(file.getKey()).append('\n');
      for (TestOutcome outcome : file.getValue()) {
        all++;
        failed += outcome.passed() ? 0 : 1;
        page.append(outcome.passed() ? "  ok      " : "  FAILED  ");
        page.append(outcome.test().title()).append('\n');
        outcome.failures().forEach(failure -> page.append(text(failure)));
        if (!outcome.passed()) {
          page.append("    again: gpol test ").append(file.getKey()).append(" --filter '^");
          page.append(outcome.test().title().replaceAll("([\\\\^$.|?*+()\\[\\]{}])", "\\\\$1"));
          page.append("$'\n");
        }
      }
    }
    page.append(all).append(all == 1 ? " test, " : " tests, ");
    return page.append(failed == 0 ? "all passed" : failed + " failed").append('\n').toString();
  }

  /** What was not as expected, below the line that says so. */
  private static String text(TestOutcome.Failure failure) {
    SourceSpan span = failure.span();
    String number = Integer.toString(span.line());
    String line = span.file().lineText(span.line());
    String first = span.text().lines().findFirst().orElse("");
    return "    "
        + span
        + ": "
        + failure.message()
        + "\n      "
        + number
        + " | "
        + line
        + "\n      "
        + " ".repeat(number.length())
        + " | "
        + " ".repeat(span.column() - 1)
        + "^".repeat(Math.max(1, first.length()))
        + "\n";
  }

  private static String json(Map<String, List<TestOutcome>> byFile) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
      json.writeStartObject();
      json.writeArrayFieldStart("tests");
      for (Map.Entry<String, List<TestOutcome>> file : byFile.entrySet()) {
        for (TestOutcome outcome : file.getValue()) {
          json.writeStartObject();
          json.writeStringField("file", file.getKey());
          json.writeStringField("name", outcome.test().title());
          json.writeBooleanField("passed", outcome.passed());
          json.writeArrayFieldStart("failures");
          for (TestOutcome.Failure failure : outcome.failures()) {
            json.writeStartObject();
            json.writeStringField("at", failure.span().toString());
            json.writeStringField("message", failure.message());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        }
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text + "\n";
  }
}

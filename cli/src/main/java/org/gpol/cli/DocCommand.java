package org.gpol.cli;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.gpol.compiler.ast.Unit;
import org.gpol.compiler.diagnostics.DiagnosticRenderer;
import org.gpol.compiler.diagnostics.DiagnosticSink;
import org.gpol.compiler.diagnostics.SourceFile;
import org.gpol.compiler.doc.PolicyReference;
import org.gpol.compiler.doc.PreludeReference;
import org.gpol.compiler.parse.ParserFrontend;
import org.gpol.compiler.prelude.Prelude;

/** {@code gpol doc}: the reference of a policy, or of what the target offers, as Markdown. */
final class DocCommand implements Command {
  @Override
  public String name() {
    return "doc";
  }

  @Override
  public String summary() {
    return "print the reference of a policy as Markdown";
  }

  @Override
  public String synopsis() {
    return "FILE [--figures] | --prelude";
  }

  @Override
  public Options options() {
    return new Options()
        .addOption(null, "prelude", false, "what every policy can use: hooks, functions, constants")
        .addOption(null, "figures", false, "with figures: three workloads under it, CFS and EEVDF")
        .addOption(value("topology", "SPEC", "--figures: as for `gpol run`; default 4"))
        .addOption(value("agent", "NAME", "--figures: as for `gpol run`"));
  }

  private static Option value(String name, String argument, String description) {
    return Option.builder().longOpt(name).hasArg().argName(argument).desc(description).build();
  }

  @Override
  public List<String> examples() {
    return List.of(
        "gpol doc policies/fifo.gpol",
        "gpol doc policies/core_sched.gpol --figures --topology 1n1l2c2t",
        "gpol doc --prelude");
  }

  @Override
  public ExitCode run(CommandLine line, Console console) throws CommandFailure {
    boolean prelude = line.hasOption("prelude");
    if (line.getArgList().size() != (prelude ? 0 : 1)) {
      throw CommandFailure.usage("doc needs one file, or `--prelude` and none");
    }
    boolean figures = line.hasOption("figures");
    if (!figures && (line.hasOption("topology") || line.hasOption("agent"))) {
      throw CommandFailure.usage("--topology and --agent need --figures");
    }
    if (prelude && figures) {
      throw CommandFailure.usage("the prelude has no figures");
    }
    if (prelude) {
      console.out().print(PreludeReference.of(Prelude.ghost()));
      return ExitCode.OK;
    }
    String path = line.getArgList().get(0);
    if (figures && path.equals("-")) {
      throw CommandFailure.usage("--figures needs a file");
    }
    String text = new String(InputFile.bytes(path, console), StandardCharsets.UTF_8);
    DiagnosticSink sink = new DiagnosticSink();
    Optional<Unit> unit = ParserFrontend.parse(new SourceFile(path, text), sink);
    console.err().print(new DiagnosticRenderer(console.colour()).render(sink.diagnostics()));
    if (unit.isEmpty()) {
      return ExitCode.INPUT_ERRORS;
    }
    String reference = PolicyReference.of(unit.get());
    console.out().print(figures ? PolicyPage.of(path, line, reference, console) : reference);
    return ExitCode.OK;
  }
}

package org.gpol.cli;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
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
    return "FILE | --prelude";
  }

  @Override
  public Options options() {
    return new Options()
        .addOption(
            null, "prelude", false, "what every policy can use: hooks, functions, constants");
  }

  @Override
  public List<String> examples() {
    return List.of("gpol doc policies/fifo.gpol", "gpol doc --prelude");
  }

  @Override
  public ExitCode run(CommandLine line, Console console) throws CommandFailure {
    boolean prelude = line.hasOption("prelude");
    if (line.getArgList().size() != (prelude ? 0 : 1)) {
      throw CommandFailure.usage("doc needs one file, or `--prelude` and none");
    }
    if (prelude) {
      console.out().print(PreludeReference.of(Prelude.ghost()));
      return ExitCode.OK;
    }
    String path = line.getArgList().get(0);
    String text = new String(InputFile.bytes(path, console), StandardCharsets.UTF_8);
    DiagnosticSink sink = new DiagnosticSink();
    Optional<Unit> unit = ParserFrontend.parse(new SourceFile(path, text), sink);
    console.err().print(new DiagnosticRenderer(console.colour()).render(sink.diagnostics()));
    unit.ifPresent(u -> console.out().print(PolicyReference.of(u)));
    return unit.isPresent() ? ExitCode.OK : ExitCode.INPUT_ERRORS;
  }
}

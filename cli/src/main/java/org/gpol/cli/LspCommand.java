package org.gpol.cli;

import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import org.gpol.cli.lsp.LanguageServerLoop;

/** {@code gpol lsp}: a language server on standard input and output, for editors. */
final class LspCommand implements Command {
  @Override
  public String name() {
    return "lsp";
  }

  @Override
  public String summary() {
    return "serve editors by the Language Server Protocol";
  }

  @Override
  public String synopsis() {
    return "";
  }

  @Override
  public Options options() {
    return new Options();
  }

  @Override
  public List<String> examples() {
    return List.of("gpol lsp");
  }

  @Override
  public ExitCode run(CommandLine line, Console console) throws CommandFailure {
    if (!line.getArgList().isEmpty()) {
      throw CommandFailure.usage("lsp takes no files: the editor sends them");
    }
    boolean ended = LanguageServerLoop.serve(console.in(), console.out());
    return ended ? ExitCode.OK : ExitCode.INPUT_ERRORS;
  }
}

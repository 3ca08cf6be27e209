package org.gpol.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.gpol.bpf.object.BpfObject;
import org.gpol.compiler.CompilationResult;
import org.gpol.compiler.CompilerOptions;
import org.gpol.compiler.GpolCompiler;
import org.gpol.compiler.diagnostics.DiagnosticRenderer;
import org.gpol.compiler.diagnostics.Severity;
import org.gpol.compiler.diagnostics.SourceFile;

/** From the path of a policy to its object, with diagnostics on the way. */
final class PolicyFile {
  private PolicyFile() {}

  /** Compiles {@code path}; prints what the compiler says, and fails if that includes errors. */
  static BpfObject compile(String path, Console console) throws CommandFailure {
    SourceFile source = new SourceFile(path, read(path));
    CompilationResult result = GpolCompiler.compile(source, CompilerOptions.DEFAULT);
    console.err().print(new DiagnosticRenderer(console.colour()).render(result.diagnostics()));
    if (result.object().isPresent()) {
      return result.object().get();
    }
    long errors = result.diagnostics().stream().filter(d -> d.severity() == Severity.ERROR).count();
    throw new CommandFailure(
        ExitCode.INPUT_ERRORS,
        path + ": " + errors + (errors == 1 ? " error" : " errors") + ", nothing was compiled");
  }

  /** The text of a file that must exist; {@code -} is standard input. */
  static String read(String path) throws CommandFailure {
    try {
      byte[] bytes =
          path.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(path));
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /** The failure to report when {@code path} could not be read. */
  static CommandFailure unreadable(String path, IOException e) {
    String why = e.getMessage();
    if (e instanceof NoSuchFileException) {
      why = "no such file";
    } else if (Files.isDirectory(Path.of(path))) {
      why = "is a directory";
    }
    return new CommandFailure(ExitCode.IO, "cannot read " + path + ": " + why);
  }
}

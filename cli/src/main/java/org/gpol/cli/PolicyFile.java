package org.gpol.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.gpol.bpf.binary.ObjectFormatException;
import org.gpol.bpf.contract.Contract;
import org.gpol.bpf.object.BpfObject;
import org.gpol.bpf.object.ElfReader;
import org.gpol.bpf.platform.Platform;
import org.gpol.compiler.CompilationResult;
import org.gpol.compiler.CompilerOptions;
import org.gpol.compiler.GpolCompiler;
import org.gpol.compiler.diagnostics.DiagnosticRenderer;
import org.gpol.compiler.diagnostics.Severity;
import org.gpol.compiler.diagnostics.SourceFile;
import org.gpol.compiler.ir.IrModule;

/** From the path of a policy to its object, with diagnostics on the way. */
final class PolicyFile {
  private PolicyFile() {}

  /**
   * A policy that was read.
   *
   * @param contracts that its text holds it to; an ELF object has none
   * @param ir what the compiler made its code of; an ELF object has none
   */
  record Read(BpfObject object, List<Contract> contracts, Optional<IrModule> ir) {}

  /** The object of {@code path} and what its author promises. */
  static Read read(String path, Platform platform, Console console) throws CommandFailure {
    byte[] content = InputFile.bytes(path, console);
    return ElfReader.isElf(content)
        ? new Read(object(path, content, platform), List.of(), Optional.empty())
        : compile(path, new String(content, StandardCharsets.UTF_8), console);
  }

  /**
   * The object of {@code path}: what an ELF object holds, or else what the compiler makes of a
   * policy's text.
   */
  static BpfObject load(String path, Platform platform, Console console) throws CommandFailure {
    return read(path, platform, console).object();
  }

  /** Reads an ELF object that came from {@code path}. */
  static BpfObject object(String path, byte[] content, Platform platform) throws CommandFailure {
    try {
      return ElfReader.read(name(path), content, platform);
    } catch (ObjectFormatException e) {
      throw new CommandFailure(ExitCode.INPUT_ERRORS, path + ": " + e.getMessage());
    }
  }

  /** {@code dir/fifo.bpf.o} is called {@code fifo}. */
  private static String name(String path) {
    String file = Path.of(path).getFileName().toString();
    return file.replaceFirst("(\\.bpf)?\\.o$", "");
  }

  /** Compiles {@code path}; prints what the compiler says, and fails if that includes errors. */
  private static Read compile(String path, String text, Console console) throws CommandFailure {
    SourceFile source = new SourceFile(path, text);
    CompilationResult result = GpolCompiler.compile(source, CompilerOptions.FILES);
    console.err().print(new DiagnosticRenderer(console.colour()).render(result.diagnostics()));
    if (result.object().isPresent()) {
      return new Read(result.object().get(), result.contracts(), result.ir());
    }
    long errors = result.diagnostics().stream().filter(d -> d.severity() == Severity.ERROR).count();
    throw new CommandFailure(
        ExitCode.INPUT_ERRORS,
        path + ": " + errors + (errors == 1 ? " error" : " errors") + ", nothing was compiled");
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

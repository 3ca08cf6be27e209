package org.gpol.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.isa.InsnCodec;
import org.gpol.bpf.text.Assembler;
import org.gpol.bpf.text.AssemblyError;
import org.gpol.bpf.text.AssemblyException;
import org.gpol.cli.exec.HexText;
import org.gpol.cli.output.OutputFile;
import org.gpol.vm.call.GenericHelpers;

/** {@code gpol asm}: assembly to instructions, the inverse of {@code gpol disasm}. */
final class AsmCommand implements Command {
  @Override
  public String name() {
    return "asm";
  }

  @Override
  public String summary() {
    return "assemble a program in the notation of `gpol disasm`";
  }

  @Override
  public String synopsis() {
    return "FILE [--emit hex|raw] [-o OUT]";
  }

  @Override
  public Options options() {
    return new Options()
        .addOption(
            Option.builder()
                .longOpt("emit")
                .hasArg()
                .argName("FORM")
                .desc("hex: text, one instruction a line (default);\nraw: the bytes")
                .build())
        .addOption(
            Option.builder("o").hasArg().argName("OUT").desc("write to a file instead").build());
  }

  @Override
  public List<String> examples() {
    return List.of(
        "gpol asm prog.s", "gpol asm prog.s --emit raw -o prog.bin", "gpol asm - < prog.s");
  }

  @Override
  public ExitCode run(CommandLine line, Console console) throws CommandFailure {
    if (line.getArgList().size() != 1) {
      throw CommandFailure.usage("asm needs one file; see `gpol help asm`");
    }
    String form = line.getOptionValue("emit", "hex");
    if (!form.equals("hex") && !form.equals("raw")) {
      throw CommandFailure.usage("--emit: `" + form + "` is neither `hex` nor `raw`");
    }
    String path = line.getArgList().get(0);
    Code code = assemble(path, InputFile.bytes(path, console), console);
    byte[] bytes = InsnCodec.encode(code.insns());
    byte[] output =
        form.equals("raw") ? bytes : hex(code, bytes).getBytes(StandardCharsets.US_ASCII);
    String to = line.getOptionValue("o", "-");
    if (to.equals("-")) {
      console.out().write(output, 0, output.length);
    } else {
      write(to, output);
    }
    return ExitCode.OK;
  }

  private static Code assemble(String path, byte[] content, Console console) throws CommandFailure {
    Map<String, Integer> helpers =
        GenericHelpers.table().bindings().stream()
            .collect(Collectors.toMap(b -> b.signature().name(), b -> b.signature().id()));
    try {
      String text = new String(content, StandardCharsets.UTF_8);
      return Assembler.assemble(path, text, new Assembler.Names(helpers, Map.of()));
    } catch (AssemblyException e) {
      List<AssemblyError> errors = e.errors();
      for (AssemblyError error : errors) {
        console.err().println(path + ":" + error);
      }
      String count = errors.size() == 1 ? "1 error" : errors.size() + " errors";
      throw new CommandFailure(
          ExitCode.INPUT_ERRORS, path + ": " + count + ", nothing was assembled");
    }
  }

  private static String hex(Code code, byte[] bytes) {
    StringBuilder text = new StringBuilder();
    int at = 0;
    for (int i = 0; i < code.size(); i++) {
      int end = at + code.insn(i).slots() * InsnCodec.SLOT_BYTES;
      HexText.append(text, bytes, at, end);
      text.append('\n');
      at = end;
    }
    return text.toString();
  }

  private static void write(String path, byte[] output) throws CommandFailure {
    try (OutputFile file = new OutputFile(Path.of(path))) {
      file.stream().write(output);
      file.complete();
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.IO, "cannot write " + path + ": " + reason(e));
    }
  }

  private static String reason(IOException e) {
    return e instanceof java.nio.file.FileSystemException failure && failure.getReason() != null
        ? failure.getReason()
        : e.getMessage();
  }
}

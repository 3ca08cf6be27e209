package org.gpol.cli;

import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.text.Disassembler;
import org.gpol.cli.exec.BadProgram;
import org.gpol.cli.exec.RawCode;
import org.gpol.vm.call.GenericHelpers;
import org.gpol.vm.call.HelperTable;

/** {@code gpol disasm}: instructions as text that {@code gpol asm} reads back. */
final class DisasmCommand implements Command {
  @Override
  public String name() {
    return "disasm";
  }

  @Override
  public String summary() {
    return "show instructions as assembly";
  }

  @Override
  public String synopsis() {
    return "FILE…";
  }

  @Override
  public Options options() {
    return new Options();
  }

  @Override
  public List<String> examples() {
    return List.of("gpol disasm prog.bin", "echo 'b7 00 00 00 2a 00 00 00' | gpol disasm -");
  }

  @Override
  public ExitCode run(CommandLine line, Console console) throws CommandFailure {
    if (line.getArgList().isEmpty()) {
      throw CommandFailure.usage("disasm needs a file; see `gpol help disasm`");
    }
    for (String path : line.getArgList()) {
      console.out().print(disassemble(path, InputFile.bytes(path, console)));
    }
    return ExitCode.OK;
  }

  private static String disassemble(String path, byte[] content) throws CommandFailure {
    if (isElf(content)) {
      throw new CommandFailure(
          ExitCode.INPUT_ERRORS,
          path + ": is an object; disasm reads bare instructions, as they are or in hex");
    }
    try {
      return bare(RawCode.ofFile(content));
    } catch (BadProgram e) {
      throw new CommandFailure(ExitCode.INPUT_ERRORS, path + ": " + e.getMessage());
    }
  }

  private static boolean isElf(byte[] content) {
    return content.length >= 4
        && content[0] == 0x7f
        && content[1] == 'E'
        && content[2] == 'L'
        && content[3] == 'F';
  }

  /** Helpers by the names that their numbers have in Linux; maps have only numbers. */
  private static String bare(Code code) {
    HelperTable helpers = GenericHelpers.table();
    return Disassembler.text(
        code, id -> helpers.signature(id).map(s -> s.name()).orElse(null), index -> null);
  }
}

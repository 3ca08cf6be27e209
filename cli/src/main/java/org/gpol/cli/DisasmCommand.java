package org.gpol.cli;

import java.util.List;
import java.util.function.IntFunction;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.object.BpfObject;
import org.gpol.bpf.object.ElfReader;
import org.gpol.bpf.object.Program;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.text.Disassembler;
import org.gpol.cli.exec.BadProgram;
import org.gpol.cli.exec.RawCode;
import org.gpol.kernel.platform.ModelPlatform;
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
    return "show a policy, an object or bare instructions as assembly";
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
    return List.of(
        "gpol disasm policies/fifo.gpol",
        "gpol disasm policy.o",
        "gpol disasm prog.bin",
        "echo 'b7 00 00 00 2a 00 00 00' | gpol disasm -");
  }

  @Override
  public ExitCode run(CommandLine line, Console console) throws CommandFailure {
    if (line.getArgList().isEmpty()) {
      throw CommandFailure.usage("disasm needs a file; see `gpol help disasm`");
    }
    for (String path : line.getArgList()) {
      console
          .out()
          .print(
              path.endsWith(".gpol")
                  ? object(PolicyFile.load(path, ModelPlatform.INSTANCE, console))
                  : disassemble(path, InputFile.bytes(path, console)));
    }
    return ExitCode.OK;
  }

  private static String disassemble(String path, byte[] content) throws CommandFailure {
    if (ElfReader.isElf(content)) {
      return object(PolicyFile.object(path, content, ModelPlatform.INSTANCE));
    }
    try {
      return text(RawCode.ofFile(content), GenericHelpers.table(), index -> null);
    } catch (BadProgram e) {
      throw new CommandFailure(ExitCode.INPUT_ERRORS, path + ": " + e.getMessage());
    }
  }

  /** Each program with the section that it is in, under the lines of its source. */
  private static String object(BpfObject object) {
    List<MapSpec> maps = object.maps();
    IntFunction<String> names = i -> i >= 0 && i < maps.size() ? maps.get(i).name() : null;
    StringBuilder out = new StringBuilder();
    for (Program program : object.programs()) {
      out.append(out.length() == 0 ? "" : "\n");
      out.append("; section ").append(program.section()).append('\n');
      out.append(text(program.code(), ModelPlatform.INSTANCE.helpers(), names));
    }
    return out.toString();
  }

  /** Helpers by the names that their numbers have in Linux and ghOSt. */
  private static String text(Code code, HelperTable helpers, IntFunction<String> maps) {
    return Disassembler.text(
        code, id -> helpers.signature(id).map(s -> s.name()).orElse(null), maps);
  }
}

package org.gpol.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.gpol.cli.exec.BadProgram;
import org.gpol.cli.exec.BareRun;
import org.gpol.cli.exec.Batch;
import org.gpol.cli.exec.HexText;
import org.gpol.cli.exec.Plugin;
import org.gpol.cli.exec.RawCode;
import org.gpol.vm.EngineKind;
import org.gpol.vm.engine.VmFault;

/**
 * {@code gpol exec}: runs verified programs of objects, or bare ones that nobody verified, on given
 * memory.
 */
final class ExecCommand implements Command {
  @Override
  public String name() {
    return "exec";
  }

  @Override
  public String summary() {
    return "run a program of an object, or bare instructions, once on given memory";
  }

  @Override
  public String synopsis() {
    return "OBJ.o [OPTIONS] | --raw FILE [--mem HEX] | --batch [FILE] | --plugin [MEMORY] [--interp|--jit] [--elf]";
  }

  @Override
  public Options options() {
    return new Options()
        .addOption(
            value(
                "raw",
                "FILE",
                "instructions, as they are or in hex; - for standard input;\nprints R0"))
        .addOption(
            value("mem", "HEX", "memory for R1 to point to; for bare programs R2 is its length"))
        .addOption(value("program", "NAME", "OBJ.o: which of its programs; default the only one"))
        .addOption(Parameters.option())
        .addOption(flag("maps", "OBJ.o: print its maps and variables afterwards"))
        .addOption(value("budget", "N", "stop after N instructions (100000000)"))
        .addOption(
            flag(
                "batch",
                "a line NAME|PROGRAM|MEMORY in hex a program; prints NAME r0=0x…\nor NAME error …"))
        .addOption(
            flag(
                "plugin",
                "speak the bpf_conformance plug-in protocol: program in hex on\nstandard input, R0 or a message on standard output"))
        .addOption(flag("interp", "with the interpreter, which is the default"))
        .addOption(flag("jit", "with the JIT compiler"))
        .addOption(
            flag(
                "elf",
                "--plugin: standard input is an ELF object in hex with the symbol\nmain in .text"));
  }

  private static Option value(String name, String argument, String text) {
    return Option.builder().longOpt(name).hasArg().argName(argument).desc(text).build();
  }

  private static Option flag(String name, String text) {
    return Option.builder().longOpt(name).desc(text).build();
  }

  @Override
  public List<String> examples() {
    return List.of(
        "gpol asm prog.s | gpol exec --raw - --mem \"01 02 03 04\"",
        "echo 'b7 00 00 00 2a 00 00 00 95 00 00 00 00 00 00 00' | gpol exec --plugin --interp",
        "gpol exec --batch < programs.txt",
        "gpol exec counters.o --program count --mem \"01 00 00 00\" -D factor=7 --maps");
  }

  @Override
  public ExitCode run(CommandLine line, Console console) throws CommandFailure {
    if (line.hasOption("plugin")) {
      List<String> args = new ArrayList<>(line.getArgList());
      for (String flag : List.of("interp", "jit", "elf")) {
        if (line.hasOption(flag)) {
          args.add("--" + flag);
        }
      }
      return plugin(args, console);
    }
    EngineKind engine = line.hasOption("jit") ? EngineKind.JIT : EngineKind.INTERPRETER;
    long budget = budget(line);
    if (line.hasOption("batch")) {
      return batch(line, budget, engine, console);
    }
    if (!line.hasOption("raw") && line.getArgList().size() == 1) {
      return new ObjectExec(line, budget, console).run();
    }
    if (!line.hasOption("raw")) {
      throw CommandFailure.usage(
          "exec needs one object, --raw, --batch or --plugin; see `gpol help exec`");
    }
    if (!line.getArgList().isEmpty()) {
      throw CommandFailure.usage("unexpected argument `" + line.getArgList().get(0) + "`");
    }
    byte[] memory = memory(line.getOptionValue("mem", ""));
    return raw(line.getOptionValue("raw"), memory, budget, engine, console);
  }

  private static long budget(CommandLine line) throws CommandFailure {
    String text = line.getOptionValue("budget", Long.toString(BareRun.DEFAULT_BUDGET));
    if (!text.matches("[1-9]\\d{0,17}")) {
      throw CommandFailure.usage("--budget: `" + text + "` is not a number of instructions");
    }
    return Long.parseLong(text);
  }

  /** The protocol; {@link Main} comes here directly, which saves reading the options. */
  static ExitCode plugin(List<String> args, Console console) throws CommandFailure {
    Plugin.Answer answer = Plugin.answer(args, InputFile.bytes("-", console));
    console.out().println(answer.line());
    return switch (answer.outcome()) {
      case RAN -> ExitCode.OK;
      case BAD_PROGRAM -> ExitCode.INPUT_ERRORS;
      case BAD_USAGE -> ExitCode.USAGE;
      case FAULT -> ExitCode.POLICY_FAILED;
    };
  }

  private static ExitCode raw(
      String path, byte[] memory, long budget, EngineKind engine, Console console)
      throws CommandFailure {
    byte[] content = InputFile.bytes(path, console);
    try {
      long r0 = BareRun.run(RawCode.ofFile(content), memory, budget, engine);
      console.out().println("0x" + Long.toHexString(r0));
      return ExitCode.OK;
    } catch (BadProgram e) {
      throw new CommandFailure(ExitCode.INPUT_ERRORS, path + ": " + e.getMessage());
    } catch (VmFault e) {
      throw new CommandFailure(ExitCode.POLICY_FAILED, path + ": " + e.getMessage());
    }
  }

  /** The bytes that {@code --mem} gives. */
  static byte[] memory(String hex) throws CommandFailure {
    try {
      return HexText.bytes(hex);
    } catch (BadProgram e) {
      throw CommandFailure.usage("--mem: " + e.getMessage());
    }
  }

  private static ExitCode batch(CommandLine line, long budget, EngineKind engine, Console console)
      throws CommandFailure {
    List<String> paths = line.getArgList();
    if (paths.size() > 1) {
      throw CommandFailure.usage("--batch takes one file; see `gpol help exec`");
    }
    String path = paths.isEmpty() ? "-" : paths.get(0);
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(InputFile.open(path, console), StandardCharsets.UTF_8))) {
      for (String each = lines.readLine(); each != null; each = lines.readLine()) {
        if (!each.isBlank()) {
          console.out().print(Batch.answer(each, budget, engine) + "\n");
        }
        // Whoever asks one by one gets the answer before the next question.
        if (!lines.ready()) {
          console.out().flush();
        }
      }
      return ExitCode.OK;
    } catch (IOException e) {
      throw PolicyFile.unreadable(path, e);
    }
  }
}

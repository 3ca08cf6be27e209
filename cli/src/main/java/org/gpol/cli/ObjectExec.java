package org.gpol.cli;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.gpol.bpf.object.BpfObject;
import org.gpol.bpf.object.ElfReader;
import org.gpol.bpf.object.MapEntry;
import org.gpol.bpf.object.Program;
import org.gpol.bpf.platform.MapType;
import org.gpol.bpf.text.Spelling;
import org.gpol.cli.exec.MapListing;
import org.gpol.vm.EngineKind;
import org.gpol.vm.GenericPlatform;
import org.gpol.vm.LoadException;
import org.gpol.vm.LoadOptions;
import org.gpol.vm.LoadedObject;
import org.gpol.vm.LoadedProgram;
import org.gpol.vm.Loader;
import org.gpol.vm.VerifierRejection;
import org.gpol.vm.call.Environment;
import org.gpol.vm.engine.VmFault;

/** {@code gpol exec OBJ.o}: verifies an object and runs one of its programs once. */
final class ObjectExec {
  private final String path;
  private final CommandLine line;
  private final long budget;
  private final Console console;

  ObjectExec(CommandLine line, long budget, Console console) {
    this.path = line.getArgList().get(0);
    this.line = line;
    this.budget = budget;
    this.console = console;
  }

  ExitCode run() throws CommandFailure {
    byte[] memory = ExecCommand.memory(line.getOptionValue("mem", ""));
    GenericPlatform platform = new GenericPlatform(memory.length);
    byte[] content = InputFile.bytes(path, console);
    if (!ElfReader.isElf(content)) {
      throw new CommandFailure(
          ExitCode.INPUT_ERRORS, path + ": is no ELF object; bare instructions need --raw");
    }
    BpfObject object = PolicyFile.object(path, content, platform);
    LoadedObject loaded = load(only(choose(object.programs()), object), platform);
    LoadedProgram program = loaded.programs().get(0);
    try {
      long r0 = program.run(memory, new StillWorld(console));
      console.out().println("0x" + Long.toHexString(r0));
    } catch (VmFault fault) {
      throw new CommandFailure(ExitCode.POLICY_FAILED, path + ": " + fault.getMessage());
    }
    if (line.hasOption("maps")) {
      console.out().print(new MapListing(loaded).text());
    }
    return ExitCode.OK;
  }

  private Program choose(List<Program> programs) throws CommandFailure {
    String wanted = line.getOptionValue("program");
    List<String> names = programs.stream().map(Program::name).toList();
    if (names.isEmpty()) {
      throw new CommandFailure(ExitCode.INPUT_ERRORS, path + ": has no program");
    }
    if (wanted == null && names.size() == 1) {
      return programs.get(0);
    }
    if (wanted == null) {
      throw CommandFailure.usage(
          path + " has several programs: choose with --program among " + String.join(", ", names));
    }
    if (!names.contains(wanted)) {
      throw CommandFailure.usage(
          path
              + " has no program `"
              + wanted
              + "`"
              + Spelling.didYouMean(wanted, names)
              + " (it has "
              + String.join(", ", names)
              + ")");
    }
    return programs.get(names.indexOf(wanted));
  }

  /**
   * The object with {@code chosen} as its first program, and besides only those that it may reach
   * by tail calls: what the others need is no concern of this run.
   */
  private static BpfObject only(Program chosen, BpfObject object) {
    List<Program> kept = new ArrayList<>(List.of(chosen));
    List<MapEntry> entries = new ArrayList<>();
    for (MapEntry entry : object.entries()) {
      boolean program = object.maps().get(entry.map()).type() == MapType.PROG_ARRAY;
      Program target = program ? object.programs().get(entry.target()) : null;
      if (program && !kept.contains(target)) {
        kept.add(target);
      }
      int place = program ? kept.indexOf(target) : entry.target();
      entries.add(new MapEntry(entry.map(), entry.key(), place));
    }
    return new BpfObject(
        object.name(),
        object.license(),
        kept,
        object.maps(),
        object.data(),
        object.variables(),
        object.statistics(),
        object.events(),
        object.hooks(),
        entries,
        object.btf());
  }

  private LoadedObject load(BpfObject object, GenericPlatform platform) throws CommandFailure {
    // One run is over before compiling would pay.
    EngineKind engine = line.hasOption("jit") ? EngineKind.JIT : EngineKind.INTERPRETER;
    LoadOptions options =
        new LoadOptions(1, Parameters.values(object, Parameters.typed(line)), budget, engine);
    try {
      return Loader.load(object, platform, platform.helpers(), options);
    } catch (VerifierRejection rejected) {
      throw Rejections.report(path, rejected, console);
    } catch (LoadException e) {
      throw CommandFailure.usage(path + ": " + e.getMessage());
    }
  }

  /** Time stands still, chance is 0, and what is printed goes to standard error. */
  private record StillWorld(Console console) implements Environment {
    @Override
    public long ktimeNs() {
      return 0;
    }

    @Override
    public int currentCpu() {
      return 0;
    }

    @Override
    public int randomU32() {
      return 0;
    }

    @Override
    public void tracePrintk(String text) {
      console.err().print(text.endsWith("\n") ? text : text + "\n");
    }
  }
}

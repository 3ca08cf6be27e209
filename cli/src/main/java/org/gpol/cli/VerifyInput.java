package org.gpol.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.gpol.bpf.object.BpfObject;
import org.gpol.bpf.object.ElfReader;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.text.AssemblyException;
import org.gpol.cli.exec.BadProgram;
import org.gpol.cli.exec.HexText;
import org.gpol.cli.exec.RawCode;
import org.gpol.cli.verify.AssemblyFile;
import org.gpol.cli.verify.MapOption;
import org.gpol.kernel.platform.ModelPlatform;
import org.gpol.vm.GenericPlatform;
import org.gpol.vm.LoadException;
import org.gpol.vm.LoadOptions;
import org.gpol.vm.Loader;
import org.gpol.vm.UnverifiedProgram;

/** Finds the programs in what {@code gpol verify} is given. */
final class VerifyInput {
  private static final int CPUS = 8;

  /** What bare programs of type {@code scalar} may not look into. */
  private static final int OPAQUE = 0;

  /** What an object's programs get if the model has no hook for them. */
  private static final int GENERIC_CONTEXT = 256;

  private final CommandLine line;
  private final Console console;

  VerifyInput(CommandLine line, Console console) {
    this.line = line;
    this.console = console;
  }

  /** The maps of {@code --map}, which are called {@code map0} and so on. */
  List<MapSpec> maps() throws CommandFailure {
    List<MapSpec> maps = new ArrayList<>();
    String[] texts = line.getOptionValues("map");
    for (String text : texts == null ? new String[0] : texts) {
      try {
        maps.add(MapOption.parse("map" + maps.size(), text));
      } catch (BadProgram e) {
        throw CommandFailure.usage("--map: " + e.getMessage());
      }
    }
    return maps;
  }

  /** The programs of an object, a policy, an assembly file or a file of bare instructions. */
  List<UnverifiedProgram> programs(String path) throws CommandFailure {
    if (path.endsWith(".gpol")) {
      return object(path, PolicyFile.load(path, ModelPlatform.INSTANCE, console));
    }
    byte[] content = InputFile.bytes(path, console);
    if (ElfReader.isElf(content)) {
      return object(path, PolicyFile.object(path, content, ModelPlatform.INSTANCE));
    }
    try {
      if (path.endsWith(".s") || (path.equals("-") && !HexText.looksLikeHex(content))) {
        String text = new String(content, StandardCharsets.UTF_8);
        return List.of(AssemblyFile.read(path, text, maps()));
      }
      return List.of(AssemblyFile.of(RawCode.ofFile(content), maps(), OPAQUE));
    } catch (AssemblyException e) {
      e.errors().forEach(error -> console.err().println(path + ":" + error));
      throw new CommandFailure(ExitCode.INPUT_ERRORS, path + ": is not assembly");
    } catch (BadProgram e) {
      throw new CommandFailure(ExitCode.INPUT_ERRORS, path + ": " + e.getMessage());
    }
  }

  /** Programs that no hook of the model takes are verified as bare ones with some context. */
  private List<UnverifiedProgram> object(String path, BpfObject object) throws CommandFailure {
    boolean hooks =
        object.programs().stream()
            .allMatch(p -> ModelPlatform.INSTANCE.programType(p.section()).isPresent());
    LoadOptions options = LoadOptions.forCpus(CPUS);
    try {
      if (hooks) {
        ModelPlatform model = ModelPlatform.INSTANCE;
        return Loader.unverified(object, model, model.helpers(), options);
      }
      GenericPlatform generic = new GenericPlatform(GENERIC_CONTEXT);
      return Loader.unverified(object, generic, generic.helpers(), options);
    } catch (LoadException e) {
      throw CommandFailure.usage(path + ": " + e.getMessage());
    }
  }
}

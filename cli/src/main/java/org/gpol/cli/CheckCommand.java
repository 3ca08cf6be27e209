package org.gpol.cli;

import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import org.gpol.bpf.object.BpfObject;
import org.gpol.kernel.platform.BpfPolicy;
import org.gpol.kernel.platform.ModelPlatform;
import org.gpol.vm.LoadException;
import org.gpol.vm.LoadOptions;
import org.gpol.vm.LoadedProgram;
import org.gpol.vm.VerifierRejection;

/** {@code gpol check}: compiles and verifies; writes nothing. */
final class CheckCommand implements Command {
  private static final int CPUS = 8;

  @Override
  public String name() {
    return "check";
  }

  @Override
  public String summary() {
    return "compile and verify policies, and say what is wrong with them";
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
    return List.of("gpol check policies/fifo.gpol", "gpol check policies/*.gpol");
  }

  @Override
  public ExitCode run(CommandLine line, Console console) throws CommandFailure {
    if (line.getArgList().isEmpty()) {
      throw CommandFailure.usage("check needs a file; see `gpol help check`");
    }
    ExitCode worst = ExitCode.OK;
    for (String path : line.getArgList()) {
      try {
        check(path, console);
      } catch (CommandFailure failure) {
        console.complain(failure.getMessage());
        worst = worst == ExitCode.OK ? failure.exitCode() : worst;
      }
    }
    return worst;
  }

  private static void check(String path, Console console) throws CommandFailure {
    BpfObject object = PolicyFile.load(path, ModelPlatform.INSTANCE, console);
    BpfPolicy policy = load(path, object, LoadOptions.forCpus(CPUS), console);
    int instructions = 0;
    long verified = 0;
    for (LoadedProgram program : policy.loaded().programs()) {
      instructions += program.program().code().size();
      verified += program.verification().instructionsProcessed();
    }
    console
        .out()
        .println(
            path
                + ": ok, "
                + policy.loaded().programs().size()
                + " programs, "
                + instructions
                + " instructions, "
                + verified
                + " verified");
  }

  /** Loads for the model; what goes wrong is the user's to mend. */
  static BpfPolicy load(String path, BpfObject object, LoadOptions options, Console console)
      throws CommandFailure {
    try {
      return BpfPolicy.load(object, options);
    } catch (VerifierRejection rejected) {
      throw Rejections.report(path, rejected, console);
    } catch (LoadException e) {
      throw CommandFailure.usage(path + ": " + e.getMessage());
    }
  }
}

package org.gpol.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.synthetic.Builtins;
import org.gpol.kernel.workload.Workload;
import org.gpol.kernel.workload.WorkloadException;
import org.gpol.kernel.workload.rtapp.RtAppReader;
import org.gpol.kernel.workload.trace.TraceReader;

/** What {@code --workload} names: a file, or else a workload of ours with its settings. */
final class WorkloadArgument {
  private WorkloadArgument() {}

  /** The workload, which fits the machine. */
  static Workload read(String text, long seed, Topology topology) throws CommandFailure {
    try {
      Workload workload =
          Builtins.isNamed(text) && !Files.exists(Path.of(text))
              ? Builtins.make(text, seed)
              : TraceReader.isRecording(text)
                  ? TraceReader.read(Path.of(text))
                  : RtAppReader.read(Path.of(text));
      workload.validate(topology.cpus());
      return workload;
    } catch (WorkloadException e) {
      throw new CommandFailure(ExitCode.INPUT_ERRORS, e.getMessage());
    } catch (IOException e) {
      throw PolicyFile.unreadable(text, e);
    }
  }
}

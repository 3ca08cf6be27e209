package org.gpol.cli;

import java.util.List;
import java.util.Optional;
import org.gpol.cli.report.AntagonistTable;
import org.gpol.kernel.report.TaskResult;
import org.gpol.kernel.synthetic.Antagonist;
import org.gpol.kernel.synthetic.RocksDb;
import org.gpol.kernel.synthetic.RocksDbSettings;
import org.gpol.kernel.workload.Workload;

/**
 * RocksDB, and perhaps an antagonist that shares its CPUs: what Shenango (Ousterhout et al., NSDI
 * 2019) and ghOSt measure of two classes of service.
 */
record Colocation(RocksDbSettings settings, Optional<Antagonist> antagonist) {

  /** How many CPUs both need. */
  int cpus() {
    return Math.max(settings.cpus(), antagonist.map(a -> a.cpus().last() + 1).orElse(0));
  }

  /**
   * Runs both; the latencies are then with {@code app}, and what the antagonist got is returned.
   */
  Optional<AntagonistTable> measure(RocksDb app, Experiment experiment, Console console)
      throws CommandFailure {
    Workload alone = app.workload();
    Workload both = antagonist.map(a -> alone.beside(a.workload())).orElse(alone);
    List<TaskResult> tasks = experiment.run(both, console).tasks();
    List<TaskResult> threads = tasks.subList(alone.tasks().size(), tasks.size());
    return antagonist.map(a -> new AntagonistTable(threads, settings.experimentDurationNs()));
  }
}

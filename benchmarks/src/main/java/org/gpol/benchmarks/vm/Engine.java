package org.gpol.benchmarks.vm;

import java.io.IOException;
import java.util.Optional;

/**
 * Something that runs the programs. A new one is one more element of {@link VmBenchmark}'s list.
 */
interface Engine {
  /** For the table. */
  String name();

  /** Runs a workload, checked runs first; empty if this machine does not allow it. */
  Optional<Measurement> measure(Workload workload, Plan plan) throws IOException;
}

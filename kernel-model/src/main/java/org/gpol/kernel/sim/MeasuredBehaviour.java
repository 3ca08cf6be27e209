package org.gpol.kernel.sim;

import java.util.Map;
import org.gpol.kernel.report.LatencySummary;
import org.gpol.kernel.workload.TaskBehaviour;

/** A behaviour that knows latencies of its workload, which no scheduler can see. */
public interface MeasuredBehaviour extends TaskBehaviour {

  /** Distributions by name, read at the end of the run; they join those of the kernel's. */
  Map<String, LatencySummary> latency();
}

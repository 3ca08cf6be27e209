package org.gpol.cli.output;

import java.util.List;
import org.gpol.kernel.report.TraceListener;

/** What to call the numbers by which a {@link TraceListener} is told of tasks. */
record TaskNames(List<String> workload) {
  String of(int task) {
    return switch (task) {
      case TraceListener.IDLE -> "idle";
      case TraceListener.AGENT -> "agent";
      case TraceListener.STOPPER -> "migration";
      default -> workload.get(task);
    };
  }
}

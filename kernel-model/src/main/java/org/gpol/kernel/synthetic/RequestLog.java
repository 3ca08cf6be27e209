package org.gpol.kernel.synthetic;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gpol.kernel.report.LatencyRecorder;
import org.gpol.kernel.report.LatencySummary;

/** How long finished requests spent in each stage; what came before a given time does not count. */
final class RequestLog {
  private static final String[] STAGES = {
    "ingress", "handle", "worker_queue", "worker_handle", "total"
  };

  private final long fromNs;
  private final LatencyRecorder[] stages = new LatencyRecorder[STAGES.length];

  RequestLog(long fromNs) {
    this.fromNs = fromNs;
    for (int i = 0; i < stages.length; i++) {
      stages[i] = LatencyRecorder.dense();
    }
  }

  void finished(Request request, long finishedNs) {
    if (request.generatedNs < fromNs) {
      return;
    }
    stages[0].record(request.receivedNs - request.generatedNs);
    stages[1].record(request.assignedNs - request.receivedNs);
    stages[2].record(request.startedNs - request.assignedNs);
    stages[3].record(finishedNs - request.startedNs);
    stages[4].record(finishedNs - request.generatedNs);
  }

  Map<String, LatencySummary> summaries() {
    Map<String, LatencySummary> summaries = new LinkedHashMap<>();
    for (int i = 0; i < STAGES.length; i++) {
      summaries.put(STAGES[i], stages[i].summary());
    }
    return Collections.unmodifiableMap(summaries);
  }
}

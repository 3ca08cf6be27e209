package org.gpol.cli.report;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import org.gpol.kernel.report.LatencySummary;
import org.gpol.kernel.report.SimulationResult;

/**
 * Writes a run's latencies in HdrHistogram's log format (V2, compressed): a line each, tagged with
 * its name, covering the simulated time. HdrHistogram's own tools merge and plot it.
 */
public final class HistogramLog {
  private static final double NS_PER_MS = 1e6;
  private static final double NS_PER_S = 1e9;
  private static final int DIGITS = 3;

  private HistogramLog() {}

  /** Writes all latencies of {@code result}. */
  public static void write(SimulationResult result, OutputStream to) {
    PrintStream out = new PrintStream(to, false, StandardCharsets.UTF_8);
    HistogramLogWriter log = new HistogramLogWriter(out);
    log.outputLogFormatVersion();
    log.outputComment("[latencies in ns; MaxValue in ms]");
    log.outputLegend();
    for (Map.Entry<String, LatencySummary> entry : result.latency().entrySet()) {
      Histogram histogram = new Histogram(DIGITS);
      histogram.add(entry.getValue().histogram());
      histogram.setTag(entry.getKey());
      log.outputIntervalHistogram(0, result.durationNs() / NS_PER_S, histogram, NS_PER_MS);
    }
    out.flush();
  }
}

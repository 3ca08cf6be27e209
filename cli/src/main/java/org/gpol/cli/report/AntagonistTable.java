package org.gpol.cli.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.gpol.kernel.report.TaskResult;

/**
 * What each thread of an antagonist got of a CPU, as ghOSt's prints it, and their sum.
 *
 * @param threads its threads
 * @param wallNs how long they were there
 */
public record AntagonistTable(List<TaskResult> threads, long wallNs) {
  private static final int WIDTH = 42;

  private long sumNs() {
    return threads.stream().mapToLong(TaskResult::runtimeNs).sum();
  }

  /** The part of a CPU that a thread had on average. */
  public double averageShare() {
    return sumNs() / ((double) wallNs * threads.size());
  }

  /** The parts of CPUs that all threads had together. */
  public double cpus() {
    return sumNs() / (double) wallNs;
  }

  /** The table with its header. */
  public String pretty() {
    String format = "%-8s %-20s %-12s\n";
    return String.format(Locale.ROOT, format, "Worker", "Run Duration (ns)", "Work Share")
        + "-".repeat(WIDTH)
        + "\n"
        + rows(format);
  }

  /** A line a thread, and one of the sum. */
  public String csv() {
    return rows("%s,%s,%s\n");
  }

  private String rows(String format) {
    StringBuilder page = new StringBuilder();
    for (int i = 0; i < threads.size(); i++) {
      long ranNs = threads.get(i).runtimeNs();
      page.append(String.format(Locale.ROOT, format, i, ranNs, share(ranNs / (double) wallNs)));
    }
    return page.append(String.format(Locale.ROOT, format, "Total", sumNs(), share(averageShare())))
        .toString();
  }

  private static String share(double share) {
    return String.format(Locale.ROOT, "%.5f", share);
  }

  /** The fields {@code duration} and {@code workers}, in nanoseconds. */
  public void json(JsonGenerator json) throws IOException {
    json.writeNumberField("duration", wallNs);
    json.writeArrayFieldStart("workers");
    for (TaskResult thread : threads) {
      json.writeNumber(thread.runtimeNs());
    }
    json.writeEndArray();
  }
}

package org.gpol.cli.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Locale;
import java.util.StringJoiner;
import org.gpol.kernel.synthetic.StageTimes;
import org.gpol.kernel.synthetic.StageTimes.Stage;

/**
 * The latencies of the RocksDB experiment as ghOSt's prints them: a row a stage, whole microseconds
 * cut off, requests a second over the time in which they counted.
 */
public final class RocksDbTable {
  private static final long NS_PER_US = 1000;
  private static final double NS_PER_MS = 1e6;
  private static final int MS_PER_S = 1000;
  private static final int WIDTH = 148;
  private static final double[] PERCENTILES = {0, 0.5, 0.99, 0.995, 0.999, 1};
  private static final String[] KEYS = {"min", "p50", "p99", "p99_5", "p99_9", "max"};

  private final long measuredNs;
  private final boolean nanoseconds;
  private final boolean lastOnly;

  /**
   * How to print.
   *
   * @param measuredNs the time over which requests counted
   * @param nanoseconds print those and not microseconds
   * @param lastOnly print only the row of totals
   */
  public RocksDbTable(long measuredNs, boolean nanoseconds, boolean lastOnly) {
    this.measuredNs = measuredNs;
    this.nanoseconds = nanoseconds;
    this.lastOnly = lastOnly;
  }

  /** The table with its header. */
  public String pretty(StageTimes times) {
    String unit = nanoseconds ? "(ns)" : "(us)";
    StringBuilder page = new StringBuilder();
    page.append(
        row(
            "Stage",
            "Total Requests",
            "Throughput (req/s)",
            "Min " + unit,
            "50% " + unit,
            "99% " + unit,
            "99.5% " + unit,
            "99.9% " + unit,
            "Max " + unit));
    page.append("-".repeat(WIDTH)).append('\n');
    for (Stage stage : stages()) {
      Object[] cells = new Object[PERCENTILES.length + 3];
      cells[0] = stage.label();
      System.arraycopy(cells(times, stage), 0, cells, 1, cells.length - 1);
      page.append(row(cells));
    }
    return page.toString();
  }

  /** A line a stage, without its name. */
  public String csv(StageTimes times) {
    StringBuilder page = new StringBuilder();
    for (Stage stage : stages()) {
      StringJoiner line = new StringJoiner(",");
      for (Object cell : cells(times, stage)) {
        line.add((String) cell);
      }
      page.append(line).append('\n');
    }
    return page.toString();
  }

  /** An object with a field a stage; times in nanoseconds. */
  public void json(JsonGenerator json, String name, StageTimes times) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("requests", times.count());
    json.writeNumberField("throughput", throughput(times));
    for (Stage stage : Stage.values()) {
      json.writeObjectFieldStart(stage.name().toLowerCase(Locale.ROOT));
      for (int i = 0; i < KEYS.length && times.count() > 0; i++) {
        json.writeNumberField(KEYS[i], times.percentileNs(stage, PERCENTILES[i]));
      }
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  /** Requests a second. */
  public long throughput(StageTimes times) {
    return (long) Math.floor(times.count() / (measuredNs / NS_PER_MS) * MS_PER_S);
  }

  private Stage[] stages() {
    return lastOnly ? new Stage[] {Stage.TOTAL} : Stage.values();
  }

  private Object[] cells(StageTimes times, Stage stage) {
    Object[] cells = new Object[PERCENTILES.length + 2];
    java.util.Arrays.fill(cells, "-");
    if (times.count() > 0) {
      cells[0] = Integer.toString(times.count());
      cells[1] = Long.toString(throughput(times));
      for (int i = 0; i < PERCENTILES.length; i++) {
        long ns = times.percentileNs(stage, PERCENTILES[i]);
        cells[i + 2] = Long.toString(nanoseconds ? ns : ns / NS_PER_US);
      }
    }
    return cells;
  }

  private static String row(Object... cells) {
    return String.format(
            Locale.ROOT, "%-28s %-18s %-22s %-12s %-12s %-12s %-12s %-12s %-12s", cells)
        + "\n";
  }
}

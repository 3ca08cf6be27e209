package org.gpol.cli.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.gpol.kernel.synthetic.StageTimes;
import org.gpol.kernel.synthetic.StageTimes.Stage;

/** Latency against load, of one or more schedulers: as table, CSV, JSON and picture. */
public final class LoadCurve {
  private static final double NS_PER_US = 1e3;
  private static final double NS_PER_S = 1e9;

  /**
   * What was measured at one load.
   *
   * @param offered requests a second that came
   * @param achieved requests a second that were finished
   * @param p50 of latency in nanoseconds, like those after it
   * @param batchCpus how many CPUs an antagonist had beside it, if there was one
   */
  record Point(
      String scheduler,
      long offered,
      long achieved,
      long p50,
      long p99,
      long p999,
      long max,
      OptionalDouble batchCpus) {}

  private final String title;
  private final List<Point> points = new ArrayList<>();

  /** No points yet. */
  public LoadCurve(String title) {
    this.title = title;
  }

  /**
   * Adds a point; a load at which nothing was finished has no latency and is left out.
   *
   * @param offered requests a second that came
   * @param measuredNs for how long they counted
   * @param batchCpus how many CPUs an antagonist had beside it, if there was one
   */
  public void add(
      String scheduler, long offered, StageTimes times, long measuredNs, OptionalDouble batchCpus) {
    if (times.count() > 0) {
      points.add(
          new Point(
              scheduler,
              offered,
              Math.round(times.count() / (measuredNs / NS_PER_S)),
              times.percentileNs(Stage.TOTAL, 0.5),
              times.percentileNs(Stage.TOTAL, 0.99),
              times.percentileNs(Stage.TOTAL, 0.999),
              times.percentileNs(Stage.TOTAL, 1),
              batchCpus));
    }
  }

  private boolean shared() {
    return points.stream().anyMatch(p -> p.batchCpus.isPresent());
  }

  private static String cpus(Point point) {
    return String.format(Locale.ROOT, "%.3f", point.batchCpus.orElse(0));
  }

  private static String us(long ns) {
    return String.format(Locale.ROOT, "%.1f", ns / NS_PER_US);
  }

  /** A line a point. */
  public String table() {
    StringBuilder page = new StringBuilder(title + "\n");
    page.append(
        String.format(
            Locale.ROOT,
            "%-12s %12s %12s %12s %12s %12s %12s%s\n",
            "scheduler",
            "req/s",
            "done/s",
            "50% (us)",
            "99% (us)",
            "99.9% (us)",
            "max (us)",
            shared() ? "   batch CPUs" : ""));
    for (Point p : points) {
      page.append(
          String.format(
              Locale.ROOT,
              "%-12s %12d %12d %12s %12s %12s %12s%s\n",
              p.scheduler,
              p.offered,
              p.achieved,
              us(p.p50),
              us(p.p99),
              us(p.p999),
              us(p.max),
              p.batchCpus.isPresent() ? String.format(Locale.ROOT, " %12s", cpus(p)) : ""));
    }
    return page.toString();
  }

  /** Times in nanoseconds. */
  public String csv() {
    StringBuilder page =
        new StringBuilder("scheduler,throughput,achieved,p50_ns,p99_ns,p99_9_ns,max_ns");
    page.append(shared() ? ",batch_cpus\n" : "\n");
    for (Point p : points) {
      page.append(
          String.format(
              Locale.ROOT,
              "%s,%d,%d,%d,%d,%d,%d%s\n",
              p.scheduler,
              p.offered,
              p.achieved,
              p.p50,
              p.p99,
              p.p999,
              p.max,
              p.batchCpus.isPresent() ? "," + cpus(p) : ""));
    }
    return page.toString();
  }

  /** Times in nanoseconds. */
  public String json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
      json.writeStartArray();
      for (Point p : points) {
        json.writeStartObject();
        json.writeStringField("scheduler", p.scheduler);
        json.writeNumberField("throughput", p.offered);
        json.writeNumberField("achieved", p.achieved);
        json.writeNumberField("p50", p.p50);
        json.writeNumberField("p99", p.p99);
        json.writeNumberField("p99_9", p.p999);
        json.writeNumberField("max", p.max);
        if (p.batchCpus.isPresent()) {
          json.writeNumberField("batch_cpus", p.batchCpus.getAsDouble());
        }
        json.writeEndObject();
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text + "\n";
  }

  /** The 99th percentiles over the load, and below them what an antagonist had. */
  public String svg() {
    return new LoadCurvePicture(title, points).svg();
  }
}

package org.gpol.cli.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gpol.kernel.synthetic.StageTimes;
import org.gpol.kernel.synthetic.StageTimes.Stage;

/** Latency against load, of one or more schedulers: as table, CSV, JSON and picture. */
public final class LoadCurve {
  private static final double NS_PER_US = 1e3;
  private static final double NS_PER_S = 1e9;
  private static final int WIDTH = 720;
  private static final int HEIGHT = 420;
  private static final int LEFT = 80;
  private static final int TOP = 40;
  private static final int RIGHT = 130;
  private static final int BOTTOM = 50;
  private static final String[] COLOURS = {"#c0392b", "#1f618d", "#1e8449", "#7d3c98"};

  /**
   * What was measured at one load.
   *
   * @param offered requests a second that came
   * @param achieved requests a second that were finished
   */
  private record Point(
      String scheduler, long offered, long achieved, long p50, long p99, long p999, long max) {}

  private final String title;
  private final List<Point> points = new ArrayList<>();

  /** No points yet. */
  public LoadCurve(String title) {
    this.title = title;
  }

  /** Adds a point; a load at which nothing was finished has no latency and is left out. */
  public void add(String scheduler, long offered, StageTimes times, long measuredNs) {
    if (times.count() > 0) {
      points.add(
          new Point(
              scheduler,
              offered,
              Math.round(times.count() / (measuredNs / NS_PER_S)),
              times.percentileNs(Stage.TOTAL, 0.5),
              times.percentileNs(Stage.TOTAL, 0.99),
              times.percentileNs(Stage.TOTAL, 0.999),
              times.percentileNs(Stage.TOTAL, 1)));
    }
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
            "%-12s %12s %12s %12s %12s %12s %12s\n",
            "scheduler",
            "req/s",
            "done/s",
            "50% (us)",
            "99% (us)",
            "99.9% (us)",
            "max (us)"));
    for (Point p : points) {
      page.append(
          String.format(
              Locale.ROOT,
              "%-12s %12d %12d %12s %12s %12s %12s\n",
              p.scheduler,
              p.offered,
              p.achieved,
              us(p.p50),
              us(p.p99),
              us(p.p999),
              us(p.max)));
    }
    return page.toString();
  }

  /** Times in nanoseconds. */
  public String csv() {
    StringBuilder page =
        new StringBuilder("scheduler,throughput,achieved,p50_ns,p99_ns,p99_9_ns,max_ns\n");
    for (Point p : points) {
      page.append(
          String.format(
              Locale.ROOT,
              "%s,%d,%d,%d,%d,%d,%d\n",
              p.scheduler,
              p.offered,
              p.achieved,
              p.p50,
              p.p99,
              p.p999,
              p.max));
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
        json.writeEndObject();
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text + "\n";
  }

  /** The 99th percentiles over the load, on a logarithmic axis from 1 us up. */
  public String svg() {
    long most = points.stream().mapToLong(Point::offered).max().orElse(1);
    long worst = points.stream().mapToLong(Point::p99).max().orElse(1);
    int decades = Math.max(1, (int) Math.ceil(Math.log10(Math.max(10, worst / NS_PER_US))));
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n",
            WIDTH,
            HEIGHT));
    svg.append(label(LEFT, 22, "start", title));
    axes(svg, most, decades);
    List<String> schedulers = points.stream().map(Point::scheduler).distinct().toList();
    for (int i = 0; i < schedulers.size(); i++) {
      curve(svg, schedulers.get(i), COLOURS[i % COLOURS.length], most, decades);
    }
    return svg.append("</svg>\n").toString();
  }

  private static double x(long offered, long most) {
    return LEFT + (double) offered / most * (WIDTH - LEFT - RIGHT);
  }

  private static double y(double us, int decades) {
    double part = Math.max(0, Math.log10(Math.max(1, us))) / decades;
    return HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM);
  }

  private static String label(double x, double y, String anchor, String text) {
    return String.format(
        Locale.ROOT,
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n",
        x,
        y,
        anchor,
        text.replace("&", "&amp;").replace("<", "&lt;"));
  }

  private static void line(
      StringBuilder svg, double x1, double y1, double x2, double y2, String colour) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>\n",
            x1,
            y1,
            x2,
            y2,
            colour));
  }

  private static void axes(StringBuilder svg, long most, int decades) {
    String[] names = {
      "1 us", "10 us", "100 us", "1 ms", "10 ms", "100 ms", "1 s", "10 s", "100 s", "1000 s"
    };
    for (int d = 0; d <= decades; d++) {
      double y = y(Math.pow(10, d), decades);
      line(svg, LEFT, y, WIDTH - RIGHT, y, d == 0 ? "black" : "#dddddd");
      svg.append(label(LEFT - 8.0, y + 4, "end", names[Math.min(d, names.length - 1)]));
    }
    line(svg, LEFT, TOP, LEFT, HEIGHT - BOTTOM, "black");
    for (int i = 0; i <= 5; i++) {
      long at = most * i / 5;
      svg.append(label(x(at, most), HEIGHT - BOTTOM + 18.0, "middle", at / 1000 + "k"));
    }
    svg.append(label((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 10.0, "middle", "requests a second"));
    svg.append(label(LEFT + 8.0, TOP - 4.0, "start", "99% of requests take up to"));
  }

  private void curve(StringBuilder svg, String scheduler, String colour, long most, int decades) {
    StringBuilder path = new StringBuilder();
    double lastX = LEFT;
    double lastY = TOP;
    for (Point p : points) {
      if (p.scheduler.equals(scheduler)) {
        lastX = x(p.offered, most);
        lastY = y(p.p99 / NS_PER_US, decades);
        path.append(String.format(Locale.ROOT, "%.1f,%.1f ", lastX, lastY));
        svg.append(
            String.format(
                Locale.ROOT,
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>\n",
                lastX,
                lastY,
                colour));
      }
    }
    svg.append(
        String.format(
            Locale.ROOT,
            "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>\n",
            path.toString().strip(),
            colour));
    svg.append(label(lastX + 8, lastY + 4, "start", scheduler));
  }
}

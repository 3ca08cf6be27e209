package org.gpol.cli.report;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.gpol.cli.report.LoadCurve.Point;

/**
 * The picture of a load curve: the 99th percentiles of latency over the load on a logarithmic axis
 * from 1 us up, and below it the CPUs that an antagonist had, if there was one.
 */
final class LoadCurvePicture {
  private static final double NS_PER_US = 1e3;
  private static final int WIDTH = 720;
  private static final int TALL = 330;
  private static final int LOW = 150;
  private static final int LEFT = 80;
  private static final int TOP = 40;
  private static final int RIGHT = 130;
  private static final int GAP = 50;
  private static final int TICKS = 5;
  private static final String[] COLOURS = {"#c0392b", "#1f618d", "#1e8449", "#7d3c98"};
  private static final String[] DECADES = {
    "1 us", "10 us", "100 us", "1 ms", "10 ms", "100 ms", "1 s", "10 s", "100 s", "1000 s"
  };

  private final String title;
  private final List<Point> points;
  private final long most;
  private final int decades;
  private final int cpus;
  private final StringBuilder svg = new StringBuilder();

  LoadCurvePicture(String title, List<Point> points) {
    this.title = title;
    this.points = points;
    most = points.stream().mapToLong(Point::offered).max().orElse(1);
    long worst = points.stream().mapToLong(Point::p99).max().orElse(1);
    decades = Math.max(1, (int) Math.ceil(Math.log10(Math.max(10, worst / NS_PER_US))));
    cpus =
        (int) Math.ceil(points.stream().mapToDouble(p -> p.batchCpus().orElse(0)).max().orElse(0));
  }

  /**
   * Where a curve is drawn.
   *
   * @param bottom of its lowest value, in units of the picture like the height
   */
  private record Panel(int bottom, int height) {

    /** Where a value is drawn that is so large a part of the highest. */
    double y(double part) {
      return bottom - Math.max(0, Math.min(1, part)) * height;
    }
  }

  String svg() {
    boolean shared = points.stream().anyMatch(p -> p.batchCpus().isPresent());
    int bottom = TOP + TALL + GAP + (shared ? LOW + GAP : 0);
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">",
        WIDTH, bottom);
    add("<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>");
    label(LEFT, TOP - 18.0, "start", title);
    Panel latency = new Panel(TOP + TALL, TALL);
    for (int d = 0; d <= decades; d++) {
      rule(latency, (double) d / decades, DECADES[Math.min(d, DECADES.length - 1)]);
    }
    axes(latency, "99% of requests take up to");
    curves(latency, p -> Math.log10(Math.max(1, p.p99() / NS_PER_US)) / decades);
    if (shared) {
      batch(new Panel(TOP + TALL + GAP + LOW, LOW));
    }
    label((LEFT + WIDTH - RIGHT) / 2.0, bottom - 10.0, "middle", "requests a second");
    return svg.append("</svg>\n").toString();
  }

  private void batch(Panel panel) {
    int highest = Math.max(1, cpus);
    for (int cpu = 0; cpu <= highest; cpu++) {
      rule(panel, (double) cpu / highest, Integer.toString(cpu));
    }
    axes(panel, "CPUs that batch work had");
    curves(panel, p -> p.batchCpus().orElse(0) / highest);
  }

  private void rule(Panel panel, double part, String name) {
    double y = panel.y(part);
    line(LEFT, y, WIDTH - RIGHT, y, part == 0 ? "black" : "#dddddd");
    label(LEFT - 8.0, y + 4, "end", name);
  }

  private void axes(Panel panel, String what) {
    line(LEFT, panel.y(1), LEFT, panel.bottom, "black");
    for (int i = 0; i <= TICKS; i++) {
      long at = most * i / TICKS;
      label(x(at), panel.bottom + 18.0, "middle", at / 1000 + "k");
    }
    label(LEFT + 8.0, panel.y(1) - 4, "start", what);
  }

  private void curves(Panel panel, ToDoubleFunction<Point> height) {
    List<String> schedulers = points.stream().map(Point::scheduler).distinct().toList();
    for (int i = 0; i < schedulers.size(); i++) {
      curve(panel, schedulers.get(i), COLOURS[i % COLOURS.length], height);
    }
  }

  private void curve(Panel panel, String name, String colour, ToDoubleFunction<Point> height) {
    StringBuilder path = new StringBuilder();
    double lastX = LEFT;
    double lastY = panel.y(1);
    for (Point p : points) {
      if (p.scheduler().equals(name)) {
        lastX = x(p.offered());
        lastY = panel.y(height.applyAsDouble(p));
        path.append(String.format(Locale.ROOT, "%.1f,%.1f ", lastX, lastY));
        add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>", lastX, lastY, colour);
      }
    }
    add(
        "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>",
        path.toString().strip(), colour);
    // Names and colours are the same below, where curves lie too close for names.
    if (panel.height == TALL) {
      label(lastX + 8, lastY + 4, "start", name);
    }
  }

  private double x(long offered) {
    return LEFT + (double) offered / most * (WIDTH - LEFT - RIGHT);
  }

  private void label(double x, double y, String anchor, String text) {
    add(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
        x, y, anchor, text.replace("&", "&amp;").replace("<", "&lt;"));
  }

  private void line(double x1, double y1, double x2, double y2, String colour) {
    add(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>",
        x1, y1, x2, y2, colour);
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}

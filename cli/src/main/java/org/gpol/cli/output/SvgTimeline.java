package org.gpol.cli.output;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.gpol.kernel.report.TraceListener;

/**
 * Draws who ran where: a row per CPU, a colour per task, time from left to right. Made for pages,
 * so for short runs.
 */
public final class SvgTimeline implements TraceListener {
  private static final int LEFT = 62;
  private static final int WIDTH = 960;
  private static final int ROW = 34;
  private static final int BAR = 24;
  private static final int TICKS = 8;
  private static final int LEGEND_COLUMNS = 5;

  /** Narrower bars than this many pixels cannot be told apart, and are left out. */
  private static final double NARROWEST = 0.2;

  private static final String[] COLOURS = {
    "#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377", "#bb8855", "#777777",
    "#99cc66", "#8866cc", "#dd9933", "#115577", "#cc99bb", "#55aa99", "#993322", "#b0b000"
  };

  private record Bar(int cpu, int task, long fromNs, long toNs) {}

  private final OutputStream to;
  private final TaskNames names;
  private final int tasks;
  private final int[] current;
  private final long[] sinceNs;
  private final List<Bar> bars = new ArrayList<>();

  /**
   * A picture of tasks called {@code names} on {@code cpus} CPUs, written to {@code to} at the end.
   */
  public SvgTimeline(OutputStream to, int cpus, List<String> names) {
    this.to = to;
    this.names = new TaskNames(names);
    this.tasks = names.size();
    this.current = new int[cpus];
    this.sinceNs = new long[cpus];
    Arrays.fill(current, IDLE);
  }

  @Override
  public void switched(long timeNs, int cpu, int prev, LeaveReason reason, int next) {
    close(timeNs, cpu);
    current[cpu] = next;
    sinceNs[cpu] = timeNs;
  }

  @Override
  public void running(long timeNs, int cpu, int task) {
    sinceNs[cpu] = timeNs;
  }

  @Override
  public void ended(long timeNs) {
    for (int cpu = 0; cpu < current.length; cpu++) {
      close(timeNs, cpu);
    }
    try {
      to.write(draw(Math.max(1, timeNs)).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void close(long timeNs, int cpu) {
    if (current[cpu] >= 0 && sinceNs[cpu] < timeNs) {
      bars.add(new Bar(cpu, current[cpu], sinceNs[cpu], timeNs));
    }
  }

  private String draw(long endNs) {
    int axis = ROW * current.length + 6;
    int legendRows = (tasks + LEGEND_COLUMNS - 1) / LEGEND_COLUMNS;
    int height = axis + 30 + 20 * legendRows;
    StringBuilder svg = new StringBuilder();
    line(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
            + " font-family=\"sans-serif\" font-size=\"12\">",
        LEFT + WIDTH + 30,
        height,
        LEFT + WIDTH + 30,
        height);
    line(svg, "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>");
    for (int cpu = 0; cpu < current.length; cpu++) {
      int y = 6 + ROW * cpu;
      line(svg, "<text x=\"8\" y=\"%d\">CPU %d</text>", y + 17, cpu);
      line(
          svg,
          "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#f0f0f0\"/>",
          LEFT,
          y,
          WIDTH,
          BAR);
    }
    bars.forEach(bar -> bar(svg, bar, endNs));
    axis(svg, axis, endNs);
    legend(svg, axis + 40);
    return svg.append("</svg>\n").toString();
  }

  private void bar(StringBuilder svg, Bar bar, long endNs) {
    double width = (double) WIDTH * (bar.toNs - bar.fromNs) / endNs;
    if (width >= NARROWEST) {
      line(
          svg,
          "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"><title>%s %s</title></rect>",
          LEFT + (double) WIDTH * bar.fromNs / endNs,
          6 + ROW * bar.cpu,
          width,
          BAR,
          colour(bar.task),
          escape(names.of(bar.task)),
          Durations.format(bar.toNs - bar.fromNs));
    }
  }

  private static void axis(StringBuilder svg, int y, long endNs) {
    for (int i = 0; i <= TICKS; i++) {
      double x = LEFT + (double) WIDTH * i / TICKS;
      line(svg, "<line x1=\"%.1f\" y1=\"6\" x2=\"%.1f\" y2=\"%d\" stroke=\"#00000022\"/>", x, x, y);
      String time = Durations.format(endNs * i / TICKS);
      line(
          svg,
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" fill=\"#555555\">%s</text>",
          x,
          y + 14,
          time);
    }
  }

  private void legend(StringBuilder svg, int top) {
    for (int task = 0; task < tasks; task++) {
      int x = LEFT + task % LEGEND_COLUMNS * (WIDTH / LEGEND_COLUMNS);
      int y = top + 20 * (task / LEGEND_COLUMNS);
      line(
          svg,
          "<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"12\" fill=\"%s\"/>",
          x,
          y - 11,
          colour(task));
      line(svg, "<text x=\"%d\" y=\"%d\">%s</text>", x + 18, y, escape(names.of(task)));
    }
  }

  private static String colour(int task) {
    return COLOURS[task % COLOURS.length];
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static void line(StringBuilder svg, String format, Object... args) {
    svg.append(String.format(Locale.ROOT, format, args)).append('\n');
  }
}

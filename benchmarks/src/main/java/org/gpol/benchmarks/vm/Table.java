package org.gpol.benchmarks.vm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures, as Markdown: nanoseconds a run, and how they compare. */
final class Table {
  private final List<Engine> engines;
  private final List<Workload> workloads;
  private final Map<String, Measurement> cells = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();
  private final StringBuilder out = new StringBuilder();

  Table(List<Engine> engines, List<Workload> workloads) {
    this.engines = engines;
    this.workloads = workloads;
  }

  void put(Engine engine, Workload workload, Measurement measurement) {
    cells.put(engine.name() + "/" + workload.name(), measurement);
  }

  void note(String note) {
    notes.add(note);
  }

  private Measurement cell(Engine engine, Workload workload) {
    return cells.get(engine.name() + "/" + workload.name());
  }

  /** The whole table, with its notes. */
  String print() {
    out.setLength(0);
    Engine base = engines.get(0);
    header("ns a run", "geomean ÷ " + base.name());
    for (Engine engine : engines) {
      row(engine.name());
      for (Workload workload : workloads) {
        Measurement cell = cell(engine, workload);
        field(cell == null ? "–" : number(cell.ns()));
      }
      field(geomean(engine, base));
      out.append('\n');
    }
    instructionRows();
    ratioRows(base);
    out.append("\nJava ").append(Runtime.version()).append(", ");
    out.append(System.getProperty("os.name")).append(' ').append(System.getProperty("os.version"));
    out.append("; medians of ").append(Plan.WINDOWS).append(" windows of thread CPU time\n");
    notes.forEach(note -> out.append(note).append('\n'));
    return out.toString();
  }

  private void instructionRows() {
    header("ns a BPF instruction", "geomean");
    for (Engine engine : engines) {
      if (!counts(engine)) {
        continue;
      }
      row(engine.name());
      double product = 0;
      for (Workload workload : workloads) {
        Measurement cell = cell(engine, workload);
        double ns = cell.ns() / cell.instructions();
        product += isEmpty(workload) ? 0 : Math.log(ns);
        field(number(ns));
      }
      field(number(Math.exp(product / (workloads.size() - 1))));
      out.append('\n');
      row("instructions a run");
      for (Workload workload : workloads) {
        field(number(cell(engine, workload).instructions()));
      }
      field("");
      out.append('\n');
    }
  }

  private boolean counts(Engine engine) {
    return workloads.stream()
        .map(workload -> cell(engine, workload))
        .allMatch(cell -> cell != null && cell.instructions() > 0);
  }

  private void ratioRows(Engine base) {
    header("÷ " + base.name(), "geomean");
    for (Engine engine : engines) {
      row(engine.name());
      for (Workload workload : workloads) {
        field(ratio(engine, base, workload) > 0 ? number(ratio(engine, base, workload)) : "–");
      }
      field(geomean(engine, base));
      out.append('\n');
    }
  }

  private double ratio(Engine engine, Engine base, Workload workload) {
    Measurement above = cell(engine, workload);
    Measurement below = cell(base, workload);
    return above == null || below == null ? 0 : above.ns() / below.ns();
  }

  /** Over all programs but the empty one. */
  private String geomean(Engine engine, Engine base) {
    double sum = 0;
    for (Workload workload : workloads) {
      if (!isEmpty(workload)) {
        sum += Math.log(ratio(engine, base, workload));
      }
    }
    double mean = Math.exp(sum / (workloads.size() - 1));
    return mean > 0 ? number(mean) : "–";
  }

  /**
   * {@code geomean jit/native X jit/java Y}: how {@code engine} compares with two others, over all
   * programs but the empty one.
   */
  String summary(Engine engine, Engine nativeCode, Engine java) {
    return "geomean jit/native "
        + geomean(engine, nativeCode)
        + " jit/java "
        + geomean(engine, java);
  }

  private static boolean isEmpty(Workload workload) {
    return workload.name().equals("empty");
  }

  private void header(String title, String last) {
    out.append(out.length() == 0 ? "" : "\n");
    row(title);
    workloads.forEach(workload -> field(workload.name()));
    field(last);
    out.append("\n|---|").append("---:|".repeat(workloads.size() + 1)).append('\n');
  }

  private void row(String name) {
    out.append("| ").append(name).append(" |");
  }

  private void field(String text) {
    out.append(' ').append(text).append(" |");
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 100 ? "%.2f" : "%.0f", value);
  }
}

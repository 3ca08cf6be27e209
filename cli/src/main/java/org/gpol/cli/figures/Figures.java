package org.gpol.cli.figures;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gpol.kernel.report.SimulationResult;

/** The section of a policy's page with its figures. */
public final class Figures {

  /** Something that schedules. */
  @FunctionalInterface
  public interface Subject<E extends Exception> {
    /** A run of the workload under it. */
    SimulationResult run(FigureWorkload workload) throws E;
  }

  private Figures() {}

  /**
   * Markdown.
   *
   * @param name of the policy, as code
   * @param machine the topology, for people
   * @param command that repeats a run, up to the workload
   * @param classes the kernel's own classes by their names, in the order of columns
   */
  public static <E extends Exception> String section(
      String name,
      String machine,
      String command,
      Subject<E> policy,
      Map<String, ? extends Subject<E>> classes)
      throws E {
    StringBuilder out = new StringBuilder("## Figures\n\n");
    out.append("Three workloads on ").append(machine).append(" under the policy, and under the ");
    out.append("model's own ").append(String.join(" and ", classes.keySet())).append(", seed ");
    out.append(FigureWorkload.SEED).append(". *Wakeup* is the time from a wake-up to execution; ");
    out.append("*fairness* is Jain's index of what part of the time in which it wanted a CPU ");
    out.append("each task had one: 1 if it was the same for all.\n");
    Map<String, Subject<E>> columns = new LinkedHashMap<>();
    columns.put("`" + name + "`", policy);
    classes.forEach(columns::put);
    for (FigureWorkload workload : FigureWorkload.values()) {
      Map<String, SimulationResult> runs = new LinkedHashMap<>();
      for (Map.Entry<String, Subject<E>> column : columns.entrySet()) {
        runs.put(column.getKey(), column.getValue().run(workload));
      }
      table(out, workload, command, runs);
    }
    return out.toString();
  }

  private static void table(
      StringBuilder out,
      FigureWorkload workload,
      String command,
      Map<String, SimulationResult> runs) {
    out.append("\n### ").append(workload.title()).append("\n\n").append(workload.story());
    out.append(" `").append(command).append(" --workload ").append(workload.argument());
    out.append("`\n\n| | ").append(String.join(" | ", runs.keySet())).append(" |\n| --- |");
    out.append(" ---: |".repeat(runs.size())).append('\n');
    List<Row> rows = new ArrayList<>(workload.rows());
    rows.addAll(Row.usual());
    for (Row row : rows) {
      out.append("| ").append(row.name()).append(" |");
      runs.values().forEach(run -> out.append(' ').append(row.of().apply(run)).append(" |"));
      out.append('\n');
    }
  }
}

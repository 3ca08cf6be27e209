package org.gpol.cli.testing;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gpol.compiler.coverage.CoverageMap;

/** What tests reached, as a table, as LCOV's tracefile, and as the text with counts beside it. */
public final class CoverageReport {
  private static final double PERCENT = 100;

  private final CoverageMap map;
  private final long[] counts;

  /** Of counters that counted {@code counts}. */
  public CoverageReport(CoverageMap map, long[] counts) {
    this.map = map;
    this.counts = counts.clone();
  }

  /**
   * A line for each file: lines and branches that were reached, and where those are that were not.
   */
  public String table() {
    StringBuilder page = new StringBuilder();
    for (Map.Entry<String, Map<Integer, Long>> file : map.lines(counts).entrySet()) {
      long lines = file.getValue().values().stream().filter(count -> count > 0).count();
      List<CoverageMap.Branch> branches = map.branchesOf(file.getKey());
      long ways = branches.stream().mapToLong(this::reached).sum();
      page.append(
          String.format(
              Locale.ROOT,
              "%s: lines %s, branches %s%n",
              file.getKey(),
              part(lines, file.getValue().size()),
              part(ways, 2L * branches.size())));
      file.getValue()
          .forEach(
              (line, count) -> {
                if (count == 0) {
                  page.append("  line ").append(line).append(" is never executed\n");
                }
              });
      for (CoverageMap.Branch branch : branches) {
        if (reached(branch) == 1) {
          page.append("  line ").append(branch.at().line()).append(", column ");
          page.append(branch.at().column()).append(": never ");
          page.append(counts[branch.whenTrue()] == 0 ? "true" : "false").append('\n');
        }
      }
    }
    return page.toString();
  }

  private int reached(CoverageMap.Branch branch) {
    return (counts[branch.whenTrue()] > 0 ? 1 : 0) + (counts[branch.whenFalse()] > 0 ? 1 : 0);
  }

  private static String part(long some, long all) {
    double percent = all == 0 ? PERCENT : PERCENT * some / all;
    return String.format(Locale.ROOT, "%d of %d (%.1f%%)", some, all, percent);
  }

  /** As {@code genhtml} and editors read it. */
  public String lcov() {
    StringBuilder page = new StringBuilder("TN:\n");
    for (Map.Entry<String, Map<Integer, Long>> file : map.lines(counts).entrySet()) {
      page.append("SF:").append(file.getKey()).append('\n');
      List<CoverageMap.Branch> branches = map.branchesOf(file.getKey());
      long ways = 0;
      for (int i = 0; i < branches.size(); i++) {
        CoverageMap.Branch branch = branches.get(i);
        way(page, branch, i, 0, counts[branch.whenTrue()]);
        way(page, branch, i, 1, counts[branch.whenFalse()]);
        ways += reached(branch);
      }
      page.append("BRF:").append(2 * branches.size()).append("\nBRH:").append(ways).append('\n');
      file.getValue()
          .forEach(
              (line, count) ->
                  page.append("DA:").append(line).append(',').append(count).append('\n'));
      long lines = file.getValue().values().stream().filter(count -> count > 0).count();
      page.append("LF:").append(file.getValue().size()).append("\nLH:").append(lines);
      page.append("\nend_of_record\n");
    }
    return page.toString();
  }

  private void way(StringBuilder page, CoverageMap.Branch branch, int number, int way, long count) {
    boolean reached = counts[branch.whenTrue()] + counts[branch.whenFalse()] > 0;
    page.append("BRDA:").append(branch.at().line()).append(',').append(number).append(',');
    page.append(way).append(',').append(reached ? Long.toString(count) : "-").append('\n');
  }
}

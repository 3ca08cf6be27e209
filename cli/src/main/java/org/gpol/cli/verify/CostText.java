package org.gpol.cli.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gpol.bpf.code.SourceLocation;
import org.gpol.vm.UnverifiedProgram;
import org.gpol.vm.proof.RunCost;

/** The most that a run executes, as a formula whose letters are explained below it. */
final class CostText {
  /** Letters explained; what else repeats is given as a number. */
  private static final int MOST_LETTERS = 20;

  private final UnverifiedProgram program;
  private final RunCost cost;
  private final List<String> legend = new ArrayList<>();
  private final String formula;

  CostText(UnverifiedProgram program, RunCost cost) {
    this.program = program;
    this.cost = cost;
    formula = sum(cost);
  }

  /** Such as {@code 12 + L1·(3 + 7·L2)}. */
  String formula() {
    return formula;
  }

  /** What the letters of the formula stand for. */
  List<String> legend() {
    return legend;
  }

  /** The formula, what it comes to, and a line for each of its letters; nothing if it has none. */
  String lines() {
    if (cost.parts().isEmpty()) {
      return "";
    }
    StringBuilder out = new StringBuilder();
    out.append(program.program().name()).append(": at most ").append(formula);
    out.append(" = ").append(number(cost.most())).append(" instructions\n");
    for (String line : legend) {
      out.append("  ").append(line).append('\n');
    }
    return out.toString();
  }

  /** A number of instructions or rounds. */
  static String number(long count) {
    return count == Long.MAX_VALUE ? "unknown" : String.format(Locale.ROOT, "%,d", count);
  }

  private String sum(RunCost of) {
    StringBuilder out = new StringBuilder().append(of.once());
    for (RunCost.Part part : of.parts()) {
      out.append(" + ").append(product(part));
    }
    return out.toString();
  }

  private String product(RunCost.Part part) {
    if (part.repetition() == RunCost.Repetition.FOLLOWED || legend.size() == MOST_LETTERS) {
      if (legend.size() < MOST_LETTERS) {
        legend.add(number(part.most()) + " = all of the " + number(part.times()) + what(part));
      }
      return number(part.most());
    }
    String letter = "L" + (legend.size() + 1);
    legend.add(letter + " ≤ " + number(part.times()) + what(part));
    String each = sum(part.each());
    return letter + "·" + (part.each().parts().isEmpty() ? each : "(" + each + ")");
  }

  private String what(RunCost.Part part) {
    String place = place(part.instruction());
    return switch (part.repetition()) {
      case LOOP -> " rounds, but the last, of the loop at " + place;
      case FOLLOWED -> " rounds, followed one by one, of the loop at " + place;
      case CALLED_BACK -> " rounds of the helper called at " + place;
      case EACH_ENTRY -> " entries of " + map(part.map()) + ", gone through at " + place;
    };
  }

  private String map(int map) {
    return map < 0 ? "a map" : "map " + program.input().maps().get(map).name();
  }

  private String place(int instruction) {
    SourceLocation where = program.program().code().location(instruction);
    return where == null
        ? "instruction " + program.program().code().slotOf(instruction)
        : where.file() + ":" + where.line();
  }
}

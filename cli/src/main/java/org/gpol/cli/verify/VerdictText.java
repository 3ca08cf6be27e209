package org.gpol.cli.verify;

import java.util.List;

/** Verdicts on lines and in a table. */
public final class VerdictText {
  private VerdictText() {}

  /** What is wrong with an accepted program that may execute too much. */
  public static String overBudget(Verdict verdict) {
    return "a run may execute " + worst(verdict) + " instructions, more than the budget allows";
  }

  /** The most instructions that a run executes. */
  static String worst(Verdict verdict) {
    return verdict.hasCost() ? Long.toString(verdict.cost().most()) : "an unknown number of";
  }

  /** What verifying took and what running will, a line a program under a heading; then formulas. */
  public static String statistics(List<Verdict> verdicts) {
    StringBuilder out = new StringBuilder();
    String row = "%-24s %8s %10s %8s %6s %12s%n";
    out.append(
        String.format(row, "program", "insns", "processed", "states", "stack", "worst case"));
    for (Verdict verdict : verdicts) {
      boolean accepted = verdict.result().accepted();
      out.append(
          String.format(
              row,
              verdict.program().program().name(),
              verdict.program().program().code().size(),
              verdict.result().instructionsProcessed(),
              verdict.result().peakStates(),
              accepted ? verdict.result().stackBytes() : "-",
              verdict.hasCost() ? verdict.cost().most() : "-"));
    }
    for (Verdict verdict : verdicts) {
      if (verdict.cost() != null) {
        out.append(new CostText(verdict.program(), verdict.cost()).lines());
      }
    }
    return out.toString();
  }
}

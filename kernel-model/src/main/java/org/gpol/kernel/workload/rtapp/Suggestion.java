package org.gpol.kernel.workload.rtapp;

import java.util.Collection;

/** Guesses which of the known names a misspelt one was meant to be. */
final class Suggestion {

  private Suggestion() {}

  /** A hint such as {@code did you mean `loop`?}, or the names there are if none is near. */
  static String hint(String written, Collection<String> known) {
    String best = null;
    int bestDistance = Integer.MAX_VALUE;
    // A long name is near nothing, and the table below is quadratic.
    String start = written.length() > 40 ? written.substring(0, 40) : written;
    for (String name : known) {
      int distance = distance(start, name);
      if (distance < bestDistance) {
        bestDistance = distance;
        best = name;
      }
    }
    return best != null && bestDistance <= Math.max(1, best.length() / 3)
        ? "did you mean `" + best + "`?"
        : "known here: " + String.join(", ", known);
  }

  /** Number of letters to insert, delete, replace or swap with their neighbour. */
  private static int distance(String a, String b) {
    int[][] table = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        table[i][j] = i == 0 || j == 0 ? i + j : cell(table, a, b, i, j);
      }
    }
    return table[a.length()][b.length()];
  }

  private static int cell(int[][] table, String a, String b, int i, int j) {
    int replace = table[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int best = Math.min(replace, Math.min(table[i - 1][j], table[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, table[i - 2][j - 2] + 1) : best;
  }
}

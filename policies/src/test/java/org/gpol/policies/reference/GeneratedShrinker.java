package org.gpol.policies.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Makes a policy smaller that fails: takes out lines, as many at a time as possible, and what holds
 * a block together without the block.
 */
final class GeneratedShrinker {
  private final Predicate<String> fails;
  private List<String> lines;

  private GeneratedShrinker(String text, Predicate<String> fails) {
    this.fails = fails;
    this.lines = new ArrayList<>(List.of(text.split("\n")));
  }

  /** A smaller text of which {@code fails} is true; {@code text} if there is none. */
  static String shrink(String text, Predicate<String> fails) {
    GeneratedShrinker shrinker = new GeneratedShrinker(text, fails);
    int before;
    do {
      before = shrinker.lines.size();
      shrinker.withoutLines();
      shrinker.withoutBlocks();
    } while (shrinker.lines.size() < before);
    return String.join("\n", shrinker.lines) + "\n";
  }

  private void withoutLines() {
    for (int many = lines.size() / 2; many > 0; many /= 2) {
      for (int from = lines.size() - many; from >= 0; from--) {
        if (from + many <= lines.size() && isBalanced(from, from + many)) {
          without(from, from + many, List.of());
        }
      }
    }
  }

  /** Keeps what is in a block, where something needs what is declared there. */
  private void withoutBlocks() {
    for (int from = lines.size() - 1; from >= 0; from--) {
      int to = from + 1;
      while (to <= lines.size() && !isBalanced(from, to)) {
        to++;
      }
      if (to - from > 2 && to <= lines.size()) {
        without(from, to, List.copyOf(lines.subList(from + 1, to - 1)));
      }
    }
  }

  private void without(int from, int to, List<String> instead) {
    List<String> fewer = new ArrayList<>(lines.subList(0, from));
    fewer.addAll(instead);
    fewer.addAll(lines.subList(to, lines.size()));
    if (fails.test(String.join("\n", fewer) + "\n")) {
      lines = fewer;
    }
  }

  private boolean isBalanced(int from, int to) {
    int depth = 0;
    for (String line : lines.subList(from, to)) {
      for (int i = 0; i < line.length(); i++) {
        char c = line.charAt(i);
        depth += c == '{' ? 1 : c == '}' ? -1 : 0;
        if (depth < 0) {
          return false;
        }
      }
    }
    return depth == 0;
  }
}

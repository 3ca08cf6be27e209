package org.gpol.compiler.coverage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gpol.bpf.code.SourceLocation;

/**
 * What the counters of a policy count. All are in one value of a map, 8 bytes each.
 *
 * @param map its index in the object
 * @param blocks straight pieces of code
 * @param branches conditions
 */
public record CoverageMap(int map, List<Block> blocks, List<Branch> branches) {
  /** Copies the lists. */
  public CoverageMap {
    blocks = List.copyOf(blocks);
    branches = List.copyOf(branches);
  }

  /** A piece of code that runs as a whole, and the lines of which it has something. */
  public record Block(int counter, List<SourceLocation> lines) {
    /** Copies the list. */
    public Block {
      lines = List.copyOf(lines);
    }
  }

  /** A condition: how often it was true and false. */
  public record Branch(int whenTrue, int whenFalse, SourceLocation at) {}

  /** How many counters there are. */
  public int counters() {
    return blocks.size() + 2 * branches.size();
  }

  /**
   * How often each line was executed, by file and line: as often as the piece of it that was
   * executed most.
   */
  public Map<String, Map<Integer, Long>> lines(long[] counts) {
    Map<String, Map<Integer, Long>> lines = new TreeMap<>();
    for (Block block : blocks) {
      for (SourceLocation line : block.lines()) {
        lines
            .computeIfAbsent(line.file(), file -> new TreeMap<>())
            .merge(line.line(), counts[block.counter()], Math::max);
      }
    }
    return lines;
  }

  /** The branches of a file in the order of the text. */
  public List<Branch> branchesOf(String file) {
    List<Branch> found = new ArrayList<>();
    branches.stream().filter(branch -> branch.at().file().equals(file)).forEach(found::add);
    found.sort(
        (a, b) ->
            a.at().line() != b.at().line()
                ? Integer.compare(a.at().line(), b.at().line())
                : Integer.compare(a.at().column(), b.at().column()));
    return found;
  }
}

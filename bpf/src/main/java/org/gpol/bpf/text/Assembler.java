package org.gpol.bpf.text;

import java.util.List;
import java.util.Map;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.code.SourceLocation;

/**
 * Text in the notation of the {@link Disassembler} as code: its inverse. What {@code llvm-objdump},
 * clang and the Linux verifier write differently for the same instruction is understood too.
 *
 * <p>A line holds labels ({@code name:}), then at most one instruction. Comments begin with {@code
 * ;} or {@code //}, or with {@code #} behind a blank. A label that no jump goes to starts a
 * function, and so does one that is called or whose address is taken; the first instruction belongs
 * to a function anyhow, called {@code main} if it has no label. A number before an instruction, as
 * in a listing, is skipped.
 */
public final class Assembler {
  /** Reading stops after so many mistakes. */
  private static final int MOST_ERRORS = 20;

  /**
   * Names that text may use for what has only a number in code.
   *
   * @param helpers numbers of helpers by name
   * @param maps indices of maps by name
   */
  public record Names(Map<String, Integer> helpers, Map<String, Integer> maps) {
    /** No names: helpers and maps go by their numbers. */
    public static final Names NONE = new Names(Map.of(), Map.of());

    /** Copies the maps. */
    public Names {
      helpers = Map.copyOf(helpers);
      maps = Map.copyOf(maps);
    }
  }

  private Assembler() {}

  /**
   * The program that {@code text} says.
   *
   * @param file the name of the text for the line table
   * @throws AssemblyException with every mistake, in the order of the lines
   */
  public static Code assemble(String file, String text, Names names) throws AssemblyException {
    Assembly assembly = new Assembly(names);
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size() && assembly.errors().size() < MOST_ERRORS; i++) {
      assembly.startLine(i + 1);
      try {
        List<Token> tokens = LineScanner.scan(lines.get(i));
        if (tokens.size() > 1) {
          assembly.location(new SourceLocation(file, i + 1, tokens.get(0).column(), lines.get(i)));
          new LineParser(tokens, assembly, names).line();
        }
      } catch (LineError e) {
        assembly.error(e);
      }
    }
    return assembly.finish();
  }
}

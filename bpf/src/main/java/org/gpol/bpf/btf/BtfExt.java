package org.gpol.bpf.btf;

import java.util.List;
import org.gpol.bpf.code.SourceLocation;

/**
 * What {@code .BTF.ext} tells of an object's code, by section: which functions begin where, and
 * from which line each instruction comes.
 */
public record BtfExt(List<Section> sections) {
  /** Copies the list. */
  public BtfExt {
    sections = List.copyOf(sections);
  }

  /**
   * The info of one section of code.
   *
   * @param functions by rising offset
   * @param lines by rising offset; each holds up to the next
   */
  public record Section(String name, List<FuncInfo> functions, List<LineInfo> lines) {
    /** Copies the lists. */
    public Section {
      functions = List.copyOf(functions);
      lines = List.copyOf(lines);
    }
  }

  /**
   * A function.
   *
   * @param offset bytes from the start of the section
   * @param type id of its {@link BtfType.Func}
   */
  public record FuncInfo(int offset, int type) {}

  /**
   * Where instructions come from.
   *
   * @param offset bytes from the start of the section
   * @param location null if that is not known, which the encoding says with line 0
   */
  public record LineInfo(int offset, SourceLocation location) {}
}

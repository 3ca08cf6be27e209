package org.gpol.bpf.object;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.code.Function;
import org.gpol.bpf.code.SourceLocation;
import org.gpol.bpf.isa.Insn;

/**
 * Where the functions of an object's programs go. The entry of a program goes to the section that
 * the program names; what it calls goes to {@code .text}, where libbpf looks for functions that are
 * not programs. Programs hold copies of the functions that they share: copies that are equal, and
 * call equal functions, are stored once.
 */
final class CodeLayout {
  /**
   * A function in its section.
   *
   * @param first index of its first instruction among those of the section
   * @param body its part of the program that it is taken from
   * @param callees where each function of that program went, by its start
   */
  record Placed(
      String name,
      CodeSection section,
      int first,
      FunctionBody body,
      Map<Integer, Placed> callees) {
    // Callees may lead back here.
    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  /** A section of code: functions one after the other. */
  static final class CodeSection {
    private final String name;
    private final List<Placed> functions = new ArrayList<>();
    private int insns;

    CodeSection(String name) {
      this.name = name;
    }

    String name() {
      return name;
    }

    List<Placed> functions() {
      return functions;
    }
  }

  /** A function's part of a program. */
  record FunctionBody(Code code, int start, int end) {
    List<Insn> insns() {
      return code.insns().subList(start, end);
    }

    List<SourceLocation> lines() {
      return code.lines().subList(start, end);
    }
  }

  private final Map<String, CodeSection> sections = new LinkedHashMap<>();

  /** The functions of {@code .text}, by all that tells them apart. */
  private final Map<List<Object>, Placed> shared = new LinkedHashMap<>();

  CodeLayout(List<Program> programs) {
    for (Program program : programs) {
      if (program.section().equals(ElfFormat.TEXT)) {
        throw new IllegalArgumentException(
            "program `" + program.name() + "` is in .text, which is for functions");
      }
      place(program);
    }
  }

  /** All sections of code, {@code .text} first if there is one. */
  List<CodeSection> sections() {
    List<CodeSection> ordered = new ArrayList<>();
    sections.values().stream().filter(CodeLayout::isText).forEach(ordered::add);
    sections.values().stream().filter(section -> !isText(section)).forEach(ordered::add);
    return ordered;
  }

  static boolean isText(CodeSection section) {
    return section.name().equals(ElfFormat.TEXT);
  }

  private void place(Program program) {
    Map<Integer, FunctionBody> bodies = FunctionKeys.split(program);
    FunctionKeys keys = new FunctionKeys(program, bodies);
    Map<Integer, Placed> places = new LinkedHashMap<>();
    for (Function function : program.code().functions()) {
      FunctionBody body = bodies.get(function.start());
      Placed placed;
      if (function.start() == 0) {
        placed = append(program.section(), program.name(), body, places);
      } else {
        List<Object> key = keys.of(function.start());
        placed = shared.get(key);
        if (placed == null) {
          placed = append(ElfFormat.TEXT, function.name(), body, places);
          shared.put(key, placed);
        }
      }
      places.put(function.start(), placed);
    }
  }

  private Placed append(
      String section, String name, FunctionBody body, Map<Integer, Placed> places) {
    CodeSection into = sections.computeIfAbsent(section, CodeSection::new);
    Placed placed = new Placed(name, into, into.insns, body, places);
    into.functions.add(placed);
    into.insns += body.end() - body.start();
    return placed;
  }
}

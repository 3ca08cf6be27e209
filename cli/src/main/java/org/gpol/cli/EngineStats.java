package org.gpol.cli;

import java.util.List;
import java.util.Locale;
import org.gpol.vm.EngineUse;
import org.gpol.vm.LoadedProgram;

/** The table of {@code gpol run --stats}: what ran each program, and why. */
final class EngineStats {
  private EngineStats() {}

  static String render(List<LoadedProgram> programs) {
    int width = "program".length();
    for (LoadedProgram program : programs) {
      width = Math.max(width, program.program().name().length());
    }
    String row = "%-" + width + "s  %6s  %s\n";
    StringBuilder out = new StringBuilder(line(row, "program", "insns", "engine"));
    for (LoadedProgram program : programs) {
      String insns = String.valueOf(program.program().code().size());
      out.append(line(row, program.program().name(), insns, describe(program.engineUse())));
    }
    return out.toString();
  }

  private static String line(String row, Object... fields) {
    return String.format(Locale.ROOT, row, fields);
  }

  private static String describe(EngineUse use) {
    return use.compiled()
        ? "compiled: a class of " + use.classBytes() + " bytes"
        : "interpreted: " + use.reason();
  }
}

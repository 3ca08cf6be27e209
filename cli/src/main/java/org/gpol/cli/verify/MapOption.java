package org.gpol.cli.verify;

import java.util.List;
import java.util.Locale;
import org.gpol.bpf.platform.MapField;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.platform.MapType;
import org.gpol.cli.exec.BadProgram;

/** A map on a command line: {@code KIND:KEY:VALUE:N}, with {@code :FIELD@OFFSET} if it has one. */
public final class MapOption {
  private MapOption() {}

  /** The map that {@code text} describes, called {@code name}. */
  public static MapSpec parse(String name, String text) throws BadProgram {
    String[] parts = text.split(":", -1);
    if (parts.length < 4 || parts.length > 5) {
      throw new BadProgram("`" + text + "` is not KIND:KEY:VALUE:N, as in hash:8:16:100");
    }
    try {
      MapType type = MapType.valueOf(parts[0].toUpperCase(Locale.ROOT));
      int[] sizes = new int[3];
      for (int i = 0; i < sizes.length; i++) {
        sizes[i] = Integer.parseUnsignedInt(parts[i + 1], 10) & Integer.MAX_VALUE;
      }
      MapSpec spec = new MapSpec(name, type, sizes[0], sizes[1], sizes[2], null);
      return parts.length == 4 ? spec : spec.withFields(List.of(field(parts[4])));
    } catch (NumberFormatException e) {
      throw new BadProgram("`" + text + "`: sizes are numbers");
    } catch (IllegalArgumentException e) {
      throw new BadProgram("`" + text + "`: " + e.getMessage());
    }
  }

  private static MapField field(String text) {
    String[] parts = text.split("@", -1);
    MapField.Kind kind =
        switch (parts[0]) {
          case "lock" -> MapField.Kind.SPIN_LOCK;
          case "timer" -> MapField.Kind.TIMER;
          case "task" -> MapField.Kind.KPTR;
          default -> throw new IllegalArgumentException("a field is lock, timer or task");
        };
    int offset = parts.length == 2 ? Integer.parseUnsignedInt(parts[1]) : 0;
    return new MapField(kind, offset, kind == MapField.Kind.KPTR ? "task_struct" : "");
  }
}

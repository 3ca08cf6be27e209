package org.gpol.vm.call;

import java.nio.charset.StandardCharsets;
import org.gpol.vm.memory.Region;

/**
 * {@code bpf_trace_printk}: a format with at most three numbers. Understands {@code %d %i %u %x}
 * with {@code l} or {@code ll} before the letter, and {@code %%}; anything else makes it return
 * {@code -EINVAL}, as Linux does.
 */
final class TracePrintk {
  private static final int EINVAL = -22;

  private TracePrintk() {}

  static long call(HelperCall call) {
    Region region = call.memory().region(call.r1());
    int size = (int) Math.min(call.r2(), Integer.MAX_VALUE);
    int offset = call.memory().checkedOffset(region, call.r1(), size);
    String format = new String(region.bytes(), offset, size, StandardCharsets.UTF_8);
    int end = format.indexOf(0);
    String line =
        format(end < 0 ? format : format.substring(0, end), call.r3(), call.r4(), call.r5());
    if (line == null) {
      return EINVAL;
    }
    // A line that was printed must be printed by every run, so the run cannot be elided.
    call.noteTimeObserved();
    call.environment().tracePrintk(line);
    return line.length();
  }

  /** The formatted line, or null if the format is not understood. */
  private static String format(String format, long... args) {
    StringBuilder line = new StringBuilder();
    int used = 0;
    int at = 0;
    while (at < format.length()) {
      char c = format.charAt(at++);
      if (c != '%') {
        line.append(c);
        continue;
      }
      int width = at;
      while (at < format.length() && format.charAt(at) == 'l') {
        at++;
      }
      boolean wide = at > width;
      char letter = at < format.length() ? format.charAt(at++) : 0;
      if (letter == '%') {
        line.append('%');
      } else if (used == args.length || "diux".indexOf(letter) < 0) {
        return null;
      } else {
        line.append(number(letter, wide, args[used++]));
      }
    }
    return line.toString();
  }

  private static String number(char letter, boolean wide, long value) {
    long unsigned = wide ? value : value & 0xffff_ffffL;
    return switch (letter) {
      case 'x' -> Long.toHexString(unsigned);
      case 'u' -> Long.toUnsignedString(unsigned);
      default -> Long.toString(wide ? value : (int) value);
    };
  }
}

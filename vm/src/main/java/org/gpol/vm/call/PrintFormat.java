package org.gpol.vm.call;

import org.gpol.vm.memory.AddressSpace;

/**
 * The formats of {@code bpf_trace_printk} and {@code bpf_snprintf}, as Linux's {@code
 * bpf_bprintf_prepare} allows them and {@code bstr_printf} fills them in: flags {@code 0 + -} and
 * space, a width, and
 *
 * <ul>
 *   <li>{@code d i u x X}, with {@code l} or {@code ll} for 64 bits instead of 32,
 *   <li>{@code c} and {@code s}; a string that cannot be read is empty,
 *   <li>{@code p px pK}: an address as it is, since there is nobody to hide it from; {@code ps pS
 *       pB}: an address with {@code 0x}; {@code pks pus}: a string of the kernel, of user space,
 *       which there is none; {@code pi4 pI4 pi6 pI6}: an address of the internet.
 * </ul>
 */
final class PrintFormat {
  /** What a call's strings and numbers may take in the kernel's buffer. */
  private static final int MOST_ARGUMENT_BYTES = 512;

  private static final int MOST_WIDTH = (1 << 23) - 1;

  private final AddressSpace memory;
  private final byte[] format;
  private final long[] args;
  private final LineBuffer out;
  private int at;
  private int end;
  private int arg;

  /** Bytes of the kernel's buffer that the arguments so far take. */
  private int used;

  private boolean left;
  private boolean plus;
  private boolean space;
  private boolean zero;
  private int width;

  private PrintFormat(AddressSpace memory, byte[] format, int offset, long[] args, LineBuffer out) {
    this.memory = memory;
    this.format = format;
    this.at = offset;
    this.args = args;
    this.out = out;
  }

  /**
   * Writes {@code args} to {@code out} as the string says that begins at {@code offset} and has its
   * zero before {@code limit}; returns 0 or an error number.
   */
  static int print(
      AddressSpace memory, byte[] format, int offset, int limit, long[] args, LineBuffer out) {
    PrintFormat printer = new PrintFormat(memory, format, offset, args, out);
    int end = offset;
    while (end < limit && format[end] != 0) {
      end++;
    }
    if (end >= limit) {
      return Errno.EINVAL;
    }
    printer.end = end;
    return printer.run();
  }

  private int run() {
    int result = 0;
    while (at < end && result == 0) {
      byte c = format[at];
      if (isControl(c) && !isSpace(c)) {
        return Errno.EINVAL;
      }
      at++;
      if (c != '%') {
        out.append(c);
      } else if (peek(0) == '%') {
        out.append('%');
        at++;
      } else {
        result = arg >= args.length ? Errno.EINVAL : conversion();
      }
    }
    return result;
  }

  private int conversion() {
    flagsAndWidth();
    long value = args[arg++];
    int letter = peek(0);
    at++;
    return switch (letter) {
      case 'p' -> pointer(value);
      case 's' -> ends(0) ? string(value, true) : Errno.EINVAL;
      case 'c' -> character(value);
      default -> number(letter, value);
    };
  }

  private void flagsAndWidth() {
    left = false;
    plus = false;
    space = false;
    zero = false;
    boolean flag = true;
    while (flag) {
      switch (peek(0)) {
        case '-' -> left = true;
        case '+' -> plus = true;
        case ' ' -> space = true;
        case '0' -> zero = true;
        default -> flag = false;
      }
      at += flag ? 1 : 0;
    }
    width = 0;
    while (peek(0) >= '0' && peek(0) <= '9') {
      width = Math.min(width * 10 + peek(0) - '0', MOST_WIDTH);
      at++;
    }
  }

  private int number(int first, long value) {
    int letter = first;
    boolean wide = letter == 'l';
    for (int i = 0; i < 2 && letter == 'l'; i++) {
      letter = peek(0);
      at++;
    }
    boolean signed = letter == 'd' || letter == 'i';
    if (!signed && letter != 'u' && letter != 'x' && letter != 'X') {
      return Errno.EINVAL;
    }
    if (!takeAligned(wide ? 8 : 4)) {
      return Errno.ENOSPC;
    }
    long number = wide ? value : signed ? (int) value : value & 0xffff_ffffL;
    boolean negative = signed && number < 0;
    String digits =
        letter == 'x' || letter == 'X'
            ? Long.toHexString(number)
            : Long.toUnsignedString(negative ? -number : number);
    String sign = negative ? "-" : signed && plus ? "+" : signed && space ? " " : "";
    padded(sign, letter == 'X' ? digits.toUpperCase(java.util.Locale.ROOT) : digits);
    return 0;
  }

  private void padded(String sign, String digits) {
    int fill = width - sign.length() - digits.length();
    if (!left && !zero) {
      out.pad(' ', fill);
    }
    out.append(sign);
    if (!left && zero) {
      out.pad('0', fill);
    }
    out.append(digits);
    if (left) {
      out.pad(' ', fill);
    }
  }

  private int character(long value) {
    if (used == MOST_ARGUMENT_BYTES) {
      return Errno.ENOSPC;
    }
    used++;
    byte[] one = {(byte) value};
    text(one, 1);
    return 0;
  }

  private int string(long address, boolean withWidth) {
    if (used == MOST_ARGUMENT_BYTES) {
      return Errno.ENOSPC;
    }
    byte[] copy = new byte[MOST_ARGUMENT_BYTES - used];
    int length = MemoryHelpers.copyString(memory, address, copy, 0, copy.length);
    int shown = length < 0 ? 0 : length - 1;
    used += shown + 1;
    if (!withWidth) {
      width = 0;
    }
    text(copy, shown);
    return 0;
  }

  private void text(byte[] text, int length) {
    if (!left) {
      out.pad(' ', width - length);
    }
    out.append(text, length);
    if (left) {
      out.pad(' ', width - length);
    }
  }

  private int pointer(long value) {
    int kind = peek(0);
    if (kind == 0 || isSpace((byte) kind) || isPunctuation(kind)) {
      return address(value);
    }
    int next = peek(1);
    int result =
        switch (kind) {
          case 'k', 'u' -> next == 's' && ends(2) ? string(kind == 'k' ? value : 0, false) : -1;
          case 'x', 'K' -> address(value);
          case 's', 'S' -> symbol(value, true);
          case 'B' -> symbol(value, false);
          case 'i', 'I' -> next == '4' || next == '6' ? internet(kind, next, value) : -1;
          default -> -1;
        };
    // The kernel's printer takes all letters and digits behind a p for its own.
    while (isLetterOrDigit(peek(0))) {
      at++;
    }
    return result == -1 ? Errno.EINVAL : result;
  }

  private int address(long value) {
    if (!takeAligned(8)) {
      return Errno.ENOSPC;
    }
    if (width == 0) {
      width = 16;
      zero = true;
    }
    padded("", Long.toHexString(value));
    return 0;
  }

  private int symbol(long value, boolean withWidth) {
    String name = "0x" + Long.toHexString(value);
    if (withWidth && !takeAligned(8)) {
      return Errno.ENOSPC;
    }
    used += withWidth ? 0 : name.length() + 1;
    zero = false;
    width = withWidth ? width : 0;
    padded("", name);
    return 0;
  }

  private int internet(int kind, int version, long value) {
    int size = version == '4' ? 4 : 16;
    if (MOST_ARGUMENT_BYTES - used < size) {
      return Errno.ENOSPC;
    }
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = MemoryHelpers.byteAt(memory, value, i, size);
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < size; i++) {
      if (size == 4) {
        text.append(i == 0 ? "" : ".");
        text.append(String.format(kind == 'i' ? "%03d" : "%d", bytes[i] & 0xff));
      } else {
        text.append(i > 0 && i % 2 == 0 && kind == 'I' ? ":" : "");
        text.append(String.format("%02x", bytes[i] & 0xff));
      }
    }
    used += text.length() + 1;
    out.append(text.toString());
    return 0;
  }

  /** Takes aligned room in the kernel's buffer; false if there is none. */
  private boolean takeAligned(int bytes) {
    used = (used + 3) & ~3;
    boolean room = MOST_ARGUMENT_BYTES - used >= bytes;
    used += room ? bytes : 0;
    return room;
  }

  /** True if nothing that belongs to the conversion follows {@code ahead} characters on. */
  private boolean ends(int ahead) {
    int c = peek(ahead);
    return c == 0 || isSpace((byte) c) || isPunctuation(c);
  }

  private int peek(int ahead) {
    return at + ahead < end ? format[at + ahead] & 0xff : 0;
  }

  private static boolean isControl(byte c) {
    return (c >= 0 && c < ' ') || c == 127;
  }

  private static boolean isSpace(byte c) {
    return NumberParser.isSpace(c);
  }

  /** The kernel takes bytes beyond ASCII for Latin-1. */
  private static boolean isLetterOrDigit(int c) {
    boolean latin = c >= 0xc0 && c != 0xd7 && c != 0xf7;
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || latin;
  }

  private static boolean isPunctuation(int c) {
    boolean ascii = c > ' ' && c < 127;
    return (ascii || c > 0xa0) && !isLetterOrDigit(c);
  }
}

package org.gpol.bpf.vectors;

/**
 * A program under construction, as the words of a vector's {@code -- raw} section. Encodes by hand:
 * nothing of the codec is used. Every case of a vector sets R0 to its number and leaves with it if
 * something is wrong; who comes through returns {@link #PASSED}.
 */
final class RawText {
  static final int PASSED = 0x600d;

  /** The register that expectations are loaded into. */
  static final int SCRATCH = 9;

  private final StringBuilder words = new StringBuilder();
  private String note = "";
  private int cases;

  /** A comment for the next word. */
  RawText note(String text) {
    note = "  # " + text;
    return this;
  }

  RawText put(int opcode, int dst, int src, int offset, int imm) {
    long word =
        opcode
            | (long) dst << 8
            | (long) src << 12
            | (offset & 0xffffL) << 16
            | (imm & 0xffff_ffffL) << 32;
    words.append(String.format("0x%016x%s\n", word, note));
    note = "";
    return this;
  }

  RawText loadConstant(int reg, long value) {
    put(0x18, reg, 0, 0, (int) value);
    return put(0, 0, 0, 0, (int) (value >>> 32));
  }

  RawText move(int reg, int imm) {
    return put(0xb7, reg, 0, 0, imm);
  }

  RawText copy(int to, int from) {
    return put(0xbf, to, from, 0, 0);
  }

  /** Starts a case: from here on, leaving means failing this case. */
  RawText beginCase(String what) {
    return note(what).move(0, ++cases);
  }

  /** Leaves with the number of the case unless {@code reg} holds {@code expected}. */
  RawText expect(int reg, long expected) {
    note(String.format("r%d must be 0x%x", reg, expected));
    loadConstant(SCRATCH, expected);
    put(0x1d, reg, SCRATCH, 1, 0);
    return exit();
  }

  RawText exit() {
    return put(0x95, 0, 0, 0, 0);
  }

  /** The whole file, which passes at the end. */
  String file(String title) {
    move(0, PASSED).exit();
    return fileAsIs(title);
  }

  /** The whole file, which has passed or not before its end. */
  String fileAsIs(String title) {
    return "# " + title + "\n-- raw\n" + words + "-- result\n" + String.format("0x%x\n", PASSED);
  }

  /** The whole file with memory of {@code bytes} in hexadecimal. */
  String file(String title, String bytes) {
    return file(title).replace("-- result\n", "-- mem\n" + bytes + "\n-- result\n");
  }

  /** A file whose program must be refused or stopped. */
  String refused(String title, String message) {
    exit();
    return "# " + title + "\n-- raw\n" + words + "-- error\n" + message + "\n";
  }
}

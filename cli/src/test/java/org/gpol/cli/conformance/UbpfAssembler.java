package org.gpol.cli.conformance;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The assembly dialect of the public vectors ({@code ldxdw r0, [r1+8]}), encoded by hand. The first
 * {@code exit} is also a label of that name.
 */
final class UbpfAssembler {
  private static final Map<String, Integer> ARITHMETIC =
      Map.ofEntries(
          Map.entry("add", 0x00),
          Map.entry("sub", 0x10),
          Map.entry("mul", 0x20),
          Map.entry("div", 0x30),
          Map.entry("sdiv", 0x30),
          Map.entry("or", 0x40),
          Map.entry("and", 0x50),
          Map.entry("lsh", 0x60),
          Map.entry("rsh", 0x70),
          Map.entry("neg", 0x80),
          Map.entry("mod", 0x90),
          Map.entry("smod", 0x90),
          Map.entry("xor", 0xa0),
          Map.entry("mov", 0xb0),
          Map.entry("arsh", 0xc0));

  private static final Map<String, Integer> JUMPS =
      Map.ofEntries(
          Map.entry("jeq", 0x10),
          Map.entry("jgt", 0x20),
          Map.entry("jge", 0x30),
          Map.entry("jset", 0x40),
          Map.entry("jne", 0x50),
          Map.entry("jsgt", 0x60),
          Map.entry("jsge", 0x70),
          Map.entry("jlt", 0xa0),
          Map.entry("jle", 0xb0),
          Map.entry("jslt", 0xc0),
          Map.entry("jsle", 0xd0));

  private static final Map<String, Integer> SIZES =
      Map.of("w", 0x00, "h", 0x08, "b", 0x10, "dw", 0x18);

  private static final Map<String, Integer> ATOMICS =
      Map.of("add", 0x00, "or", 0x40, "and", 0x50, "xor", 0xa0, "xchg", 0xe1, "cmpxchg", 0xf1);

  private static final Pattern LABEL = Pattern.compile("([A-Za-z_.][\\w.]*):(.*)");
  private static final Pattern WIDTH = Pattern.compile("([a-z]+?)(32|64)?");
  private static final Pattern PLACE =
      Pattern.compile("\\[\\s*%?r(\\d+)\\s*(?:([+-])\\s*(\\w+))?\\s*\\]");
  private static final Pattern LOCK =
      Pattern.compile("(fetch\\s+)?([a-z]+?)(32|64)?\\s+(\\[.*\\])\\s*,\\s*%?r(\\d+)");

  private record Fixup(int slot, String label, boolean inImmediate) {}

  private final List<long[]> slots = new ArrayList<>();
  private final Map<String, Integer> labels = new HashMap<>();
  private final List<Fixup> fixups = new ArrayList<>();

  private UbpfAssembler() {}

  static byte[] assemble(List<String> lines) {
    UbpfAssembler assembler = new UbpfAssembler();
    lines.forEach(assembler::line);
    return assembler.finish();
  }

  /** Decimal or hexadecimal, of either sign, as 64 bits. */
  static long number(String text) {
    boolean negative = text.startsWith("-");
    String digits = text.replaceFirst("^[+-]", "");
    boolean hex = digits.startsWith("0x") || digits.startsWith("0X");
    BigInteger value = hex ? new BigInteger(digits.substring(2), 16) : new BigInteger(digits);
    return (negative ? value.negate() : value).longValue();
  }

  private void line(String line) {
    Matcher label = LABEL.matcher(line);
    if (label.matches()) {
      labels.put(label.group(1), slots.size());
      if (!label.group(2).isBlank()) {
        line(label.group(2).strip());
      }
      return;
    }
    String[] parts = line.split("\\s+", 2);
    String rest = parts.length > 1 ? parts[1].strip() : "";
    String[] operands = rest.isEmpty() ? new String[0] : rest.split("\\s*,\\s*");
    instruction(parts[0].toLowerCase(Locale.ROOT), rest, operands);
  }

  private void instruction(String name, String rest, String[] operands) {
    switch (name) {
      case "exit" -> {
        labels.putIfAbsent("exit", slots.size());
        put(0x95, 0, 0, 0, 0);
      }
      case "ja" -> put(0x05, 0, 0, target(operands[0], false), 0);
      case "ja32" -> put(0x06, 0, 0, 0, target(operands[0], true));
      case "call" -> call(operands[0]);
      case "callx" -> put(0x8d, register(operands[0]), 0, 0, 0);
      case "lddw" -> {
        long value = number(operands[1]);
        put(0x18, register(operands[0]), 0, 0, value);
        put(0, 0, 0, 0, value >>> 32);
      }
      case "lock" -> lock(rest);
      default -> {
        boolean known =
            conversion(name, operands)
                || memory(name, operands)
                || jumpOrArithmetic(name, operands);
        if (!known) {
          throw new IllegalArgumentException(name + " " + rest);
        }
      }
    }
  }

  private void call(String what) {
    String[] words = what.split("\\s+");
    String last = words[words.length - 1];
    if (words.length == 1 && isRegister(last)) {
      put(0x8d, register(last), 0, 0, 0);
    } else if (words[0].equals("local")) {
      put(0x85, 0, 1, 0, target(last, true));
    } else {
      put(0x85, 0, words[0].equals("runtime") ? 2 : 0, 0, number(last));
    }
  }

  private boolean conversion(String name, String[] operands) {
    Matcher parts = Pattern.compile("(be|le|swap|bswap)(16|32|64)").matcher(name);
    if (parts.matches()) {
      int opcode = parts.group(1).equals("le") ? 0xd4 : parts.group(1).equals("be") ? 0xdc : 0xd7;
      put(opcode, register(operands[0]), 0, 0, number(parts.group(2)));
      return true;
    }
    Matcher extension = Pattern.compile("movsx(8|16|32)(32|64)").matcher(name);
    if (extension.matches()) {
      int opcode = extension.group(2).equals("32") ? 0xbc : 0xbf;
      int bits = (int) number(extension.group(1));
      put(opcode, register(operands[0]), register(operands[1]), bits, 0);
      return true;
    }
    return false;
  }

  private boolean memory(String name, String[] operands) {
    Matcher load = Pattern.compile("ldx(?:(b|h|w|dw)|s(b|h|w)|(b|h|w)sx)").matcher(name);
    if (load.matches()) {
      boolean signed = load.group(1) == null;
      String size = signed ? load.group(2) == null ? load.group(3) : load.group(2) : load.group(1);
      long[] place = place(operands[1]);
      int mode = signed ? 0x80 : 0x60;
      put(0x01 | mode | SIZES.get(size), register(operands[0]), (int) place[0], place[1], 0);
      return true;
    }
    Matcher store = Pattern.compile("st(x?)(b|h|w|dw)").matcher(name);
    if (store.matches()) {
      long[] place = place(operands[0]);
      int opcode = 0x60 | SIZES.get(store.group(2));
      if (store.group(1).isEmpty()) {
        put(0x02 | opcode, (int) place[0], 0, place[1], number(operands[1]));
      } else {
        put(0x03 | opcode, (int) place[0], register(operands[1]), place[1], 0);
      }
      return true;
    }
    return false;
  }

  private void lock(String rest) {
    Matcher parts = LOCK.matcher(rest);
    if (!parts.matches()) {
      throw new IllegalArgumentException("lock " + rest);
    }
    int operation = ATOMICS.get(parts.group(2)) | (parts.group(1) == null ? 0 : 1);
    long[] place = place(parts.group(4));
    int opcode = "32".equals(parts.group(3)) ? 0xc3 : 0xdb;
    put(opcode, (int) place[0], (int) number(parts.group(5)), place[1], operation);
  }

  private boolean jumpOrArithmetic(String name, String[] operands) {
    Matcher parts = WIDTH.matcher(name);
    if (!parts.matches()) {
      return false;
    }
    boolean narrow = "32".equals(parts.group(2));
    String operation = parts.group(1);
    if (JUMPS.containsKey(operation)) {
      int opcode = JUMPS.get(operation) | (narrow ? 0x06 : 0x05);
      withOperand(opcode, operands, target(operands[2], false));
      return true;
    }
    if (ARITHMETIC.containsKey(operation)) {
      int opcode = ARITHMETIC.get(operation) | (narrow ? 0x04 : 0x07);
      if (operation.equals("neg")) {
        put(opcode, register(operands[0]), 0, 0, 0);
      } else {
        withOperand(opcode, operands, operation.matches("sdiv|smod") ? 1 : 0);
      }
      return true;
    }
    return false;
  }

  private void withOperand(int opcode, String[] operands, long offset) {
    if (isRegister(operands[1])) {
      put(opcode | 0x08, register(operands[0]), register(operands[1]), offset, 0);
    } else {
      put(opcode, register(operands[0]), 0, offset, number(operands[1]));
    }
  }

  private long target(String text, boolean inImmediate) {
    if (text.startsWith("+") || text.startsWith("-")) {
      return number(text);
    }
    fixups.add(new Fixup(slots.size(), text, inImmediate));
    return 0;
  }

  private static boolean isRegister(String text) {
    return text.matches("%?r\\d+");
  }

  private static int register(String text) {
    return Integer.parseInt(text.replaceFirst("^%?r", ""));
  }

  private static long[] place(String text) {
    Matcher parts = PLACE.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(text);
    }
    long offset = parts.group(3) == null ? 0 : number(parts.group(3));
    return new long[] {number(parts.group(1)), "-".equals(parts.group(2)) ? -offset : offset};
  }

  private void put(int opcode, int dst, int src, long offset, long imm) {
    slots.add(new long[] {opcode, dst, src, offset, imm});
  }

  private byte[] finish() {
    for (Fixup fixup : fixups) {
      int distance = labels.get(fixup.label) - fixup.slot - 1;
      slots.get(fixup.slot)[fixup.inImmediate ? 4 : 3] = distance;
    }
    ByteBuffer bytes = ByteBuffer.allocate(8 * slots.size()).order(ByteOrder.LITTLE_ENDIAN);
    for (long[] slot : slots) {
      bytes.put((byte) slot[0]).put((byte) (slot[2] << 4 | slot[1]));
      bytes.putShort((short) slot[3]).putInt((int) slot[4]);
    }
    return bytes.array();
  }
}

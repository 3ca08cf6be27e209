package org.gpol.bpf.isa;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The codec takes exactly what the registry of RFC 9669 assigns: every opcode byte with every
 * choice of the other fields is held against {@code registry.txt}, which knows nothing of the
 * codec.
 */
class RegistryTest {
  private static final int[] REGISTERS = {0, 1, 2, 3, 4, 6, 7, 10, 11};
  private static final int[] OFFSETS = {0, 1, 8, 16, 32, -5};
  private static final int[] IMMEDIATES = {
    0, 1, 2, 11, 16, 32, 0x40, 0x41, 0x50, 0x51, 0xa0, 0xa1, 0xe1, 0xf1, -5
  };

  /** The instruction under test stands at this slot among exits. */
  private static final int AT = 3;

  private static final int SLOTS = 8;

  private record Row(int opcode, String dst, String src, String offset, String imm, String group) {
    static Row parse(String line) {
      String[] words = line.split(" ");
      int opcode = Integer.parseInt(words[0], 16);
      return new Row(opcode, words[1], words[2], words[3], words[4], words[5]);
    }

    boolean allows(int op, int dstReg, int srcReg, int off, int immediate) {
      return opcode == op
          && fits(dst, dstReg)
          && fits(src, srcReg)
          && fits(offset, off)
          && fits(imm, immediate)
          // The slot behind a wide instruction's first is its own second half.
          && !(op == 0x18 && imm.equals("to") && immediate == 0);
    }

    private static boolean fits(String pattern, int value) {
      return switch (pattern) {
        case "any" -> true;
        case "reg" -> value >= 0 && value <= 10;
        case "to" -> AT + 1 + value >= 0 && AT + 1 + value < SLOTS;
        default -> value == Integer.parseInt(pattern);
      };
    }

    /** As {@link OpcodeRow} says it, which leaves registers and ranges to the codec. */
    String key() {
      return String.join(
          " ", Integer.toHexString(opcode), operand(src), operand(offset), operand(imm), group);
    }

    private static String operand(String pattern) {
      return pattern.equals("reg") || pattern.equals("to") ? "any" : pattern;
    }
  }

  private static List<Row> registry() throws IOException {
    try (InputStream in = RegistryTest.class.getResourceAsStream("/registry.txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(line -> !line.startsWith("#")).map(Row::parse).toList();
    }
  }

  @Test
  void decode_everyOpcodeWithEveryChoiceOfFields_takesWhatTheRegistryAssigns() throws IOException {
    List<Row> registry = registry();
    int taken = 0;
    for (int opcode = 0; opcode < 256; opcode++) {
      int op = opcode;
      List<Row> rows = registry.stream().filter(row -> row.opcode == op).toList();
      for (int dst : new int[] {0, 10, 11}) {
        for (int src : REGISTERS) {
          for (int offset : OFFSETS) {
            for (int imm : IMMEDIATES) {
              taken += check(rows, opcode, dst, src, offset, imm);
            }
          }
        }
      }
    }
    assertTrue(taken > 5_000, "only " + taken + " were taken");
  }

  private static int check(List<Row> rows, int opcode, int dst, int src, int offset, int imm) {
    boolean assigned =
        rows.stream()
            .anyMatch(
                row -> !row.group.equals("packet") && row.allows(opcode, dst, src, offset, imm));
    byte[] code = program(opcode, dst, src, offset, imm);
    Supplier<String> shown =
        () -> String.format("%02x dst %d src %d offset %d imm %d", opcode, dst, src, offset, imm);
    try {
      List<Insn> insns = InsnCodec.decode(code);
      assertTrue(assigned, () -> shown.get() + " was taken");
      if (opcode != 0x06 && opcode != 0x8d) {
        assertArrayEquals(code, InsnCodec.encode(insns), shown);
      }
      return 1;
    } catch (DecodeException e) {
      assertTrue(!assigned, () -> shown.get() + " was refused: " + e.getMessage());
      boolean packet = rows.stream().anyMatch(row -> row.group.equals("packet"));
      assertEquals(packet, e.getMessage().startsWith("legacy packet access"), shown);
      return 0;
    }
  }

  private static byte[] program(int opcode, int dst, int src, int offset, int imm) {
    ByteBuffer code = ByteBuffer.allocate(SLOTS * 8).order(ByteOrder.LITTLE_ENDIAN);
    for (int slot = 0; slot < SLOTS; slot++) {
      if (slot == AT) {
        code.put((byte) opcode).put((byte) (src << 4 | dst)).putShort((short) offset).putInt(imm);
      } else {
        code.putLong(slot == AT + 1 && opcode == 0x18 ? 0 : 0x95);
      }
    }
    return code.array();
  }

  @Test
  void table_rows_areThoseOfTheRegistry() throws IOException {
    Set<String> assigned =
        registry().stream()
            .filter(row -> !row.group.equals("packet"))
            // The older form of callx is an encoding of the same row.
            .filter(row -> !row.group.equals("callx") || row.imm.equals("0"))
            .map(Row::key)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> ours =
        OpcodeTable.rows().stream()
            .map(RegistryTest::key)
            .collect(Collectors.toCollection(TreeSet::new));

    assertEquals(assigned, ours);
    assertEquals(ours.size(), OpcodeTable.rows().size());
  }

  private static String key(OpcodeRow row) {
    return String.join(
        " ",
        Integer.toHexString(row.opcode()),
        pattern(row.src()),
        pattern(row.offset()),
        pattern(row.imm()),
        row.group().label());
  }

  private static String pattern(OpcodeRow.Field field) {
    return field.any() ? "any" : Integer.toString(field.value());
  }

  @Test
  void table_examples_areOfTheirRow() {
    for (OpcodeRow row : OpcodeTable.rows()) {
      byte[] code = InsnCodec.encode(List.of(row.example()));
      // The encoder never writes the long form of a jump that a short one reaches.
      boolean longJump = row.opcode() == 0x06;
      assertEquals(!longJump, row.matches(code, 0), row.toString());
      long matching = OpcodeTable.rows().stream().filter(each -> each.matches(code, 0)).count();
      assertEquals(1, matching, row.toString());
    }
  }
}

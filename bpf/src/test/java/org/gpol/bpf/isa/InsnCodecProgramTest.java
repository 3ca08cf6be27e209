package org.gpol.bpf.isa;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.gpol.bpf.code.Code;
import org.junit.jupiter.api.Test;

/** The encoding of whole programs: random ones, random bytes, and how far jumps reach. */
class InsnCodecProgramTest {
  private static final Insn EXIT = new Insn.Exit();

  @Test
  void decode_ofRandomProgramsEncoded_isTheProgram() throws DecodeException {
    long seed = 11;
    InsnGenerator generator = new InsnGenerator(seed);
    for (int round = 0; round < 500; round++) {
      Code code = generator.next(1 + round % 60);
      byte[] bytes = InsnCodec.encode(code.insns());
      assertEquals(code.slotOf(code.size() - 1) + 1, bytes.length / Slot.BYTES);
      assertEquals(code.insns(), InsnCodec.decode(bytes), "seed " + seed + " round " + round);
    }
  }

  @Test
  void decode_randomBytes_failsOnlyWithADecodeException() {
    long seed = 12;
    SplittableRandom random = new SplittableRandom(seed);
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = new byte[random.nextInt(50)];
      random.nextBytes(bytes);
      try {
        InsnCodec.decode(bytes);
      } catch (DecodeException e) {
        refused++;
        assertTrue(e.slot() >= 0 && e.slot() <= bytes.length / Slot.BYTES, e.getMessage());
      }
    }
    assertTrue(refused > 10_000, "only " + refused + " were refused");
  }

  @Test
  void decode_everyOpcodeWithPlausibleFields_failsOnlyWithADecodeException() {
    int decoded = 0;
    for (int opcode = 0; opcode < 256; opcode++) {
      byte[] bytes = new byte[2 * Slot.BYTES];
      bytes[0] = (byte) opcode;
      bytes[1] = 0x01;
      bytes[Slot.BYTES] = (byte) 0x95;
      try {
        byte[] again = InsnCodec.encode(InsnCodec.decode(bytes));
        assertArrayEquals(bytes, again, Integer.toHexString(opcode));
        decoded++;
      } catch (DecodeException e) {
        assertEquals(opcode == Slot.LDDW ? 1 : 0, e.slot(), e.getMessage());
      }
    }
    // Arithmetic: 12 codes x 2 forms x 2 widths, and 2 negations; branches: 11 x 2 x 2; loads and
    // stores: 4 + 3 + 4 + 4; atomic: 2; a call of a register. Conversions want bits, jumps and
    // exits no register.
    assertEquals(48 + 2 + 44 + 15 + 2 + 1, decoded);
  }

  @Test
  void encode_jumpAtTheEndsOf16Bits_takesTheShortForm() throws DecodeException {
    assertRoundTrip("0500ff7f00000000", jumpForward(Short.MAX_VALUE), 0);
    assertRoundTrip("0500008000000000", jumpBack(Short.MIN_VALUE), -Short.MIN_VALUE - 1);
  }

  @Test
  void encode_jumpJustBeyond16Bits_takesTheLongForm() throws DecodeException {
    assertRoundTrip("0600000000800000", jumpForward(Short.MAX_VALUE + 1), 0);
    assertRoundTrip("06000000ff7fffff", jumpBack(Short.MIN_VALUE - 1), -Short.MIN_VALUE);
  }

  @Test
  void encode_branchJustBeyond16Bits_isRefusedWithTheLimit() throws DecodeException {
    int farthest = Short.MAX_VALUE;
    List<Insn> program = jumpForward(farthest + 1);
    program.set(0, branch(farthest + 1));
    assertEquals(program, InsnCodec.decode(InsnCodec.encode(program)));

    program.set(0, branch(farthest + 2));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> InsnCodec.encode(program));

    assertEquals(
        "instruction 0 branches to 32769, 32768 slots away;"
            + " a conditional jump reaches from -32768 to 32767",
        e.getMessage());
  }

  private static Insn branch(int target) {
    return new Insn.Branch(JumpCond.JEQ, Width.W32, Reg.R1, Reg.R2, target);
  }

  /** A jump over {@code distance} exits to one more. */
  private static List<Insn> jumpForward(int distance) {
    List<Insn> program = new ArrayList<>(List.of(new Insn.Jump(distance + 1)));
    program.addAll(Collections.nCopies(distance + 1, EXIT));
    return program;
  }

  /** A jump to the start, behind as many exits as make its distance. */
  private static List<Insn> jumpBack(int distance) {
    List<Insn> program = new ArrayList<>(Collections.nCopies(-distance - 1, EXIT));
    program.add(new Insn.Jump(0));
    return program;
  }

  private static void assertRoundTrip(String hex, List<Insn> program, int at)
      throws DecodeException {
    byte[] bytes = InsnCodec.encode(program);
    int from = at * Slot.BYTES;
    assertEquals(hex, HexFormat.of().formatHex(Arrays.copyOfRange(bytes, from, from + Slot.BYTES)));
    assertEquals(program, InsnCodec.decode(bytes));
  }
}

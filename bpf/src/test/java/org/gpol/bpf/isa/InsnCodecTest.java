package org.gpol.bpf.isa;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The encoding of RFC 9669, both ways, and what is refused and how. */
class InsnCodecTest {
  private static final String EXIT = "9500000000000000";

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  @Test
  void decode_ofEveryInstructionEncoded_isTheInstruction() throws DecodeException {
    List<Insn> all = InsnShapes.all();
    assertTrue(all.size() > 400, "only " + all.size());
    for (Insn insn : all) {
      List<Insn> program = List.of(insn, new Insn.Exit());
      assertEquals(program, InsnCodec.decode(InsnCodec.encode(program)));
    }
  }

  /** Byte sequences as {@code llvm-objdump} shows them for these instructions. */
  @ParameterizedTest
  @CsvSource({
    "'b7 00 00 00 02 00 00 00', 'Alu[op=MOV, width=W64, dst=r0, src=2]'",
    "'b4 01 00 00 ff ff ff ff', 'Alu[op=MOV, width=W32, dst=r1, src=-1]'",
    "'0f 21 00 00 00 00 00 00', 'Alu[op=ADD, width=W64, dst=r1, src=r2]'",
    "'3c 21 01 00 00 00 00 00', 'Alu[op=SDIV, width=W32, dst=r1, src=r2]'",
    "'bf 21 08 00 00 00 00 00', 'Alu[op=MOVSX8, width=W64, dst=r1, src=r2]'",
    "'87 03 00 00 00 00 00 00', 'Unary[op=NEG, width=W64, dst=r3]'",
    "'dc 01 00 00 10 00 00 00', 'Unary[op=BE16, width=W64, dst=r1]'",
    "'d4 01 00 00 20 00 00 00', 'Unary[op=LE32, width=W64, dst=r1]'",
    "'d7 01 00 00 40 00 00 00', 'Unary[op=BSWAP64, width=W64, dst=r1]'",
    "'79 a1 f8 ff 00 00 00 00', 'Load[size=B8, signed=false, dst=r1, base=r10, offset=-8]'",
    "'91 21 04 00 00 00 00 00', 'Load[size=B1, signed=true, dst=r1, base=r2, offset=4]'",
    "'63 1a fc ff 00 00 00 00', 'Store[size=B4, base=r10, offset=-4, value=r1]'",
    "'6a 01 02 00 07 00 00 00', 'Store[size=B2, base=r1, offset=2, value=7]'",
    "'db 21 00 00 01 00 00 00', 'Atomic[op=FETCH_ADD, width=W64, base=r1, offset=0, src=r2]'",
    "'c3 21 08 00 f1 00 00 00', 'Atomic[op=CMPXCHG, width=W32, base=r1, offset=8, src=r2]'",
    "'85 00 00 00 05 00 00 00', 'Call[id=5]'",
    "'85 10 00 00 ff ff ff ff', 'CallLocal[target=0]'",
    "'05 00 ff ff 00 00 00 00', 'Jump[target=0]'",
    "'55 01 ff ff 05 00 00 00', 'Branch[cond=JNE, width=W64, left=r1, right=5, target=0]'",
    "'ce 21 ff ff 00 00 00 00', 'Branch[cond=JSLT, width=W32, left=r1, right=r2, target=0]'",
    "'95 00 00 00 00 00 00 00', 'Exit[]'",
    "'18 01 00 00 88 77 66 55 00 00 00 00 44 33 22 11',"
        + " 'LoadImm64[dst=r1, value=1234605616436508552]'",
    "'18 11 00 00 02 00 00 00 00 00 00 00 00 00 00 00',"
        + " 'LoadRef[dst=r1, kind=MAP, index=2, offset=0]'",
    "'18 21 00 00 02 00 00 00 00 00 00 00 10 00 00 00',"
        + " 'LoadRef[dst=r1, kind=MAP_VALUE, index=2, offset=16]'",
    "'18 41 00 00 ff ff ff ff 00 00 00 00 00 00 00 00',"
        + " 'LoadRef[dst=r1, kind=CODE, index=0, offset=0]'",
  })
  void codec_knownBytes_areTheInstruction(String hex, String insn) throws DecodeException {
    List<Insn> program = InsnCodec.decode(bytes(hex));

    assertEquals(insn, program.get(0).toString());
    assertArrayEquals(bytes(hex), InsnCodec.encode(program));
  }

  @Test
  void decode_callxOfOlderClang_takesTheRegisterFromTheImmediate() throws DecodeException {
    List<Insn> program = InsnCodec.decode(bytes("8d 00 00 00 03 00 00 00" + EXIT));

    assertEquals(new Insn.CallReg(Reg.R3), program.get(0));
    assertEquals("8d03000000000000" + EXIT, HexFormat.of().formatHex(InsnCodec.encode(program)));
  }

  @Test
  void targets_acrossWideInstructions_areIndicesAndDistancesInSlots() throws DecodeException {
    List<Insn> program =
        List.of(
            new Insn.Jump(2),
            new Insn.LoadImm64(Reg.R1, 1),
            new Insn.Branch(JumpCond.JEQ, Width.W64, Reg.R1, new Imm(0), 1),
            new Insn.Exit());

    byte[] code = InsnCodec.encode(program);

    assertEquals(
        "0500020000000000" + "18010000010000000000000000000000" + "1501fdff00000000" + EXIT,
        HexFormat.of().formatHex(code));
    assertEquals(program, InsnCodec.decode(code));
  }

  @Test
  void encode_jumpBeyond16Bits_takesTheLongForm() throws DecodeException {
    List<Insn> program = new ArrayList<>(List.of(new Insn.Jump(40_001)));
    program.addAll(Collections.nCopies(40_001, new Insn.Exit()));

    byte[] code = InsnCodec.encode(program);

    assertEquals("06000000409c0000", HexFormat.of().formatHex(code, 0, 8));
    assertEquals(program, InsnCodec.decode(code));
  }

  @Test
  void encode_whatHasNoEncoding_isRefused() {
    refuses(List.of(new Insn.Load(MemSize.B4, false, Reg.R1, Reg.R2, -0x8001)));
    refuses(List.of(new Insn.Load(MemSize.B4, false, Reg.R1, Reg.R2, 0x8000)));
    refuses(List.of(new Insn.Load(MemSize.B8, true, Reg.R1, Reg.R2, 0)));
    refuses(List.of(new Insn.Alu(AluOp.MOVSX32, Width.W32, Reg.R1, Reg.R2)));
    refuses(List.of(new Insn.Alu(AluOp.MOVSX8, Width.W64, Reg.R1, new Imm(1))));
    refuses(List.of(new Insn.LoadRef(Reg.R1, RefKind.MAP, 0, 4)));
    refuses(List.of(new Insn.Jump(1)));
    refuses(List.of(new Insn.CallLocal(-1)));
  }

  private static void refuses(List<Insn> program) {
    assertThrows(
        IllegalArgumentException.class,
        () -> InsnCodec.encode(program),
        () -> program.get(0).toString());
  }

  @ParameterizedTest
  @CsvSource({
    "'20 00 00 00 00 00 00 00', 'legacy packet access (BPF_ABS) is not supported'",
    "'48 10 00 00 00 00 00 00', 'legacy packet access (BPF_IND) is not supported'",
    "'10 00 00 00 00 00 00 00', 'unknown opcode 0x10'",
    "'b7 0b 00 00 00 00 00 00', 'there is no register r11'",
    "'bf f0 00 00 00 00 00 00', 'there is no register r15'",
    "'b7 10 00 00 00 00 00 00', 'source register of opcode 0xb7 must not be 1'",
    "'bf 10 00 00 01 00 00 00', 'immediate of opcode 0xbf must not be 1'",
    "'07 00 01 00 00 00 00 00', 'offset of opcode 0x7 must not be 1'",
    "'37 00 02 00 00 00 00 00', 'offset of opcode 0x37 must not be 2'",
    "'bf 10 09 00 00 00 00 00', 'offset of opcode 0xbf must not be 9'",
    "'bc 10 20 00 00 00 00 00', 'unknown opcode 0xbc'",
    "'b7 00 08 00 00 00 00 00', 'unknown opcode 0xb7'",
    "'e7 00 00 00 00 00 00 00', 'unknown opcode 0xe7'",
    "'8f 00 00 00 00 00 00 00', 'unknown opcode 0x8f'",
    "'87 00 00 00 01 00 00 00', 'immediate of opcode 0x87 must not be 1'",
    "'d4 00 00 00 08 00 00 00', 'byte-order conversion of 8 bits does not exist'",
    "'df 00 00 00 10 00 00 00', 'unknown opcode 0xdf'",
    "'79 10 00 00 01 00 00 00', 'immediate of opcode 0x79 must not be 1'",
    "'99 10 00 00 00 00 00 00', 'unknown opcode 0x99'",
    "'7a 10 00 00 00 00 00 00', 'source register of opcode 0x7a must not be 1'",
    "'cb 10 00 00 00 00 00 00', 'unknown opcode 0xcb'",
    "'db 10 00 00 02 00 00 00', 'unknown atomic operation 0x2'",
    "'05 00 00 00 01 00 00 00', 'immediate of opcode 0x5 must not be 1'",
    "'05 01 00 00 00 00 00 00', 'destination register of opcode 0x5 must not be 1'",
    "'06 00 01 00 00 00 00 00', 'offset of opcode 0x6 must not be 1'",
    "'e5 00 00 00 00 00 00 00', 'unknown opcode 0xe5'",
    "'85 30 00 00 01 00 00 00', 'source register of opcode 0x85 must not be 3'",
    "'85 01 00 00 01 00 00 00', 'destination register of opcode 0x85 must not be 1'",
    "'8d 02 00 00 01 00 00 00', 'immediate of opcode 0x8d must not be 1'",
    "'8d 00 00 00 ff ff ff ff', 'immediate of opcode 0x8d must not be -1'",
    "'8d 00 00 00 0b 00 00 00', 'there is no register r11'",
    "'8d 13 00 00 00 00 00 00', 'source register of opcode 0x8d must not be 1'",
    "'95 00 00 00 01 00 00 00', 'immediate of opcode 0x95 must not be 1'",
    "'96 00 00 00 00 00 00 00', 'unknown opcode 0x96'",
    "'05 00 01 00 00 00 00 00', 'target 2 lies outside the program'",
    "'05 00 fe ff 00 00 00 00', 'target -1 lies outside the program'",
    "'18 00 01 00 00 00 00 00', 'offset of opcode 0x18 must not be 1'",
    "'18 70 00 00 00 00 00 00', '64-bit immediate of kind 7 is not supported'",
  })
  void decode_whatIsNotUnderstood_saysWhy(String hex, String message) {
    boolean wide = hex.startsWith("18");
    String rest = wide ? "0000000000000000" : EXIT;

    DecodeException e =
        assertThrows(DecodeException.class, () -> InsnCodec.decode(bytes(hex + rest)));

    assertEquals(message + " at slot 0", e.getMessage());
    assertEquals(0, e.slot());
  }

  @Test
  void decode_brokenWideInstructions_areRefused() {
    assertMessage(
        "64-bit immediate without its second half at slot 1",
        EXIT + "18" + EXIT.substring(2).replace("95", "00"));
    assertMessage(
        "second half of a 64-bit immediate is not plain at slot 1", "1800000000000000" + EXIT);
    assertMessage(
        "target 1 is the second half of a 64-bit immediate at slot 2",
        "1800000000000000" + "0000000000000000" + "0500feff00000000");
    assertMessage(
        "second immediate of opcode 0x18 must not be 1 at slot 0",
        "1810000000000000" + "0000000001000000");
    assertMessage("code ends inside an instruction at slot 1", EXIT + "95");
  }

  private static void assertMessage(String message, String hex) {
    DecodeException e = assertThrows(DecodeException.class, () -> InsnCodec.decode(bytes(hex)));
    assertEquals(message, e.getMessage());
  }

  /**
   * Bytes that decode are the only bytes of what they mean, but for the long form of a jump that
   * could be short and the older form of a callx.
   */
  @Test
  void decode_damagedPrograms_failCleanlyOrComeBackByteForByte() {
    long seed = 7;
    SplittableRandom random = new SplittableRandom(seed);
    List<Insn> shapes = InsnShapes.all();
    int decoded = 0;
    for (int round = 0; round < 20_000; round++) {
      List<Insn> program = List.of(shapes.get(random.nextInt(shapes.size())), new Insn.Exit());
      byte[] code = InsnCodec.encode(program);
      code[random.nextInt(code.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        List<Insn> damaged = InsnCodec.decode(code);
        decoded++;
        if (code[0] != Slot.JMP32 && !(damaged.get(0) instanceof Insn.CallReg)) {
          assertArrayEquals(code, InsnCodec.encode(damaged), () -> "seed " + seed + ": " + damaged);
        }
      } catch (DecodeException e) {
        assertTrue(e.slot() >= 0 && e.slot() <= code.length / 8, e.getMessage());
      }
    }
    assertTrue(decoded > 2_000, "only " + decoded + " of the damaged programs meant something");
  }
}

package org.gpol.bpf.btf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.gpol.bpf.binary.ByteView;
import org.gpol.bpf.binary.ObjectFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sections of types word by word, as Documentation/bpf/btf.rst has them. */
class BtfReaderTest {
  /** Offsets: 1 is {@code a}, 3 is {@code bc}. */
  private static final byte[] STRINGS = "\0a\0bc\0".getBytes(StandardCharsets.US_ASCII);

  private static byte[] section(int... words) {
    ByteBuffer bytes =
        ByteBuffer.allocate(24 + 4 * words.length + STRINGS.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putShort((short) 0xeb9f).put((byte) 1).put((byte) 0).putInt(24);
    bytes.putInt(0).putInt(4 * words.length).putInt(4 * words.length).putInt(STRINGS.length);
    for (int word : words) {
      bytes.putInt(word);
    }
    return bytes.put(STRINGS).array();
  }

  private static BtfTable read(int... words) throws ObjectFormatException {
    return BtfReader.read(ByteView.of(section(words)));
  }

  private static int info(int kind, int count) {
    return (kind << 24) | count;
  }

  private static String refusal(int... words) {
    return assertThrows(ObjectFormatException.class, () -> read(words)).getMessage();
  }

  @Test
  void read_structureOfIntegers_isKnownByOffsetAndSize() throws Exception {
    BtfTable types =
        read(
            1,
            info(1, 0),
            4,
            (1 << 24) | 32,
            3,
            info(4, 2),
            12,
            1,
            1,
            0,
            3,
            3,
            32,
            0,
            info(3, 0),
            0,
            1,
            1,
            2);
    assertEquals(new BtfType.Int("a", 4, 0, 32, BtfType.Int.Encoding.SIGNED), types.types().get(0));
    BtfType.Struct struct = (BtfType.Struct) types.types().get(1);
    assertEquals("bc", struct.name());
    assertEquals(new BtfType.Member("bc", 3, 32, 0), struct.members().get(1));
    assertEquals(12, types.bytes(2));
    assertEquals(8, types.bytes(3));
  }

  @Test
  void resolve_qualifiersAndTypedefs_areLookedThrough() throws Exception {
    BtfTable types =
        read(1, info(1, 0), 4, 32, 3, info(8, 0), 1, 0, info(10, 0), 2, 0, info(2, 0), 3);
    assertEquals(1, types.resolve(3));
    assertEquals(4, types.resolve(4));
    assertEquals(8, types.bytes(4));
  }

  @Test
  void read_pointerToItsOwnStructure_isNoCircle() throws Exception {
    BtfTable types = read(1, info(4, 1), 8, 3, 2, 0, 0, info(2, 0), 1);
    assertEquals(8, types.bytes(1));
  }

  @Test
  void read_typesInACircle_areRefused() {
    assertTrue(refusal(1, info(8, 0), 2, 3, info(8, 0), 1).contains("or in itself"));
    assertTrue(refusal(1, info(4, 1), 8, 3, 1, 0).contains("or in itself"));
  }

  @Test
  void read_typesNestedBeyondLinuxLimit_areRefused() {
    int depth = 40;
    int[] words = new int[3 * depth + 4];
    for (int i = 0; i < depth; i++) {
      words[3 * i + 1] = info(10, 0);
      words[3 * i + 2] = i + 2;
    }
    words[3 * depth] = 1;
    words[3 * depth + 1] = info(1, 0);
    words[3 * depth + 2] = 4;
    words[3 * depth + 3] = 32;
    assertTrue(refusal(words).contains("nested more than 32 deep"));
  }

  @Test
  void read_whatDoesNotFitTogether_isRefused() {
    assertTrue(refusal(0, info(2, 0), 7).contains("refers to type 7"));
    assertTrue(refusal(1, info(12, 1), 0).contains("a function without a prototype"));
    assertTrue(refusal(1, info(1, 0), 3, 24).contains("an integer of 24 bits in 3 bytes"));
    assertTrue(refusal(1, info(31, 0), 0).contains("no types of kind 31"));
    assertTrue(refusal(99, info(2, 0), 0).contains("expected a string at 99"));
    assertTrue(refusal(1, info(4, 0xffff), 8).contains("expected 4 more bytes"));
    assertTrue(refusal(1, info(3, 0), 0, 0, 0, -1).contains("4294967295 elements"));
    assertTrue(refusal(1, info(14, 0), 0, 9).contains("unknown linkage 9"));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, expected the magic number",
    "2, 2, expected version 1 of BTF",
    "4, 8, expected a header of 24 bytes",
    "12, 64, the list of types in .BTF should have",
    "20, 120, the strings of .BTF should have",
  })
  void read_otherHeader_saysWhatWasExpected(int offset, byte value, String reason) {
    byte[] bytes = section(1, info(1, 0), 4, 32);
    bytes[offset] = value;
    ObjectFormatException failure =
        assertThrows(ObjectFormatException.class, () -> BtfReader.read(ByteView.of(bytes)));
    assertTrue(failure.getMessage().startsWith(reason), failure.getMessage());
  }
}

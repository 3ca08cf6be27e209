package org.gpol.bpf.btf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.gpol.bpf.code.SourceLocation;
import org.junit.jupiter.api.Test;

/** The encoding as Documentation/bpf/btf.rst draws it, byte by byte. */
class BtfWriterTest {
  private static final int HEADER = 24;

  /** The types part of {@code .BTF}, with the words of each row apart. */
  private static String types(BtfType... types) {
    byte[] bytes = BtfWriter.write(new BtfTable(List.of(types)));
    ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < words.getInt(12); i += 4) {
      text.append(i == 0 ? "" : " ").append(Integer.toHexString(words.getInt(HEADER + i)));
    }
    return text.toString();
  }

  @Test
  void write_noTypes_isAHeaderAndTheEmptyString() {
    assertEquals(
        "9feb0100" + "18000000" + "00000000" + "00000000" + "00000000" + "01000000" + "00",
        HexFormat.of().formatHex(BtfWriter.write(BtfTable.EMPTY)));
  }

  @Test
  void write_strings_areEachThereOnce() {
    byte[] bytes =
        BtfWriter.write(
            new BtfTable(List.of(new BtfType.Typedef("a", 0), new BtfType.Typedef("a", 1))));
    ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(24, words.getInt(16)); // the strings begin behind two types
    assertEquals(3, words.getInt(20));
    byte[] strings = java.util.Arrays.copyOfRange(bytes, HEADER + 24, bytes.length);
    assertArrayEquals("\0a\0".getBytes(StandardCharsets.UTF_8), strings);
  }

  @Test
  void integers_carryEncodingOffsetAndBits() {
    assertEquals(
        "1 1000000 4 1000020",
        types(new BtfType.Int("int", 4, 0, 32, BtfType.Int.Encoding.SIGNED)));
    assertEquals(
        "1 1000000 1 4000008", types(new BtfType.Int("b", 1, 0, 8, BtfType.Int.Encoding.BOOL)));
    assertEquals(
        "1 1000000 1 2000008", types(new BtfType.Int("c", 1, 0, 8, BtfType.Int.Encoding.CHAR)));
    assertEquals(
        "1 1000000 4 50003", types(new BtfType.Int("f", 4, 5, 3, BtfType.Int.Encoding.UNSIGNED)));
  }

  @Test
  void references_carryTheTypeThatTheyReferTo() {
    assertEquals("0 2000000 7", types(new BtfType.Ptr(7)));
    assertEquals("1 8000000 7", types(new BtfType.Typedef("t", 7)));
    assertEquals("0 9000000 7", types(new BtfType.Qualified(BtfType.Qualifier.VOLATILE, 7)));
    assertEquals("0 a000000 7", types(new BtfType.Qualified(BtfType.Qualifier.CONST, 7)));
    assertEquals("0 b000000 7", types(new BtfType.Qualified(BtfType.Qualifier.RESTRICT, 7)));
    assertEquals("1 12000000 7", types(new BtfType.TypeTag("kptr", 7)));
    assertEquals("1 11000000 7 ffffffff", types(new BtfType.DeclTag("tag", 7, -1)));
    assertEquals("1 11000000 7 2", types(new BtfType.DeclTag("tag", 7, 2)));
  }

  @Test
  void arrays_carryElementIndexAndCount() {
    assertEquals("0 3000000 0 1 2 9", types(new BtfType.Array(1, 2, 9)));
  }

  @Test
  void structures_carryMembersAtBits() {
    List<BtfType.Member> members =
        List.of(new BtfType.Member("a", 1, 0, 0), new BtfType.Member("b", 2, 64, 0));
    assertEquals("1 4000002 10 3 1 0 5 2 40", types(new BtfType.Struct("s", false, 16, members)));
    assertEquals("1 5000002 10 3 1 0 5 2 40", types(new BtfType.Struct("s", true, 16, members)));
  }

  @Test
  void structures_withBitFields_carrySizesInTheUpperByte() {
    List<BtfType.Member> members =
        List.of(new BtfType.Member("a", 1, 0, 3), new BtfType.Member("b", 1, 3, 5));
    assertEquals(
        "1 84000002 4 3 1 3000000 5 1 5000003", types(new BtfType.Struct("s", false, 4, members)));
  }

  @Test
  void enumerations_of32And64Bits_differInKind() {
    List<BtfType.Value> values = List.of(new BtfType.Value("a", -1));
    assertEquals(
        "1 86000001 4 3 ffffffff", types(new BtfType.Enumeration("e", 4, true, false, values)));
    assertEquals(
        "1 13000001 8 3 ffffffff ffffffff",
        types(new BtfType.Enumeration("e", 8, false, true, values)));
  }

  @Test
  void functions_sayTheirLinkageInTheirCount() {
    assertEquals("1 c000001 2", types(new BtfType.Func("f", 2, BtfType.Linkage.GLOBAL)));
    assertEquals("1 c000002 2", types(new BtfType.Func("f", 2, BtfType.Linkage.EXTERN)));
    assertEquals(
        "0 d000001 3 1 4", types(new BtfType.FuncProto(3, List.of(new BtfType.Param("p", 4)))));
  }

  @Test
  void variablesAndSections() {
    assertEquals("1 e000000 2 1", types(new BtfType.Var("v", 2, BtfType.Linkage.GLOBAL)));
    assertEquals(
        "1 f000001 10 2 8 4",
        types(new BtfType.DataSec(".data", 16, List.of(new BtfType.SecVar(2, 8, 4)))));
  }

  @Test
  void forwardsAndFloats() {
    assertEquals("1 7000000 0", types(new BtfType.Fwd("s", false)));
    assertEquals("1 87000000 0", types(new BtfType.Fwd("u", true)));
    assertEquals("1 10000000 8", types(new BtfType.FloatingPoint("double", 8)));
  }

  @Test
  void write_moreMembersThanCanBeCounted_isRefused() {
    BtfType.Value value = new BtfType.Value("v", 0);
    BtfType tooMany =
        new BtfType.Enumeration("e", 4, false, false, Collections.nCopies(65536, value));
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> types(tooMany));
    assertEquals("type `e` has 65536 parts; BTF can count 65535", e.getMessage());
  }

  @Test
  void write_nameWithAZero_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> types(new BtfType.Typedef("a\0b", 0)));
  }

  @Test
  void ext_ofFunctionsAndLines_hasATableOfEach() {
    SourceLocation here = new SourceLocation("f.gpol", 3, 5, "x");
    BtfExt info =
        new BtfExt(
            List.of(
                new BtfExt.Section(
                    "a",
                    List.of(new BtfExt.FuncInfo(16, 2)),
                    List.of(new BtfExt.LineInfo(16, here), new BtfExt.LineInfo(24, null)))));
    ByteBuffer ext =
        ByteBuffer.wrap(new BtfWriter(BtfTable.EMPTY, info).ext()).order(ByteOrder.LITTLE_ENDIAN);
    assertArrayEquals(
        new int[] {
          0x1eb9f,
          32,
          0,
          20,
          20,
          44,
          64,
          0, // header
          8,
          1,
          1,
          16,
          2, // functions: record size; section, count; offset, type
          16,
          1,
          2,
          16,
          3,
          10,
          3 << 10 | 5,
          24,
          0,
          0,
          0 // lines, the last of no known place
        },
        words(ext));
  }

  @Test
  void ext_columnsAndLinesThatDoNotFit_areCutOrLeftOut() {
    List<BtfExt.LineInfo> lines =
        List.of(
            new BtfExt.LineInfo(0, new SourceLocation("f", 1, 2000, "x")),
            new BtfExt.LineInfo(8, new SourceLocation("f", 1 << 22, 1, "x")));
    BtfExt info = new BtfExt(List.of(new BtfExt.Section("a", List.of(), lines)));
    int[] words =
        words(
            ByteBuffer.wrap(new BtfWriter(BtfTable.EMPTY, info).ext())
                .order(ByteOrder.LITTLE_ENDIAN));
    assertEquals(1 << 10 | 1023, words[14]);
    assertEquals(0, words[18]);
  }

  private static int[] words(ByteBuffer bytes) {
    int[] words = new int[bytes.capacity() / 4];
    bytes.asIntBuffer().get(words);
    return words;
  }

  @Test
  void builder_equalTypes_haveOneId() {
    BtfBuilder types = new BtfBuilder();
    int first = types.pointer(types.unsigned(4));
    assertEquals(first, types.pointer(types.unsigned(4)));
    assertEquals(2, types.size());
  }

  @Test
  void builder_ofATable_keepsIds() {
    BtfTable table = new BtfTable(List.of(new BtfType.Ptr(0), new BtfType.Typedef("t", 1)));
    BtfBuilder types = new BtfBuilder(table);
    assertEquals(2, types.typedef("t", 1));
    assertEquals(3, types.typedef("u", 1));
    assertEquals(table.types(), types.build().types().subList(0, 2));
  }

  @Test
  void builder_typeOfItself_isReservedFirst() {
    BtfBuilder types = new BtfBuilder();
    int list = types.reserve();
    assertThrows(IllegalArgumentException.class, types::build);
    int next = types.pointer(list);
    BtfType struct =
        new BtfType.Struct("list", false, 8, List.of(new BtfType.Member("next", next, 0, 0)));
    types.define(list, struct);
    assertEquals(struct, types.build().type(list).orElseThrow());
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> types.define(list, struct))
            .getMessage()
            .contains("already"));
  }
}

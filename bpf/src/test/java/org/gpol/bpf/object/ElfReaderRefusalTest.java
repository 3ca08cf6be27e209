package org.gpol.bpf.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.gpol.bpf.binary.ObjectFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Objects that are not for this machine: each is refused with what to do, and where it is. */
class ElfReaderRefusalTest {
  private static ObjectFormatException refused(byte[] file) {
    return assertThrows(
        ObjectFormatException.class, () -> ElfReader.read("x", file, NoPlatform.EMPTY));
  }

  private static byte[] object(String program) throws Exception {
    return ClangObject.checkedIn(program, "clang-19").bytes();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "legacy | section `maps` with struct bpf_map_def is of the past: declare maps in SEC(\".maps\")",
        "kconfig | symbol `CONFIG_HZ` is an extern of .kconfig, and there is no kernel configuration",
        "misspelt | map wrong has a member `max_entires`, which says nothing of a map, did you mean `max_entries`?",
      })
  void read_whatIsNotSupported_isRefusedByName(String program, String reason) throws Exception {
    for (String clang : new String[] {"clang-14", "clang-19"}) {
      ObjectFormatException failure = refused(ClangObject.checkedIn(program, clang).bytes());
      assertEquals(reason, failure.getMessage().substring(0, reason.length()));
      assertTrue(failure.offset() >= 64, "somewhere behind the header");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0x7e, expected an ELF file",
    "4, 1, expected a 64-bit ELF file",
    "5, 2, objects for big-endian machines are not supported",
    "16, 2, expected a relocatable object",
    "18, 62, 'expected an object for BPF, machine 247, not 62'",
    "58, 63, expected section headers of 64 bytes",
    "60, 0, expected section headers",
  })
  void read_otherHeader_saysWhatWasExpected(int offset, String value, String reason)
      throws Exception {
    byte[] file = object("loop");
    file[offset] = Integer.decode(value).byteValue();
    ObjectFormatException failure = refused(file);
    assertTrue(failure.getMessage().startsWith(reason), failure.getMessage());
    assertEquals(offset, failure.offset());
    String place = "(at offset 0x" + Integer.toHexString(offset) + ")";
    assertTrue(failure.getMessage().endsWith(place), failure.getMessage());
  }

  /** Otherwise a small file of many headers would ask for a lot of memory. */
  @Test
  void read_sectionsOverTheSameBytes_isRefused() throws Exception {
    byte[] file = object("loop");
    ByteBuffer words = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int headers = (int) words.getLong(40);
    for (int section = 2; section <= 3; section++) {
      words.putLong(headers + 64 * section + 24, 64);
      words.putLong(headers + 64 * section + 32, file.length / 2);
    }
    String message = refused(file).getMessage();
    assertTrue(message.contains(" overlaps others "), message);
  }

  @Test
  void read_emptyFile_isRefused() {
    assertEquals(0, refused(new byte[0]).offset());
  }
}

package org.gpol.bpf.object;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.gpol.bpf.binary.ObjectFormatException;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Damaged objects are read or refused, whatever the damage: no other exception, no hang, no memory
 * beyond what the file could ask for. Seeds are fixed, so that a failure can be repeated.
 */
class ElfReaderPropertyTest {
  private static final int ROUNDS = 3000;

  private static final long[] NUMBERS = {
    0, 1, 7, 8, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fff_ffff, 0xffff_ffffL, -8, -1, Long.MIN_VALUE
  };

  /** So that CO-RE relocations find something. */
  private static NoPlatform kernel;

  @BeforeAll
  static void readKernel() throws Exception {
    byte[] file = object("kernel");
    kernel = NoPlatform.withTypes(ElfReader.read("kernel", file, NoPlatform.EMPTY).btf());
  }

  private static byte[] object(String program) throws Exception {
    return ClangObject.checkedIn(program, "clang-19").bytes();
  }

  /** True if it was read; any exception but the declared one fails the test. */
  private static boolean isRead(byte[] file, String what) {
    try {
      ElfReader.read("damaged", file, kernel);
      return true;
    } catch (ObjectFormatException e) {
      assertTrue(e.offset() >= 0, what + ": " + e);
      return false;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw new AssertionError(what, e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"counters", "nested", "core"})
  void read_truncatedAnywhere_isRefused(String program) throws Exception {
    byte[] file = object(program);
    for (int length = 0; length < file.length; length++) {
      byte[] part = Arrays.copyOf(file, length);
      // The section headers are at the end: nothing shorter can be whole.
      assertTrue(!isRead(part, program + " cut to " + length), "cut to " + length);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"counters", "nested", "core", "ksyms", "sections", "fields"})
  void read_someBytesChanged_isReadOrRefused(String program) throws Exception {
    byte[] file = object(program);
    Random random = new Random(program.hashCode());
    Assertions.assertTimeout(
        Duration.ofSeconds(60),
        () -> {
          for (int i = 0; i < ROUNDS; i++) {
            byte[] damaged = file.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
              damaged[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
            }
            isRead(damaged, program + " with flipped bits, round " + i);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"counters", "nested", "core", "ksyms", "sections", "fields"})
  void read_strangeNumbersInTables_isReadOrRefused(String program) throws Exception {
    byte[] file = object(program);
    List<Integer> places = tables(file);
    Random random = new Random(31L * program.hashCode());
    Assertions.assertTimeout(
        Duration.ofSeconds(60),
        () -> {
          for (int i = 0; i < ROUNDS; i++) {
            byte[] damaged = file.clone();
            ByteBuffer words = ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN);
            for (int n = random.nextInt(2); n >= 0; n--) {
              int at = places.get(random.nextInt(places.size()));
              long number = NUMBERS[random.nextInt(NUMBERS.length)] + random.nextInt(3) - 1;
              switch (random.nextInt(3)) {
                case 0 -> words.putLong(Math.min(at, damaged.length - 8), number);
                case 1 -> words.putInt(at, (int) number);
                default -> words.putShort(at, (short) number);
              }
            }
            isRead(damaged, program + " with strange numbers, round " + i);
          }
        });
  }

  /** The words of everything that is not code or text: headers, tables, types. */
  private static List<Integer> tables(byte[] file) throws Exception {
    List<Integer> places = new ArrayList<>();
    ByteBuffer words = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < 64; at += 4) {
      places.add(at);
    }
    int headers = (int) words.getLong(40);
    for (int i = 0; i < words.getShort(60); i++) {
      int header = headers + i * 64;
      for (int at = 0; at < 64; at += 4) {
        places.add(header + at);
      }
      int start = (int) words.getLong(header + 24);
      int size = (int) words.getLong(header + 32);
      boolean inFile = words.getInt(header + 4) != 8;
      for (int at = 0; inFile && at + 4 <= size; at += 4) {
        places.add(start + at);
      }
    }
    return places;
  }
}

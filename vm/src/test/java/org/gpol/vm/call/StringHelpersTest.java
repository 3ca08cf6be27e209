package org.gpol.vm.call;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StringHelpersTest {
  private static final int STRTOL = 105;
  private static final int STRTOUL = 106;
  private static final int STRNCMP = 182;
  private static final int EINVAL = -22;
  private static final int ERANGE = -34;

  private final HelperBench bench = new HelperBench();

  @ParameterizedTest
  @CsvSource({
    "'12', 10, 2, 12",
    "'  -12x', 10, 5, -12",
    "'0x1f', 0, 4, 31",
    "'0x1f', 16, 4, 31",
    "'0X1F ', 16, 4, 31",
    "'0x', 16, -22, 0",
    "'0x', 0, 1, 0",
    "'017', 0, 3, 15",
    "'09', 0, 1, 0",
    "'1f', 16, 2, 31",
    "'0x1f', 10, 1, 0",
    "'- 5', 10, -22, 0",
    "'+5', 10, -22, 0",
    "'', 10, -22, 0",
    "'   ', 10, -22, 0",
    "'-', 10, -22, 0",
    "'5', 7, -22, 0",
    "'5', 42, -22, 0",
    "'9223372036854775807', 10, 19, 9223372036854775807",
    "'9223372036854775808', 10, -34, 0",
    "'-9223372036854775808', 10, 20, -9223372036854775808",
    "'-9223372036854775809', 10, -34, 0",
    "'18446744073709551616', 10, -34, 0",
    "'-0', 10, 2, 0",
  })
  void strtol_readsAsTheKernelDoes(String text, int flags, int wanted, long number) {
    long result = bench.longs(99);
    long buffer = bench.string(text + " ");

    assertEquals(wanted, bench.call(STRTOL, buffer, text.length(), flags, result));
    assertEquals(number, bench.memory.load64(result));
  }

  @Test
  void strtol_looksAtNoMoreThan63CharactersOfTheNumber() {
    String zeros = "0".repeat(62);

    assertEquals(63, bench.call(STRTOL, bench.string(zeros + "12"), 64, 10, bench.longs(0)));
  }

  @Test
  void strtoul_readsAllOfItsRange_andNothingNegative() {
    long result = bench.longs(99);

    assertEquals(20, bench.call(STRTOUL, bench.string("18446744073709551615"), 20, 0, result));
    assertEquals(-1, bench.memory.load64(result));
    assertEquals(ERANGE, bench.call(STRTOUL, bench.string("18446744073709551616"), 20, 0, result));
    assertEquals(0, bench.memory.load64(result));
    assertEquals(EINVAL, bench.call(STRTOUL, bench.string("-1"), 2, 0, result));
    assertEquals(0, bench.memory.load64(result));
  }

  @ParameterizedTest
  @CsvSource({
    "abc, 3, abc, 0",
    "abc, 3, abd, -1",
    "abd, 3, abc, 1",
    "abc, 2, abd, 0",
    "ab, 3, abc, -1",
    "abc, 4, ab, 1",
    "'', 1, '', 0",
    "\u00ff, 1, a, 1",
    "abcd, 4, abc, 1",
  })
  void strncmp_comparesBytes(String left, int size, String right, int wanted) {
    assertEquals(wanted, bench.call(STRNCMP, bench.string(left), size, bench.string(right)));
  }
}

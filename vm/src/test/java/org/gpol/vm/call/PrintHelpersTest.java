package org.gpol.vm.call;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrintHelpersTest {
  private static final int TRACE_PRINTK = 6;
  private static final int SNPRINTF = 165;
  private static final int TRACE_VPRINTK = 177;

  private final HelperBench bench = new HelperBench();
  private final long buffer = bench.room(256);

  private long snprintf(String format, long... args) {
    return bench.call(
        SNPRINTF, buffer, 256, bench.string(format), bench.longs(args), args.length * 8L);
  }

  private String text(String format, long... args) {
    long length = snprintf(format, args);
    String text = bench.text(buffer);
    assertEquals(text.length() + 1, length, format);
    return text;
  }

  @ParameterizedTest
  @CsvSource({
    "%d, -1, -1",
    "%d, 4294967295, -1",
    "%i, 7, 7",
    "%u, -1, 4294967295",
    "%lu, -1, 18446744073709551615",
    "%lld, -5, -5",
    "%x, -1, ffffffff",
    "%lX, -1, FFFFFFFFFFFFFFFF",
    "%5d|, 42, '   42|'",
    "%-5d|, 42, '42   |'",
    "%05d|, -42, '-0042|'",
    "%-05d|, 42, '42   |'",
    "%+d, 42, +42",
    "% d, 42, ' 42'",
    "%+u, 42, 42",
    "%c%%, 65, A%",
    "%3c|, 65, '  A|'",
    "%-3c|, 65, 'A  |'",
    "%px, 4660, 0000000000001234",
    "%p., 4660, 0000000000001234.",
    "%10px|, 4660, '      1234|'",
    "%pK, 0, 0000000000000000",
    "%pS, 4660, 0x1234",
    "%8ps|, 4660, '  0x1234|'",
    "%pxab|, 1, 0000000000000001|",
  })
  void snprintf_oneNumber_isWrittenAsTheKernelWritesIt(String format, long arg, String wanted) {
    assertEquals(wanted, text(format, arg));
  }

  @Test
  void snprintf_strings_areReadWhereTheyAre() {
    long name = bench.string("gpol");

    assertEquals("<gpol>", text("<%s>", name));
    assertEquals("<  gpol|gpol  >", text("<%6s|%-6s>", name, name));
    assertEquals("<>", text("<%s>", 0));
    assertEquals("<>", text("<%s>", bench.bytes((byte) 'x')), "no zero at the end of memory");
    assertEquals("<gpol>", text("<%pks>", name));
    assertEquals("<>", text("<%pus>", name));
  }

  @Test
  void snprintf_internetAddresses() {
    long v4 = bench.bytes((byte) 127, (byte) 0, (byte) 0, (byte) 1);
    byte[] v6 = new byte[16];
    v6[0] = 0x20;
    v6[15] = 1;

    assertEquals("127.0.0.1 127.000.000.001", text("%pI4 %pi4", v4, v4));
    assertEquals("2000:0000:0000:0000:0000:0000:0000:0001", text("%pI6", bench.bytes(v6)));
    assertEquals("20000000000000000000000000000001", text("%pi6", bench.bytes(v6)));
    assertEquals("0.0.0.0", text("%pI4", 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%", "%d %d", "%f", "%hd", "%#x", "%.3d", "%*d", "%zd", "%lc", "%sx", "%pQ", "%pI5", "%l",
        "%ll", "\u0001", "%5%"
      })
  void snprintf_formatsThatThereAreNot_areEinval(String format) {
    assertEquals(Errno.EINVAL, snprintf(format, 1));
  }

  @Test
  void snprintf_shortBuffer_keepsTheBeginning() {
    long data = bench.longs(123456);

    assertEquals(7, bench.call(SNPRINTF, buffer, 4, bench.string("%d"), data, 8));
    assertArrayEquals(new byte[] {'1', '2', '3', 0, 0x55}, bench.at(buffer, 5));
    assertEquals(7, bench.call(SNPRINTF, 0, 0, bench.string("%d"), data, 8));
    assertEquals(8_388_608, bench.call(SNPRINTF, buffer, 4, bench.string("%8388607d"), data, 8));
  }

  @Test
  void snprintf_arguments_areAnArrayOfAtMostTwelve() {
    long data = bench.longs(new long[13]);

    assertEquals(2, bench.call(SNPRINTF, buffer, 9, bench.string("x"), data, 96));
    assertEquals(Errno.EINVAL, bench.call(SNPRINTF, buffer, 9, bench.string("x"), data, 104));
    assertEquals(Errno.EINVAL, bench.call(SNPRINTF, buffer, 9, bench.string("x"), data, 12));
    assertEquals(Errno.EINVAL, bench.call(SNPRINTF, buffer, 9, bench.string("x"), 0, 8));
  }

  @Test
  void snprintf_stringsBeyond512Bytes_areCutAndThenEnospc() {
    long longText = bench.string("a".repeat(600));

    assertEquals(512, snprintf("%s", longText));
    assertEquals(Errno.ENOSPC, snprintf("%s%d", longText, 1));
    assertEquals(Errno.ENOSPC, snprintf("%s%s", longText, longText));
  }

  @Test
  void tracePrintk_printsALineAndBindsTheRunToIt() {
    long format = bench.string("task %d on %s %lx");

    long length = bench.call(TRACE_PRINTK, format, 18, 7, bench.string("cpu0"), -1);

    assertEquals(List.of("task 7 on cpu0 ffffffffffffffff"), bench.printed);
    assertEquals(31, length);
    assertTrue(bench.observed());
  }

  @Test
  void tracePrintk_withoutZeroInItsSize_isEinval() {
    assertEquals(Errno.EINVAL, bench.call(TRACE_PRINTK, bench.string("text"), 4));
    assertEquals(List.of(), bench.printed);
    assertFalse(bench.observed());
  }

  @Test
  void traceVprintk_takesAnArray() {
    long format = bench.string("%d %d %d %d");

    assertEquals(7, bench.call(TRACE_VPRINTK, format, 12, bench.longs(1, 2, 3, 4), 32));
    assertEquals(List.of("1 2 3 4"), bench.printed);
    assertEquals(Errno.EINVAL, bench.call(TRACE_VPRINTK, format, 12, bench.longs(1, 2, 3, 4), 24));
    assertEquals(Errno.EINVAL, bench.call(TRACE_VPRINTK, format, 12, bench.longs(1), 7));
  }

  @Test
  void tracePrintk_longLine_isCutButCounted() {
    assertEquals(2000, bench.call(TRACE_PRINTK, bench.string("%2000d"), 7, 1));
    assertEquals(1023, bench.printed.get(0).length());
  }
}

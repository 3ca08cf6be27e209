package org.gpol.vm.call;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryHelpersTest {
  private static final int READ = 113;
  private static final int READ_STR = 115;

  private final HelperBench bench = new HelperBench();
  private final long buffer = bench.room(8);

  @Test
  void probeRead_validAddress_copies() {
    assertEquals(0, bench.call(READ, buffer, 4, bench.longs(0x0807_0605_0403_0201L) + 2));
    assertArrayEquals(new byte[] {3, 4, 5, 6, 0x55}, bench.at(buffer, 5));
    assertEquals(0, bench.call(READ, buffer, 0, bench.longs(0)));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, 1L << 32, 15L << 32, Long.MIN_VALUE, Long.MAX_VALUE, 0x7fff_ffff})
  void probeRead_addressOfNothing_zeroesAndFails(long address) {
    assertEquals(Errno.EFAULT, bench.call(READ, buffer, 8, address));
    assertArrayEquals(new byte[8], bench.at(buffer, 8));
    bench.memory.store64(buffer, -1);
    assertEquals(Errno.EFAULT, bench.call(READ_STR, buffer, 8, address));
    assertArrayEquals(new byte[8], bench.at(buffer, 8));
  }

  @Test
  void probeRead_pastTheEndOfMemory_zeroesAndFails() {
    long source = bench.longs(-1);

    assertEquals(Errno.EFAULT, bench.call(READ, buffer, 8, source + 1));
    assertArrayEquals(new byte[8], bench.at(buffer, 8));
    assertEquals(Errno.EFAULT, bench.call(READ, buffer, 1, source - 1));
  }

  @Test
  void probeReadStr_copiesUpToTheZero() {
    assertEquals(4, bench.call(READ_STR, buffer, 8, bench.string("abc")));
    assertArrayEquals("abc\0UUUU".getBytes(StandardCharsets.US_ASCII), bench.at(buffer, 8));
    assertEquals(3, bench.call(READ_STR, buffer, 3, bench.string("xyz")));
    assertEquals("xy", bench.text(buffer));
    assertEquals(1, bench.call(READ_STR, buffer, 8, bench.string("")));
    assertEquals(0, bench.call(READ_STR, buffer, 0, 0));
  }

  @Test
  void probeReadStr_memoryThatEndsFirst_fails() {
    assertEquals(Errno.EFAULT, bench.call(READ_STR, buffer, 8, bench.bytes((byte) 'a')));
    assertArrayEquals(new byte[8], bench.at(buffer, 8));
    assertEquals(1, bench.call(READ_STR, buffer, 1, bench.bytes((byte) 'a')));
  }
}

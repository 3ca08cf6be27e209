package org.gpol.vm.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.gpol.bpf.platform.MapSpec;
import org.junit.jupiter.api.Test;

/** That arguments reach the right operation; what maps do is told by the tests of maps. */
class MapHelpersTest {
  private final HelperBench bench =
      new HelperBench(
          MapSpec.hash("h", 8, 8, 4), MapSpec.queue("q", 8, 2), MapSpec.percpuArray("p", 8, 2));

  @Test
  void hash_updateLookupDelete() {
    long map = bench.map(0).address();
    long key = bench.longs(5);

    assertEquals(0, bench.call(1, map, key));
    assertEquals(0, bench.call(2, map, key, bench.longs(50), 1));
    assertEquals(-17, bench.call(2, map, key, bench.longs(50), 1));
    assertEquals(50, bench.memory.load64(bench.call(1, map, key)));
    assertEquals(0, bench.call(3, map, key));
    assertEquals(Errno.ENOENT, bench.call(3, map, key));
  }

  @Test
  void queue_pushPeekPop() {
    long map = bench.map(1).address();
    long out = bench.room(8);

    assertEquals(0, bench.call(87, map, bench.longs(7), 0));
    assertEquals(0, bench.call(89, map, out));
    assertEquals(7, bench.memory.load64(out));
    assertEquals(0, bench.call(88, map, out));
    assertEquals(Errno.ENOENT, bench.call(88, map, out));
  }

  @Test
  void lookupPercpu_findsAnyCpusValue() {
    long map = bench.map(2).address();
    long key = bench.longs(1);
    bench.cpu = 1;

    long mine = bench.call(1, map, key);
    assertEquals(mine, bench.call(195, map, key, 1));
    assertNotEquals(mine, bench.call(195, map, key, 0));
    assertEquals(0, bench.call(195, map, key, 2));
  }
}

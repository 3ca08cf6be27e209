package org.gpol.vm.call;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.gpol.bpf.platform.MapSpec;
import org.junit.jupiter.api.Test;

class LoopHelpersTest {
  private static final int FOR_EACH = 164;
  private static final int LOOP = 181;
  private static final long FUNCTION = 77;
  private static final long CONTEXT = 88;

  private final HelperBench bench = new HelperBench(MapSpec.array("squares", 8, 4));
  private final List<List<Long>> calls = new ArrayList<>();

  /** Makes the function stop at its {@code last} call. */
  private void stopAt(int last) {
    bench.call.setCallbacks(
        (function, a1, a2, a3, a4, a5) -> {
          assertEquals(FUNCTION, function);
          calls.add(List.of(a1, a2, a3, a4));
          bench.call.arguments(9, 9, 9, 9, 9); // as a helper that it calls would
          return calls.size() == last ? 1 : 0;
        });
  }

  @Test
  void loop_callsWithRisingNumbers() {
    stopAt(0);

    assertEquals(3, bench.call(LOOP, 3, FUNCTION, CONTEXT, 0));
    assertEquals(
        List.of(List.of(0L, 88L, 0L, 0L), List.of(1L, 88L, 0L, 0L), List.of(2L, 88L, 0L, 0L)),
        calls);
    assertEquals(0, bench.call(LOOP, 1L << 32, FUNCTION, CONTEXT, 0), "the number is a u32");
  }

  @Test
  void loop_stopsWhereTheFunctionSaysSo() {
    stopAt(2);

    assertEquals(2, bench.call(LOOP, 10, FUNCTION, CONTEXT, 0));
  }

  @Test
  void loop_limits() {
    stopAt(1);

    assertEquals(Errno.EINVAL, bench.call(LOOP, (1 << 23) + 1, FUNCTION, CONTEXT, 1));
    assertEquals(Errno.E2BIG, bench.call(LOOP, (1 << 23) + 1, FUNCTION, CONTEXT, 0));
    assertEquals(1, bench.call(LOOP, 1 << 23, FUNCTION, CONTEXT, 0));
  }

  @Test
  void forEach_showsMapKeyValueAndContext() {
    stopAt(3);
    long map = bench.map(0).address();

    assertEquals(3, bench.call(FOR_EACH, map, FUNCTION, CONTEXT, 0));
    assertEquals(List.of(map, map, map), calls.stream().map(c -> c.get(0)).toList());
    assertEquals(bench.value(0) + 16, calls.get(2).get(2));
    assertEquals(CONTEXT, calls.get(2).get(3));
    assertEquals(Errno.EINVAL, bench.call(FOR_EACH, map, FUNCTION, CONTEXT, 1));
  }
}

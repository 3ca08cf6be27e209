package org.gpol.vm.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.platform.MapType;
import org.gpol.vm.map.PerfBuffer;
import org.gpol.vm.map.RingBufferReader;
import org.gpol.vm.memory.MemoryViolation;
import org.junit.jupiter.api.Test;

class RingBufferHelpersTest {
  private static final int PERF_OUTPUT = 25;
  private static final int OUTPUT = 130;
  private static final int RESERVE = 131;
  private static final int SUBMIT = 132;
  private static final int DISCARD = 133;
  private static final int QUERY = 134;
  private static final long CURRENT_CPU = 0xffff_ffffL;

  private final HelperBench bench =
      new HelperBench(
          new MapSpec("ring", MapType.RINGBUF, 0, 0, 4096, null),
          new MapSpec("other", MapType.RINGBUF, 0, 0, 4096, null),
          new MapSpec("events", MapType.PERF_EVENT_ARRAY, 4, 4, 2, null));

  private List<Long> records(int map) {
    List<Long> records = new ArrayList<>();
    int unused =
        new RingBufferReader(bench.map(map))
            .poll(
                (bytes, offset, length) ->
                    records.add(
                        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(offset)));
    return records;
  }

  @Test
  void output_submit_discard_reachTheRightBuffer() {
    long ring = bench.map(0).address();
    long other = bench.map(1).address();
    assertEquals(0, bench.call(OUTPUT, ring, bench.longs(1), 8, 0));
    long inRing = bench.call(RESERVE, ring, 8, 0);
    long inOther = bench.call(RESERVE, other, 8, 0);
    long given = bench.call(RESERVE, ring, 8, 0);
    bench.memory.store64(inRing, 2);
    bench.memory.store64(inOther, 3);
    bench.call(SUBMIT, inOther, 0);
    bench.call(DISCARD, given, 0);
    bench.call(SUBMIT, inRing, 0);
    assertTrue(bench.observed());

    assertEquals(List.of(1L, 2L), records(0));
    assertEquals(List.of(3L), records(1));
  }

  @Test
  void query_tellsSizeAndPositions() {
    long ring = bench.map(0).address();
    bench.call(OUTPUT, ring, bench.longs(1), 8, 0);

    assertEquals(16, bench.call(QUERY, ring, 0));
    assertEquals(4096, bench.call(QUERY, ring, 1));
    assertEquals(0, bench.call(QUERY, ring, 2));
    assertEquals(16, bench.call(QUERY, ring, 3));
    assertEquals(0, bench.call(QUERY, ring, 4));
  }

  @Test
  void failures_areTheKernels() {
    long ring = bench.map(0).address();

    assertEquals(Errno.EINVAL, bench.call(OUTPUT, ring, bench.longs(1), 8, 4));
    assertEquals(0, bench.call(RESERVE, ring, 8, 1));
    assertEquals(0, bench.call(RESERVE, ring, 4096, 0));
    assertEquals(-11, bench.call(OUTPUT, ring, bench.room(4090), 4090, 0));
  }

  @Test
  void submit_ofWhatIsNoRecord_isAFault() {
    assertThrows(MemoryViolation.class, () -> bench.call(SUBMIT, bench.room(8), 0));
    assertThrows(MemoryViolation.class, () -> bench.call(DISCARD, -1, 0));
  }

  @Test
  void perfEventOutput_writesToTheExecutingCpusBuffer() {
    long events = bench.map(2).address();
    assertEquals(Errno.ENOENT, bench.call(PERF_OUTPUT, 0, events, CURRENT_CPU, bench.longs(5), 8));
    PerfBuffer buffer = new PerfBuffer(bench.map(2), 4096);
    bench.cpu = 1;

    assertEquals(0, bench.call(PERF_OUTPUT, 0, events, CURRENT_CPU, bench.longs(5), 8));
    assertEquals(-95, bench.call(PERF_OUTPUT, 0, events, 0, bench.longs(5), 8));
    assertTrue(bench.observed());

    List<String> samples = new ArrayList<>();
    int unused =
        buffer.poll(
            new PerfBuffer.Consumer() {
              @Override
              public void sample(int cpu, byte[] data) {
                samples.add(cpu + ":" + data[0]);
              }

              @Override
              public void lost(int cpu, long count) {
                samples.add("lost");
              }
            });
    assertEquals(List.of("1:5"), samples);
  }
}

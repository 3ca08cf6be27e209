package org.gpol.vm.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.platform.MapType;
import org.junit.jupiter.api.Test;

/** Event output as {@code bpf_perf_event_output} has it. */
class PerfEventArrayTest implements PerfBuffer.Consumer {
  private static final long CURRENT_CPU = 0xffff_ffffL;

  private final MapBench events =
      new MapBench(new MapSpec("e", MapType.PERF_EVENT_ARRAY, 4, 4, 2, null), 3);
  private final List<String> seen = new ArrayList<>();

  @Override
  public void sample(int cpu, byte[] data) {
    seen.add(cpu + " " + (data.length > 12 ? data.length + " bytes" : Arrays.toString(data)));
  }

  @Override
  public void lost(int cpu, long count) {
    seen.add(cpu + " lost " + count);
  }

  private int output(int length, long flags, int cpu) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) 1);
    return events.map.perfOutput(bytes, 0, length, flags, cpu);
  }

  @Test
  void output_beforeAnybodyReads_findsNoEvent() {
    assertEquals(-2, output(4, CURRENT_CPU, 0));
  }

  @Test
  void output_byIndexAndCpu_answersAsLinux() {
    new PerfBuffer(events.map, 4096);

    assertEquals(0, output(4, CURRENT_CPU, 1));
    assertEquals(0, output(4, 1, 1));
    assertEquals(-95, output(4, 0, 1));
    assertEquals(-7, output(4, 2, 1));
    assertEquals(-7, output(4, CURRENT_CPU, 2));
    assertEquals(-22, output(4, 1L << 32, 1));
  }

  @Test
  void samples_areReadCpuByCpu_paddedAsTheKernelPads() {
    PerfBuffer buffer = new PerfBuffer(events.map, 4096);
    output(4, CURRENT_CPU, 1);
    output(5, CURRENT_CPU, 0);
    output(0, CURRENT_CPU, 0);

    assertEquals(3, buffer.poll(this));
    assertEquals(
        List.of("0 [1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0]", "0 [0, 0, 0, 0]", "1 [1, 1, 1, 1]"),
        seen);
    assertEquals(0, buffer.poll(this));
  }

  @Test
  void output_withoutRoom_isLost_andTheNextSaysSo() {
    PerfBuffer buffer = new PerfBuffer(events.map, 4096);
    assertEquals(0, output(4000, CURRENT_CPU, 0));
    assertEquals(-28, output(100, CURRENT_CPU, 0));
    assertEquals(-28, output(100, CURRENT_CPU, 0));
    assertEquals(0, output(100, CURRENT_CPU, 1));
    buffer.poll(this);
    assertEquals(0, output(100, CURRENT_CPU, 0));
    buffer.poll(this);

    assertEquals(List.of("0 4004 bytes", "1 100 bytes", "0 lost 2", "0 100 bytes"), seen);
  }

  @Test
  void buffers_wrapAround() {
    PerfBuffer buffer = new PerfBuffer(events.map, 4096);
    for (int i = 0; i < 100; i++) {
      assertEquals(0, output(1000, CURRENT_CPU, 0));
      assertEquals(0, output(4, CURRENT_CPU, 0));
      buffer.poll(this);
    }

    assertEquals(200, seen.size());
    assertEquals("0 1004 bytes", seen.get(198));
    assertEquals("0 [1, 1, 1, 1]", seen.get(199));
  }

  @Test
  void output_isAMutation() {
    new PerfBuffer(events.map, 4096);
    long before = events.memory.mutations();
    output(4, CURRENT_CPU, 0);
    assertTrue(events.memory.mutations() > before);
  }

  @Test
  void perfBuffer_ofAnotherMapOrAnOddSize_isRefused() {
    MapBench array = new MapBench(MapSpec.array("a", 8, 1));

    assertThrows(IllegalArgumentException.class, () -> new PerfBuffer(array.map, 4096));
    assertThrows(IllegalArgumentException.class, () -> new PerfBuffer(events.map, 5000));
  }
}

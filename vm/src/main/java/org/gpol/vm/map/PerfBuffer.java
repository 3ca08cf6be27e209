package org.gpol.vm.map;

/** The event buffers of a {@code perf_event_array}, one for each CPU, read from outside. */
public final class PerfBuffer {
  private final PerfEventArray map;

  /**
   * Opens a buffer for every CPU; until then programs get {@code -ENOENT}.
   *
   * @param bytes size of each buffer, a power of two from 4096 on
   * @throws IllegalArgumentException if {@code map} is no {@code perf_event_array}
   */
  public PerfBuffer(BpfMap map, int bytes) {
    if (!(map instanceof PerfEventArray array)) {
      throw new IllegalArgumentException("map " + map.spec().name() + " is no perf_event_array");
    }
    if (bytes < 4096 || Integer.bitCount(bytes) != 1) {
      throw new IllegalArgumentException(bytes + " bytes are no power of two from 4096 on");
    }
    this.map = array;
    array.open(bytes);
  }

  /** Sees what the buffers hold. */
  public interface Consumer {
    /** What a program wrote on {@code cpu}, padded with zeroes as the kernel pads it. */
    void sample(int cpu, byte[] data);

    /** {@code count} samples before the next one of {@code cpu} found no room. */
    void lost(int cpu, long count);
  }

  /**
   * Shows everything to {@code consumer}, CPU by CPU, oldest first, and returns how much it was.
   */
  public int poll(Consumer consumer) {
    return map.consume(consumer);
  }
}

package org.gpol.vm.map;

/** Reads what programs put into a ring buffer, from outside. */
public final class RingBufferReader {
  private final RingBufferMap map;

  /** A reader of {@code map}; throws {@link IllegalArgumentException} if it is no ring buffer. */
  public RingBufferReader(BpfMap map) {
    if (!(map instanceof RingBufferMap ring)) {
      throw new IllegalArgumentException("map " + map.spec().name() + " is no ring buffer");
    }
    this.map = ring;
  }

  /** Sees records. */
  @FunctionalInterface
  public interface Consumer {
    /** A record: {@code length} bytes, to be read before the method returns. */
    void record(byte[] bytes, int offset, int length);
  }

  /**
   * Shows all records to {@code consumer} that were submitted, oldest first, up to the first that a
   * program still writes, and frees their room. Returns how many it showed.
   */
  public int poll(Consumer consumer) {
    return map.consume(consumer);
  }

  /** How often a reader that sleeps would have been woken so far. */
  public long wakeups() {
    return map.wakeups();
  }
}

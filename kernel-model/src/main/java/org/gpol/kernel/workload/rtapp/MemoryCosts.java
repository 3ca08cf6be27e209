package org.gpol.kernel.workload.rtapp;

/**
 * What the events that touch memory and devices cost in CPU time. rt-app really copies, chases and
 * writes, so its times depend on the machine; these are round numbers of a present-day server core,
 * the same for every simulated CPU. Nothing is shared: two tasks on one cache do not slow each
 * other.
 */
final class MemoryCosts {

  /** {@code mem} fills a buffer at 10 bytes a nanosecond. */
  private static final long BYTES_PER_NS = 10;

  /** One {@code write} system call to {@code /dev/null}. */
  private static final long WRITE_CALL_NS = 200;

  private static final long SEQUENTIAL_NS = 1;

  private MemoryCosts() {}

  static long memNs(long bytes) {
    return (bytes + BYTES_PER_NS - 1) / BYTES_PER_NS;
  }

  /** {@code iorun}: writes of one buffer after the other until the bytes are through. */
  static long ioNs(long bytes, long bufferBytes) {
    return (bytes + bufferBytes - 1) / bufferBytes * WRITE_CALL_NS;
  }

  /**
   * One access of {@code memrun}.
   *
   * @param sequential true if the hardware can fetch ahead, which it cannot when chasing pointers
   * @param size of the region in bytes, which decides which cache holds it
   */
  static long accessNs(boolean sequential, long size) {
    if (sequential || size <= 32 << 10) {
      return SEQUENTIAL_NS;
    }
    if (size <= 1 << 20) {
      return 4;
    }
    return size <= 32 << 20 ? 15 : 80;
  }
}

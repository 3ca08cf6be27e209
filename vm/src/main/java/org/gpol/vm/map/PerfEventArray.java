package org.gpol.vm.map;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.gpol.bpf.platform.MapSpec;

/**
 * {@code BPF_MAP_TYPE_PERF_EVENT_ARRAY}: index <i>n</i> holds the event buffer of CPU <i>n</i> once
 * a {@link PerfBuffer} has opened it.
 */
final class PerfEventArray extends IndexedMap {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long INDEX_MASK = 0xffff_ffffL;
  private static final long CURRENT_CPU = INDEX_MASK;

  /** Every record begins with {@code struct perf_event_header}. */
  private static final int HEADER = 8;

  /** {@code PERF_RECORD_LOST}: the header, the event's id, the number of records lost. */
  private static final int LOST_RECORD = 24;

  /** Marks the record that says how many were lost, in place of a length. */
  private static final int LOST = -1;

  /** What a CPU has written and nobody has read. Records never leave the order of writing. */
  private static final class Buffer {
    private final byte[] bytes;
    private int head;
    private int used;
    private long lost;

    Buffer(int size) {
      bytes = new byte[size];
    }
  }

  private Buffer[] buffers = new Buffer[0];

  PerfEventArray(MapSpec spec, MapRegistry registry) {
    super(spec, registry);
  }

  @Override
  public int perfOutput(byte[] bytes, int offset, long size, long flags, int cpu) {
    if ((flags & ~INDEX_MASK) != 0) {
      return MapErrno.EINVAL;
    }
    long index = flags == CURRENT_CPU ? cpu : flags;
    if (index >= spec().maxEntries()) {
      return MapErrno.E2BIG;
    }
    if (index >= buffers.length) {
      return MapErrno.ENOENT;
    }
    if (index != cpu) {
      return MapErrno.EOPNOTSUPP;
    }
    memory().countMutation();
    return write(buffers[cpu], bytes, offset, size);
  }

  @Override
  public int update(byte[] key, int keyOffset, byte[] value, int valueOffset, long flags, int cpu) {
    return MapErrno.EOPNOTSUPP;
  }

  @Override
  int userLookup(byte[] key, byte[] value) {
    return MapErrno.EOPNOTSUPP;
  }

  /** Gives every CPU that has an index a buffer of {@code size} bytes. */
  void open(int size) {
    buffers = new Buffer[Math.min(registry().nrCpus(), spec().maxEntries())];
    Arrays.setAll(buffers, cpu -> new Buffer(size));
  }

  /** Shows and removes all records, CPU by CPU. */
  int consume(PerfBuffer.Consumer consumer) {
    int records = 0;
    for (int cpu = 0; cpu < buffers.length; cpu++) {
      Buffer buffer = buffers[cpu];
      while (buffer.used > 0) {
        consumeOne(buffer, cpu, consumer);
        records++;
      }
    }
    return records;
  }

  private void consumeOne(Buffer buffer, int cpu, PerfBuffer.Consumer consumer) {
    byte[] header = new byte[HEADER];
    read(buffer, 0, header);
    int length = (int) INT.get(header, 4);
    byte[] content = new byte[length == LOST ? LOST_RECORD - HEADER : length];
    read(buffer, HEADER, content);
    int record = HEADER + content.length;
    buffer.head = (buffer.head + record) & (buffer.bytes.length - 1);
    buffer.used -= record;
    memory().countMutation();
    if (length == LOST) {
      consumer.lost(cpu, (int) INT.get(content, 0) & INDEX_MASK);
    } else {
      consumer.sample(cpu, content);
    }
  }

  /**
   * A record is padded to a multiple of eight together with the four bytes that say its length, as
   * the kernel's are: readers see the padding, zeroes.
   */
  private static int write(Buffer buffer, byte[] bytes, int offset, long size) {
    long padded = ((size + 4 + 7) & ~7L) - 4;
    long record = HEADER + padded;
    long needed = record + (buffer.lost > 0 ? LOST_RECORD : 0);
    if (needed > buffer.bytes.length - buffer.used) {
      buffer.lost++;
      return MapErrno.ENOSPC;
    }
    byte[] header = new byte[HEADER];
    if (buffer.lost > 0) {
      byte[] content = new byte[LOST_RECORD - HEADER];
      INT.set(header, 4, LOST);
      INT.set(content, 0, (int) buffer.lost);
      append(buffer, header, 0, HEADER, HEADER);
      append(buffer, content, 0, content.length, content.length);
      buffer.lost = 0;
    }
    INT.set(header, 4, (int) padded);
    append(buffer, header, 0, HEADER, HEADER);
    append(buffer, bytes, offset, (int) size, (int) padded);
    return 0;
  }

  private static void append(Buffer buffer, byte[] from, int offset, int length, int padded) {
    int mask = buffer.bytes.length - 1;
    for (int i = 0; i < padded; i++) {
      int at = (buffer.head + buffer.used + i) & mask;
      buffer.bytes[at] = i < length ? from[offset + i] : 0;
    }
    buffer.used += padded;
  }

  private static void read(Buffer buffer, int from, byte[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] = buffer.bytes[(buffer.head + from + i) & (buffer.bytes.length - 1)];
    }
  }
}

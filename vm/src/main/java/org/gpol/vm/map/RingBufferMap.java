package org.gpol.vm.map;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.vm.memory.MemoryViolation;
import org.gpol.vm.memory.Region;

/**
 * {@code BPF_MAP_TYPE_RINGBUF}. Records lie one after the other, each behind a header of eight
 * bytes, at multiples of eight:
 *
 * <pre>
 *   0        4        8             8 + length   rounded up to 8
 *   | length | page   | the record  |  padding   |
 * </pre>
 *
 * <p>The two highest bits of the length say that the record is not submitted yet and that it is to
 * be skipped. The kernel maps its pages twice in a row, so that a record that begins near the end
 * goes on at the beginning; here the region is twice as long instead, and such a record goes on
 * beyond the end. Nobody else uses those bytes: the next record begins where the kernel's would,
 * behind the bytes that this one takes from the beginning.
 */
final class RingBufferMap extends BpfMap {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int HEADER = 8;
  private static final int BUSY = 1 << 31;
  private static final int DISCARD = 1 << 30;
  private static final long MAX_RECORD = 0xffff_ffffL / 4;
  private static final int PAGE_SHIFT = 12;

  /** Pages of the kernel's buffer before its data, from which headers count. */
  private static final int PAGES_BEFORE_DATA = 3;

  private static final long NO_WAKEUP = 1;
  private static final long FORCE_WAKEUP = 2;

  private final int size;
  private Region data;
  private long consumed;
  private long produced;
  private long wakeups;

  RingBufferMap(MapSpec spec, MapRegistry registry) {
    super(spec, registry);
    this.size = spec.maxEntries();
    checkBytes(2L * size);
  }

  @Override
  public long reserve(long length, long flags) {
    if (flags != 0 || Long.compareUnsigned(length, MAX_RECORD) > 0) {
      return 0;
    }
    long total = rounded(length);
    if (produced + total - consumed >= size || !allocated()) {
      return 0;
    }
    int at = (int) produced & (size - 1);
    INT.set(data.bytes(), at, (int) length | BUSY);
    INT.set(data.bytes(), at + 4, (at >> PAGE_SHIFT) + PAGES_BEFORE_DATA);
    produced += total;
    memory().countMutation();
    return data.base() + at + HEADER;
  }

  @Override
  public void submit(long address, long flags) {
    commit(address, flags, 0);
  }

  @Override
  public void discard(long address, long flags) {
    commit(address, flags, DISCARD);
  }

  @Override
  public int output(byte[] bytes, int offset, long length, long flags) {
    if ((flags & ~(NO_WAKEUP | FORCE_WAKEUP)) != 0) {
      return MapErrno.EINVAL;
    }
    long address = reserve(length, 0);
    if (address == 0) {
      return MapErrno.EAGAIN;
    }
    System.arraycopy(bytes, offset, data.bytes(), (int) address, (int) length);
    submit(address, flags);
    return 0;
  }

  @Override
  public long query(long flags) {
    if (flags < 0 || flags > 3) {
      return 0;
    }
    return switch ((int) flags) {
      case 0 -> produced - consumed;
      case 1 -> size;
      case 2 -> consumed;
      default -> produced;
    };
  }

  @Override
  public int update(byte[] key, int keyOffset, byte[] value, int valueOffset, long flags, int cpu) {
    return MapErrno.ENOTSUPP;
  }

  @Override
  public int delete(byte[] key, int keyOffset) {
    return MapErrno.ENOTSUPP;
  }

  @Override
  int userLookup(byte[] key, byte[] value) {
    return MapErrno.ENOTSUPP;
  }

  /** How often a reader that sleeps would have been woken. */
  long wakeups() {
    return wakeups;
  }

  /** Shows all submitted records up to the first that is not, and frees their room. */
  int consume(RingBufferReader.Consumer consumer) {
    int records = 0;
    while (consumed < produced) {
      int at = (int) consumed & (size - 1);
      int header = (int) INT.get(data.bytes(), at);
      if ((header & BUSY) != 0) {
        break;
      }
      int length = header & ~DISCARD;
      long total = rounded(length);
      if (consumed + total > produced) {
        throw new MemoryViolation("a record's header in " + spec().name() + " was overwritten");
      }
      if ((header & DISCARD) == 0) {
        consumer.record(data.bytes(), at + HEADER, length);
        records++;
      }
      consumed += total;
      memory().countMutation();
    }
    return records;
  }

  private static long rounded(long length) {
    return (length + HEADER + 7) & ~7L;
  }

  private boolean allocated() {
    if (data == null) {
      try {
        data = memory().add(valueKind(), spec().name(), new byte[2 * size]);
      } catch (OutOfMemoryError e) {
        return false;
      }
    }
    return true;
  }

  private void commit(long address, long flags, int discard) {
    int at = (int) address - HEADER;
    boolean record = data != null && address - (int) address == data.base() && at >= 0 && at < size;
    int header = record ? (int) INT.get(data.bytes(), at) : 0;
    if ((header & BUSY) == 0) {
      throw noRecord(address);
    }
    INT.set(data.bytes(), at, (header & ~BUSY) | discard);
    boolean awaited = at == ((int) consumed & (size - 1));
    if ((flags & FORCE_WAKEUP) != 0 || (awaited && (flags & NO_WAKEUP) == 0)) {
      wakeups++;
    }
    memory().countMutation();
  }
}

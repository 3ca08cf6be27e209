package org.gpol.kernel.model;

import static org.gpol.kernel.hook.ContextCodec.getInt;
import static org.gpol.kernel.hook.ContextCodec.getLong;
import static org.gpol.kernel.hook.ContextCodec.putInt;
import static org.gpol.kernel.hook.ContextCodec.putLong;

import java.util.Arrays;
import java.util.BitSet;
import org.gpol.kernel.hook.Errno;
import org.gpol.kernel.hook.GhostAbi;

/**
 * The calls on {@code ctl} as user space makes them: a number, and an argument whose fields are
 * where ghOSt's header has them. A pointer in an argument is an offset into the same bytes.
 */
final class Ioctl {
  /** {@code _IO('g', 0)}. */
  private static final int BASE = 'g' << 8;

  private static final int NR_MASK = 0xff;

  /** Direction and size of the argument, which do not matter here. */
  private static final int NUMBER_MASK = 0xffff;

  /** Argument sizes by number. */
  private static final int[] SIZES = {0, 24, 8, 24, 32, 4, 24, 16, 16, 16, 48, 24};

  private static final int ITIMERSPEC = 32;
  private static final int WAKEUP = 8;
  private static final long SECOND_NS = 1_000_000_000;

  private final Ctl ctl;

  Ioctl(Ctl ctl) {
    this.ctl = ctl;
  }

  int call(int request, byte[] arg) {
    int number = request & NR_MASK;
    if ((request & NUMBER_MASK & ~NR_MASK) != BASE || number >= SIZES.length) {
      return -Errno.ENOTTY;
    }
    if (arg.length < SIZES[number]) {
      return -Errno.EFAULT;
    }
    return switch (number) {
      case 0 -> 0;
      case 1 -> swGetInfo(arg);
      case 2 -> ctl.swFree(getInt(arg, 0), getInt(arg, 4));
      case 3 -> createQueue(arg);
      case 4 ->
          ctl.assocQueue(
              getInt(arg, 0), getInt(arg, 8), getLong(arg, 16), getInt(arg, 24), getInt(arg, 28));
      case 5 -> ctl.setDefaultQueue(getInt(arg, 0));
      case 6 -> configQueueWakeup(arg);
      case 7 -> getCpuTime(arg);
      case 8 -> onMask(arg, false);
      case 9 -> onMask(arg, true);
      case 10 -> timerSettime(arg);
      default -> ctl.run(getLong(arg, 0), getInt(arg, 16), getInt(arg, 20));
    };
  }

  private int swGetInfo(byte[] arg) {
    int[] info = new int[2];
    int result = ctl.swGetInfo(getInt(arg, 0), getLong(arg, 8), info);
    if (result == 0) {
      putInt(arg, 16, info[0]);
      putInt(arg, 20, info[1]);
    }
    return result;
  }

  private int createQueue(byte[] arg) {
    int elements = getInt(arg, 0);
    int fd = ctl.createQueue(elements, getInt(arg, 4), getInt(arg, 8));
    if (fd >= 0) {
      putLong(arg, 16, MessageQueue.mapSize(elements));
    }
    return fd;
  }

  /** The bytes that a pointer of an argument stands for, null if they are not all there. */
  private static byte[] pointed(byte[] arg, int pointerAt, long size) {
    long from = getLong(arg, pointerAt);
    boolean inside = from >= 0 && size >= 0 && size <= arg.length && from <= arg.length - size;
    return inside ? Arrays.copyOfRange(arg, (int) from, (int) (from + size)) : null;
  }

  private int configQueueWakeup(byte[] arg) {
    int count = getInt(arg, 16);
    if (count < 0 || count > GhostAbi.MAX_WAKEUPS) {
      return -Errno.EINVAL;
    }
    byte[] entries = pointed(arg, 8, (long) count * WAKEUP);
    if (entries == null) {
      return -Errno.EFAULT;
    }
    int[] cpus = new int[count];
    for (int i = 0; i < count; i++) {
      cpus[i] = getInt(entries, i * WAKEUP);
      if (getInt(entries, i * WAKEUP + 4) != 0) {
        return -Errno.EINVAL;
      }
    }
    return ctl.configQueueWakeup(getInt(arg, 0), cpus, getInt(arg, 20));
  }

  private int getCpuTime(byte[] arg) {
    long[] runtime = new long[1];
    int result = ctl.getCpuTime(getLong(arg, 0), runtime);
    if (result == 0) {
      putLong(arg, 8, runtime[0]);
    }
    return result;
  }

  private int onMask(byte[] arg, boolean group) {
    byte[] mask = pointed(arg, 0, Integer.toUnsignedLong(getInt(arg, 8)));
    if (mask == null) {
      return -Errno.EFAULT;
    }
    BitSet cpus = BitSet.valueOf(mask);
    int flags = getInt(arg, 12);
    return group ? ctl.syncGroupTxn(cpus, flags) : ctl.commitTxn(cpus, flags);
  }

  private int timerSettime(byte[] arg) {
    byte[] spec = pointed(arg, 8, ITIMERSPEC);
    if (spec == null) {
      return -Errno.EFAULT;
    }
    long intervalNs = getLong(spec, 0) * SECOND_NS + getLong(spec, 8);
    long firstNs = getLong(spec, 16) * SECOND_NS + getLong(spec, 24);
    int flags = getInt(arg, 28);
    TimerTarget target =
        flags == 0
            ? null
            : new TimerTarget(getInt(arg, 24), flags, getLong(arg, 32), getLong(arg, 40));
    return ctl.setTimer(getInt(arg, 0), firstNs, intervalNs, target);
  }
}

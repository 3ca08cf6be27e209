package org.gpol.kernel.model;

import java.util.Arrays;
import org.gpol.kernel.hook.ContextCodec;
import org.gpol.kernel.hook.GhostAbi;

/**
 * A ghOSt message queue: a header of 64 bytes, then head, tail and overflow, then slots of 8 bytes.
 * The kernel writes at the head, an agent reads at the tail; both count up for ever.
 *
 * <pre>
 *  0 u32 version   64 u32 head      76 slots, each message: u16 type, u16 length, u32 seqnum,
 *  4 u32 start     68 u32 tail         payload
 *  8 u32 nelems    72 u32 overflow
 * </pre>
 */
public final class MessageQueue implements SharedMemory {
  /** Where the ring begins. */
  public static final int START = 64;

  static final int HEAD = START;
  static final int TAIL = START + 4;
  static final int OVERFLOW = START + 8;
  static final int SLOTS = START + 12;
  static final int SLOT = 8;
  private static final int PAGE = 4096;

  private final byte[] memory;
  private final int elements;
  private final int mask;
  private int[] wakeups = {};

  /** Messages that are in the ring or were lost for want of room. */
  private long unread;

  /** {@code elements} a power of two up to {@link GhostAbi#MAX_QUEUE_ELEMS}. */
  MessageQueue(int elements) {
    this.elements = elements;
    this.mask = elements - 1;
    this.memory = new byte[mapSize(elements)];
    ContextCodec.putInt(memory, 4, START);
    ContextCodec.putInt(memory, 8, elements);
  }

  static int mapSize(int elements) {
    return (SLOTS + SLOT * elements + PAGE - 1) / PAGE * PAGE;
  }

  static boolean isValidSize(int elements) {
    return elements > 0 && elements <= GhostAbi.MAX_QUEUE_ELEMS && Integer.bitCount(elements) == 1;
  }

  /** Slots of the ring. */
  public int elements() {
    return elements;
  }

  /** Messages that found no room. */
  public int overflow() {
    return getInt(OVERFLOW);
  }

  /** Slots that are taken. */
  public int used() {
    return getInt(HEAD) - getInt(TAIL);
  }

  long unread() {
    return unread;
  }

  int[] wakeups() {
    return wakeups;
  }

  void setWakeups(int[] cpus) {
    wakeups = cpus;
  }

  /** The CPU whose agent a message about something on {@code cpu} wakes, -1 for nobody. */
  int wakeupTarget(int cpu) {
    for (int candidate : wakeups) {
      if (candidate == cpu) {
        return cpu;
      }
    }
    return wakeups.length == 0 ? -1 : wakeups[0];
  }

  /** Appends a message; false if it found no room, which is counted. */
  boolean produce(int type, int seqnum, byte[] payload, int payloadSize) {
    int head = getInt(HEAD);
    int tail = getInt(TAIL);
    int slots = (SLOT + payloadSize + SLOT - 1) / SLOT;
    int at = head & mask;
    int free = elements - (head - tail);
    unread++;
    if (free <= 0 || head - tail < 0) {
      return overflowed();
    }
    int ahead = Math.min(free, elements - at);
    int behind = free - ahead;
    if (ahead >= slots) {
      write(at, type, seqnum, payload, payloadSize);
      ContextCodec.putInt(memory, HEAD, head + slots);
      return true;
    }
    if (behind < slots) {
      return overflowed();
    }
    ContextCodec.putShort(memory, SLOTS + at * SLOT, GhostAbi.MSG_NOP);
    ContextCodec.putShort(memory, SLOTS + at * SLOT + 2, ahead * SLOT);
    write(0, type, seqnum, payload, payloadSize);
    ContextCodec.putInt(memory, HEAD, head + ahead + slots);
    return true;
  }

  private boolean overflowed() {
    ContextCodec.putInt(memory, OVERFLOW, getInt(OVERFLOW) + 1);
    return false;
  }

  private void write(int slot, int type, int seqnum, byte[] payload, int payloadSize) {
    int offset = SLOTS + slot * SLOT;
    ContextCodec.putShort(memory, offset, type);
    ContextCodec.putShort(memory, offset + 2, SLOT + payloadSize);
    ContextCodec.putInt(memory, offset + 4, seqnum);
    System.arraycopy(payload, 0, memory, offset + SLOT, payloadSize);
  }

  /** Takes the oldest message out; false if there is none. */
  public boolean read(Message into) {
    int head = getInt(HEAD);
    int tail = getInt(TAIL);
    while (tail != head) {
      int offset = SLOTS + (tail & mask) * SLOT;
      int length = ContextCodec.getShort(memory, offset + 2);
      int type = ContextCodec.getShort(memory, offset);
      tail += (length + SLOT - 1) / SLOT;
      if (type != GhostAbi.MSG_NOP) {
        into.type = type;
        into.length = length;
        into.seqnum = getInt(offset + 4);
        byte[] payload = into.payload();
        Arrays.fill(payload, (byte) 0);
        System.arraycopy(memory, offset + SLOT, payload, 0, length - SLOT);
        ContextCodec.putInt(memory, TAIL, tail);
        unread--;
        return true;
      }
    }
    ContextCodec.putInt(memory, TAIL, tail);
    return false;
  }

  @Override
  public int size() {
    return memory.length;
  }

  @Override
  public int getInt(int offset) {
    return ContextCodec.getInt(memory, offset);
  }

  @Override
  public long getLong(int offset) {
    return ContextCodec.getLong(memory, offset);
  }
}

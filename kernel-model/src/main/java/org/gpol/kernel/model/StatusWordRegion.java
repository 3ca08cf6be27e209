package org.gpol.kernel.model;

import java.util.Arrays;
import java.util.BitSet;
import org.gpol.kernel.hook.GhostAbi;

/**
 * A region of status words, {@code sw_regions/sw_N}: a header of 64 bytes, then entries of 32.
 *
 * <pre>
 * header                          entry
 *  0 u32 version    12 u32 start   0 u32 barrier   16 s64 switch_time
 *  4 u32 id         16 u32 capacity 4 u32 flags    24 u64 runtime
 *  8 u32 numa_node  20 u32 available 8 u64 gtid
 * </pre>
 */
public final class StatusWordRegion implements SharedMemory {
  /** Status words of a region. */
  public static final int CAPACITY = 65534;

  /** Bytes before the first entry. */
  public static final int HEADER = 64;

  /** Bytes of an entry. */
  public static final int ENTRY = 32;

  /** The header and all entries, up to the end of the page. */
  private static final int SIZE = 2 * 1024 * 1024;

  private final int id;
  private final int node;
  private final BitSet allocated = new BitSet();
  private StatusWord[] words = new StatusWord[16];
  private int available = CAPACITY;
  private int next;

  StatusWordRegion(int id, int node) {
    this.id = id;
    this.node = node;
  }

  /** Its number. */
  public int id() {
    return id;
  }

  /** Entries that are free. */
  public int available() {
    return available;
  }

  /** The status word of an entry, null if it is free or there is none. */
  public StatusWord word(int index) {
    return index >= 0 && index < words.length && allocated.get(index) ? words[index] : null;
  }

  /** The next entry at or after {@code index} that is taken, -1 if there is none. */
  public int nextTaken(int index) {
    return allocated.nextSetBit(index);
  }

  /** Next fit from the entry after the last one given; there must be room. */
  StatusWord allocate() {
    int index = allocated.nextClearBit(next);
    if (index >= CAPACITY) {
      index = allocated.nextClearBit(0);
    }
    allocated.set(index);
    available--;
    next = (index + 1) % CAPACITY;
    if (index >= words.length) {
      words = Arrays.copyOf(words, Math.min(CAPACITY, Math.max(index + 1, 2 * words.length)));
    }
    StatusWord word = new StatusWord(id, index);
    word.flags = GhostAbi.SW_F_ALLOCATED;
    words[index] = word;
    return word;
  }

  void free(StatusWord word) {
    word.clear();
    allocated.clear(word.index);
    words[word.index] = null;
    available++;
  }

  @Override
  public int size() {
    return SIZE;
  }

  @Override
  public int getInt(int offset) {
    if (offset < HEADER) {
      return headerInt(offset);
    }
    StatusWord word = word((offset - HEADER) / ENTRY);
    if (word == null) {
      return 0;
    }
    return switch ((offset - HEADER) % ENTRY) {
      case 0 -> word.barrier;
      case 4 -> word.flags;
      case 8 -> (int) word.gtid;
      case 12 -> (int) (word.gtid >>> 32);
      case 16 -> (int) word.switchTimeNs;
      case 20 -> (int) (word.switchTimeNs >>> 32);
      case 24 -> (int) word.runtimeNs;
      default -> (int) (word.runtimeNs >>> 32);
    };
  }

  private int headerInt(int offset) {
    return switch (offset) {
      case 4 -> id;
      case 8 -> node;
      case 12 -> HEADER;
      case 16 -> CAPACITY;
      case 20 -> available;
      default -> 0;
    };
  }

  @Override
  public long getLong(int offset) {
    return Integer.toUnsignedLong(getInt(offset)) | (long) getInt(offset + 4) << 32;
  }
}

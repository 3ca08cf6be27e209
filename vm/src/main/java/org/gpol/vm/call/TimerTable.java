package org.gpol.vm.call;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.gpol.vm.map.BpfMap;
import org.gpol.vm.memory.AddressSpace;

/**
 * The timers in the values of a machine's maps. A {@code struct bpf_timer} holds the number of its
 * timer in its first eight bytes, 0 until it is initialised, where Linux keeps a pointer. Timers
 * expire on the CPU that started them, in the order of their times, those of the same time in the
 * order in which they were started.
 */
public final class TimerTable {
  /** The time of a timer that never expires. */
  public static final long NEVER = Long.MAX_VALUE;

  private static final Comparator<BpfTimer> BY_EXPIRY =
      Comparator.comparingLong((BpfTimer timer) -> timer.expiresNs)
          .thenComparingLong(timer -> timer.started);

  private final AddressSpace memory;
  private final Map<Long, BpfTimer> byNumber = new HashMap<>();

  /** The timers that are to expire, by CPU. */
  private final List<TreeSet<BpfTimer>> armed = new ArrayList<>();

  private long lastNumber;
  private long starts;
  private long changes;

  TimerTable(AddressSpace memory) {
    this.memory = memory;
  }

  /** The timer at {@code address}, or null if it was not initialised. */
  BpfTimer at(long address) {
    return byNumber.get(memory.load64(address));
  }

  void create(long address, BpfMap map, int clock) {
    lastNumber++;
    byNumber.put(lastNumber, new BpfTimer(lastNumber, map, address, clock));
    memory.store64(address, lastNumber);
  }

  void start(BpfTimer timer, long expiresNs, int cpu) {
    boolean unused = disarm(timer);
    timer.expiresNs = expiresNs;
    timer.started = ++starts;
    timer.cpu = cpu;
    while (armed.size() <= cpu) {
      armed.add(new TreeSet<>(BY_EXPIRY));
    }
    armed.get(cpu).add(timer);
    changed();
  }

  /** Withdraws a timer; true if it was to expire. */
  boolean disarm(BpfTimer timer) {
    boolean was = timer.cpu < armed.size() && armed.get(timer.cpu).remove(timer);
    if (was) {
      changed();
    }
    return was;
  }

  /** Forgets the timer numbered {@code number}: its value is gone. */
  void free(long number) {
    BpfTimer timer = byNumber.remove(number);
    if (timer != null) {
      boolean unused = disarm(timer);
    }
  }

  /** When the next timer of {@code cpu} expires, in the monotonic clock; {@link #NEVER} if none. */
  public long nextNs(int cpu) {
    return cpu < armed.size() && !armed.get(cpu).isEmpty()
        ? armed.get(cpu).first().expiresNs
        : NEVER;
  }

  /** How often what {@link #nextNs} answers may have changed. */
  public long changes() {
    return changes;
  }

  /**
   * Takes the next timer of {@code cpu} to expire; there must be one. Its function is to be run.
   */
  public BpfTimer take(int cpu) {
    BpfTimer timer = armed.get(cpu).pollFirst();
    timer.running++;
    changed();
    return timer;
  }

  /** Says that the function of {@code timer} is over. */
  public void ran(BpfTimer timer) {
    timer.running--;
  }

  private void changed() {
    changes++;
    memory.countMutation();
  }
}

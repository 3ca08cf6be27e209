package org.gpol.vm.call;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.gpol.vm.map.BpfMap;
import org.gpol.vm.memory.AddressSpace;

/**
 * The timers in the values of a machine's maps. A {@code struct bpf_timer} holds the number of its
 * timer in its first eight bytes, 0 until it is initialised, where Linux keeps a pointer. Timers
 * expire in the order of their times, those of the same time in the order in which they were
 * started.
 */
public final class TimerTable {
  /** The time of a timer that never expires. */
  public static final long NEVER = Long.MAX_VALUE;

  private static final Comparator<BpfTimer> BY_EXPIRY =
      Comparator.comparingLong((BpfTimer timer) -> timer.expiresNs)
          .thenComparingLong(timer -> timer.started);

  private final AddressSpace memory;
  private final Map<Long, BpfTimer> byNumber = new HashMap<>();
  private final TreeSet<BpfTimer> armed = new TreeSet<>(BY_EXPIRY);
  private long lastNumber;
  private long starts;

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
    disarm(timer);
    timer.expiresNs = expiresNs;
    timer.started = ++starts;
    timer.cpu = cpu;
    armed.add(timer);
    memory.countMutation();
  }

  /** Withdraws a timer; true if it was to expire. */
  boolean disarm(BpfTimer timer) {
    boolean was = armed.remove(timer);
    if (was) {
      memory.countMutation();
    }
    return was;
  }

  /** Forgets the timer numbered {@code number}: its value is gone. */
  void free(long number) {
    BpfTimer timer = byNumber.remove(number);
    if (timer != null) {
      disarm(timer);
    }
  }

  /** When the next timer expires, in the monotonic clock; {@link #NEVER} if none will. */
  public long nextNs() {
    return armed.isEmpty() ? NEVER : armed.first().expiresNs;
  }

  /** The CPU on which the next timer expires: the one that started it. */
  public int nextCpu() {
    return armed.isEmpty() ? 0 : armed.first().cpu;
  }

  /** Takes the next timer to expire; there must be one. Give it back with {@link #ran}. */
  public BpfTimer take() {
    BpfTimer timer = armed.pollFirst();
    timer.running++;
    memory.countMutation();
    return timer;
  }

  /** Says that the callback of {@code timer} is over. */
  public void ran(BpfTimer timer) {
    timer.running--;
  }
}

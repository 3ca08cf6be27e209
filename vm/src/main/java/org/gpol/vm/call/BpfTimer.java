package org.gpol.vm.call;

import org.gpol.vm.map.BpfMap;

/** A timer in the value of a map. */
public final class BpfTimer {
  final long number;
  final int clock;
  private final BpfMap map;
  private final long address;

  /** Address of the function to call; 0 until it is set. */
  long function;

  /** In the monotonic clock. */
  long expiresNs;

  /** How many starts of timers there were before its last one. */
  long started;

  int cpu;

  /** How many of its callbacks are being run. */
  int running;

  BpfTimer(long number, BpfMap map, long address, int clock) {
    this.number = number;
    this.map = map;
    this.address = address;
    this.clock = clock;
  }

  /** The map in whose value it is. */
  public BpfMap map() {
    return map;
  }

  /** The address of its {@code struct bpf_timer}. */
  public long address() {
    return address;
  }

  /** The address of the function that it calls, set when it was started. */
  public long function() {
    return function;
  }
}

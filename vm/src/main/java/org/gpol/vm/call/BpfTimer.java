package org.gpol.vm.call;

import org.gpol.bpf.platform.MapField;
import org.gpol.vm.map.BpfMap;

/** A timer in the value of a map. */
public final class BpfTimer {
  final long number;
  final int clock;
  private final BpfMap map;
  private final long value;

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
    this.value = address - offset(map);
    this.clock = clock;
  }

  private static int offset(BpfMap map) {
    return map.spec().fields().stream()
        .filter(field -> field.kind() == MapField.Kind.TIMER)
        .mapToInt(MapField::offset)
        .findFirst()
        .orElse(0);
  }

  /** The map in whose value it is. */
  public BpfMap map() {
    return map;
  }

  /** The address of the value. */
  public long value() {
    return value;
  }

  /** The address of the function that it calls. */
  public long function() {
    return function;
  }
}

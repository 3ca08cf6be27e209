package org.gpol.vm.map;

import org.gpol.bpf.platform.MapField;

/**
 * Learns that a value gives up a timer or a counted pointer, because it was deleted, evicted or
 * replaced. The map has zeroed the field by then.
 */
@FunctionalInterface
public interface FieldListener {
  /**
   * A field was given up.
   *
   * @param value address of the value
   * @param old the first eight bytes of the field until now: the pointer, or the timer's number
   */
  void freed(BpfMap map, long value, MapField field, long old);
}

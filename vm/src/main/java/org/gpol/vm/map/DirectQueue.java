package org.gpol.vm.map;

import java.util.Optional;
import org.gpol.bpf.platform.MapType;
import org.gpol.vm.memory.AddressSpace;

/**
 * The frequent operations of a queue as compiled programs call them, see {@link DirectHash}.
 *
 * @param size bytes of a value
 */
public record DirectQueue(QueueMap map, AddressSpace memory, int size) {
  /** The operations of {@code map}, if it is a queue. */
  public static Optional<DirectQueue> of(BpfMap map) {
    return map instanceof QueueMap queue && map.spec().type() == MapType.QUEUE
        ? Optional.of(new DirectQueue(queue, map.memory(), map.spec().valueSize()))
        : Optional.empty();
  }

  /** Does as {@link BpfMap#push}. */
  public int push(byte[] value, int valueOffset, long flags) {
    if (flags == BpfMap.BPF_ANY && map.append(value, valueOffset, size)) {
      memory.countMutation();
      return 0;
    }
    return map.push(value, valueOffset, flags);
  }

  /** Does as {@link BpfMap#pop}. */
  public int pop(byte[] value, int valueOffset) {
    if (map.takeOldest(value, valueOffset, size)) {
      memory.countMutation();
      return 0;
    }
    return map.pop(value, valueOffset);
  }
}

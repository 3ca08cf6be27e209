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

  /** Does as {@link BpfMap#push} if there is room at hand; else answers false. */
  public boolean append(byte[] value, int valueOffset, long flags) {
    boolean done = flags == BpfMap.BPF_ANY && map.append(value, valueOffset, size);
    if (done) {
      memory.countMutation();
    }
    return done;
  }

  /** Does as {@link BpfMap#pop} if there is something to take out; else answers false. */
  public boolean take(byte[] value, int valueOffset) {
    boolean done = map.takeOldest(value, valueOffset, size);
    if (done) {
      memory.countMutation();
    }
    return done;
  }
}

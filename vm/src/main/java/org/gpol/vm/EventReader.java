package org.gpol.vm;

import org.gpol.bpf.object.EventType;
import org.gpol.vm.map.RingBufferReader;

/** Reads the records of one type of event from its ring buffer. */
final class EventReader {
  private final EventType type;
  private final RingBufferReader buffer;

  /** The fields of the record that is shown. */
  private final long[] values;

  EventReader(EventType type, RingBufferReader buffer) {
    this.type = type;
    this.buffer = buffer;
    this.values = new long[type.fields().size()];
  }

  void drain(LoadedObject.EventConsumer consumer) {
    buffer.poll(
        (bytes, offset, length) -> {
          for (int i = 0; i < values.length; i++) {
            values[i] = type.fields().get(i).read(bytes, offset);
          }
          consumer.event(type, values);
        });
  }
}

package org.gpol.vm.map;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.vm.memory.AddressSpace;

/** A map and its operations on numbers; keys have 4 bytes and values 8. */
final class MapBench {
  final AddressSpace memory = new AddressSpace();
  final MapRegistry registry;
  final BpfMap map;
  final byte[] out = new byte[8];

  MapBench(MapSpec spec, int nrCpus) {
    registry = new MapRegistry(memory, nrCpus);
    map = registry.add(spec, false);
  }

  MapBench(MapSpec spec) {
    this(spec, 1);
  }

  static byte[] key(int key) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(key).array();
  }

  static byte[] value(long value) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
  }

  /** Copies what programs see at {@code address}. */
  static void copy(AddressSpace memory, long address, byte[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] = (byte) memory.load8(address + i);
    }
  }

  long address(int key) {
    return map.lookup(key(key), 0, 0);
  }

  /** The value of a key, or null. */
  Long get(int key) {
    long address = address(key);
    return address == 0 ? null : memory.load64(address);
  }

  int put(int key, long value, long flags) {
    return map.update(key(key), 0, value(value), 0, flags, 0);
  }

  int remove(int key) {
    return map.delete(key(key), 0);
  }

  int push(long value, long flags) {
    return map.push(value(value), 0, flags);
  }

  int pop() {
    return map.pop(out, 0);
  }

  int peek() {
    return map.peek(out, 0);
  }

  /** What the last pop or peek gave. */
  long taken() {
    return ByteBuffer.wrap(out).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }
}

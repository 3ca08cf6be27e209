package org.gpol.vm.agreement;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.gpol.vm.map.BpfMap;
import org.gpol.vm.map.MapRegistry;
import org.gpol.vm.map.RingBufferReader;
import org.gpol.vm.map.UserMap;
import org.gpol.vm.memory.MemoryViolation;

/** What maps hold, as user space sees it. Looking empties queues, stacks and ring buffers. */
final class MapContents {
  /** No map of the setting has more elements, and no ring buffer more records. */
  private static final int MOST = 10_000;

  private MapContents() {}

  /** The contents of all maps, those inside others too, in the order of their creation. */
  static List<byte[]> of(MapRegistry maps) {
    List<byte[]> contents = new ArrayList<>();
    for (int id = 1; maps.ofId(id) != null; id++) {
      contents.add(of(maps.ofId(id)));
    }
    return contents;
  }

  private static byte[] of(BpfMap map) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    switch (map.spec().type()) {
      case QUEUE, STACK -> drain(map, out);
      case RINGBUF -> poll(map, out);
      case ARRAY_OF_MAPS, HASH_OF_MAPS, PROG_ARRAY, PERF_EVENT_ARRAY -> {}
      case TASK_STORAGE, CGRP_STORAGE, BLOOM_FILTER -> {}
      case ARRAY, PERCPU_ARRAY, HASH, LRU_HASH, PERCPU_HASH, LRU_PERCPU_HASH, LPM_TRIE ->
          elements(map, out);
    }
    return out.toByteArray();
  }

  private static void drain(BpfMap map, ByteArrayOutputStream out) {
    byte[] value = new byte[map.user().valueSize()];
    for (int i = 0; i < MOST && map.user().lookupAndDelete(null, value) == 0; i++) {
      out.writeBytes(value);
    }
  }

  private static void poll(BpfMap map, ByteArrayOutputStream out) {
    RingBufferReader reader = new RingBufferReader(map);
    try {
      int records =
          reader.poll(
              (bytes, offset, length) -> {
                out.write(length);
                out.write(bytes, offset, length);
              });
      out.write(records);
    } catch (MemoryViolation | IndexOutOfBoundsException wild) {
      // An unverified program has written to the header of a record.
      out.writeBytes(
          String.valueOf(wild.getMessage()).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    out.write((int) reader.wakeups());
  }

  private static void elements(BpfMap map, ByteArrayOutputStream out) {
    UserMap user = map.user();
    byte[] key = null;
    byte[] next = new byte[map.spec().keySize()];
    byte[] value = new byte[user.valueSize()];
    for (int i = 0; i < MOST && user.nextKey(key, next) == 0; i++) {
      key = next.clone();
      out.writeBytes(key);
      out.write(user.lookup(key, value, 0));
      out.writeBytes(value);
    }
  }
}

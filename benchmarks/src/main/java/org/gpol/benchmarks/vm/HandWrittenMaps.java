package org.gpol.benchmarks.vm;

import static org.gpol.benchmarks.vm.Bytes.increment64;
import static org.gpol.benchmarks.vm.Bytes.s32;
import static org.gpol.benchmarks.vm.Bytes.s64;
import static org.gpol.benchmarks.vm.Bytes.u32;

/**
 * The program with maps on maps made for it: values of 32 bytes in one array, found by open
 * addressing, and a ring of longs. Keys and values pass through a stack of bytes as in BPF.
 */
final class HandWrittenMaps {
  private static final int SLOTS = 8192;
  private static final int MOST = 4096;
  private static final int VALUE = 32;

  /** Offsets in the stack. */
  private static final int KEY = 508;

  private static final int OTHER = 504;
  private static final int ITEM = 496;
  private static final int FRESH = 464;

  private final byte[] stack = new byte[512];
  private final int[] keys = new int[SLOTS];
  private final boolean[] used = new boolean[SLOTS];
  private final byte[] values = new byte[SLOTS * VALUE];
  private int size;
  private final long[] ring = new long[1024];
  private int head;
  private int tail;

  HandWrittenMaps() {
    for (long i = 0; i < Workload.QUEUED; i++) {
      s64(stack, ITEM, i);
      push(ITEM);
    }
  }

  private int slot(int key) {
    int slot = (key * 0x9e37_79b1) >>> 19;
    while (used[slot] && keys[slot] != key) {
      slot = (slot + 1) & (SLOTS - 1);
    }
    return slot;
  }

  /** The offset of the value, or -1. */
  private int lookup(int at) {
    int slot = slot(s32(stack, at));
    return used[slot] ? slot * VALUE : -1;
  }

  private void update(int at, int from) {
    int key = s32(stack, at);
    int slot = slot(key);
    if (!used[slot]) {
      if (size == MOST) {
        return;
      }
      size++;
      used[slot] = true;
      keys[slot] = key;
    }
    System.arraycopy(stack, from, values, slot * VALUE, VALUE);
  }

  private void push(int at) {
    if (tail - head < ring.length) {
      ring[tail++ & ring.length - 1] = s64(stack, at);
    }
  }

  private void pop(int at) {
    if (tail != head) {
      s64(stack, at, ring[head++ & ring.length - 1]);
    }
  }

  long run(byte[] m) {
    int counter = s32(m, 0);
    s32(m, 0, counter + 1);
    int key = counter * 7 & 1023;
    long now = s64(m, 8);
    s64(m, 8, now + 1000);
    s32(stack, KEY, key);
    int task = lookup(KEY);
    if (task < 0) {
      fresh(now, now, 512 + key, 0);
      update(KEY, FRESH);
      increment64(m, 24);
      return -1;
    }
    long weight = u32(values, task + 16) | 1;
    long ran = now - s64(values, task + 8);
    if (Long.compareUnsigned(ran, 100_000) > 0) {
      ran = 100_000;
    }
    s64(values, task, s64(values, task) + Long.divideUnsigned(ran * 1024, weight));
    s64(values, task + 8, now);
    s32(values, task + 20, s32(values, task + 20) + 1);
    s32(stack, OTHER, key + 512 & 1023);
    fresh(s64(values, task), now, s32(values, task + 16) ^ 1, s32(values, task + 20));
    update(OTHER, FRESH);
    s64(stack, ITEM, (long) key << 32 | u32(stack, FRESH + 20));
    push(ITEM);
    s64(stack, ITEM, 0);
    pop(ITEM);
    long item = s64(stack, ITEM);
    s64(m, 16, s64(m, 16) + item);
    return item;
  }

  private void fresh(long vtime, long last, int weight, int runs) {
    s64(stack, FRESH, vtime);
    s64(stack, FRESH + 8, last);
    s32(stack, FRESH + 16, weight);
    s32(stack, FRESH + 20, runs);
    s64(stack, FRESH + 24, 0);
  }
}

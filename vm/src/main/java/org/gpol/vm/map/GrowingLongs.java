package org.gpol.vm.map;

import java.util.Arrays;

/** Numbers by index, zero where none was set; grows with the highest index set. */
final class GrowingLongs {
  private long[] values = new long[0];

  long get(int index) {
    return index < values.length ? values[index] : 0;
  }

  void set(int index, long value) {
    if (index >= values.length) {
      long wanted = Math.max(index + 1L, values.length * 2L);
      values = Arrays.copyOf(values, (int) Math.min(wanted, Integer.MAX_VALUE - 64));
    }
    values[index] = value;
  }
}

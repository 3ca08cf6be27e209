package org.gpol.kernel.workload.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Who was woken by another task, and when; known by a number. */
final class Wakeups {

  /** Not the number of a wake-up: a timer or another interrupt did it. */
  static final int BY_INTERRUPT = -1;

  private long[] timesNs = new long[16];
  private final List<RecordedTask> woken = new ArrayList<>();

  int add(RecordedTask task, long nowNs) {
    int number = woken.size();
    if (number == timesNs.length) {
      timesNs = Arrays.copyOf(timesNs, number * 2);
    }
    timesNs[number] = nowNs;
    woken.add(task);
    return number;
  }

  int count() {
    return woken.size();
  }

  long timeNs(int number) {
    return timesNs[number];
  }

  RecordedTask woken(int number) {
    return woken.get(number);
  }
}

package org.gpol.kernel.workload.rtapp;

import java.util.BitSet;
import org.gpol.kernel.workload.Waker;

/** What the tasks of one run share. */
final class World {

  private final Waker waker;
  private final Mutex[] mutexes;
  private final Condition[] conditions;
  private final Timer[] timers;

  World(Waker waker, Resources resources) {
    this.waker = waker;
    mutexes = new Mutex[resources.mutexes().size()];
    for (int i = 0; i < mutexes.length; i++) {
      mutexes[i] = new Mutex();
    }
    conditions = new Condition[resources.conditions().size()];
    for (int i = 0; i < conditions.length; i++) {
      conditions[i] = new Condition();
    }
    timers = timers(resources.timers().size(), resources.absoluteTimers());
  }

  static Timer[] timers(int count, BitSet absolute) {
    Timer[] timers = new Timer[count];
    for (int i = 0; i < count; i++) {
      timers[i] = new Timer(absolute.get(i));
    }
    return timers;
  }

  Waker waker() {
    return waker;
  }

  Mutex mutex(int index) {
    return mutexes[index];
  }

  Condition condition(int index) {
    return conditions[index];
  }

  Timer timer(int index) {
    return timers[index];
  }
}

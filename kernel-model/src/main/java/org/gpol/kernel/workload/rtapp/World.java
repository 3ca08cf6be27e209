package org.gpol.kernel.workload.rtapp;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import org.gpol.kernel.workload.Waker;

/** What the tasks of one run share. */
final class World {

  private final Waker waker;
  private final Mutex[] mutexes;
  private final Condition[] conditions;
  private final Timer[] timers;
  private final Barrier[] barriers;
  private final Semaphore[] semaphores;
  private final List<Deque<Integer>> unforked = new ArrayList<>();

  World(Waker waker, Resources resources, int[] barrierParticipants, List<List<Integer>> unforked) {
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
    barriers = new Barrier[barrierParticipants.length];
    for (int i = 0; i < barriers.length; i++) {
      barriers[i] = new Barrier(barrierParticipants[i]);
    }
    semaphores = new Semaphore[resources.semaphores().size()];
    for (int i = 0; i < semaphores.length; i++) {
      semaphores[i] = new Semaphore();
    }
    unforked.forEach(tasks -> this.unforked.add(new ArrayDeque<>(tasks)));
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

  Barrier barrier(int index) {
    return barriers[index];
  }

  Semaphore semaphore(int index) {
    return semaphores[index];
  }

  /** Starts the next of the tasks that stand ready to be forked. */
  void fork(int target) {
    waker.wake(unforked.get(target).remove());
  }

  Timer timer(int index) {
    return timers[index];
  }
}

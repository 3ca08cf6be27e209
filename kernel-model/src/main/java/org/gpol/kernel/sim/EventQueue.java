package org.gpol.kernel.sim;

import java.util.Arrays;

/**
 * A 4-ary heap of times on primitive arrays. Every possible event has a fixed id and is pending at
 * most once, so that asking again moves it and nothing is ever left behind; in steady state nothing
 * is allocated. Equal times are ordered by a rank, which the caller gives or which counts up.
 */
final class EventQueue {
  private final long[] times;
  private final long[] ranks;
  private final int[] ids;

  /** Place of each id in the heap, -1 when it is not pending. */
  private final int[] places;

  private int size;
  private long nextRank;

  /** A queue for events 0 to {@code capacity} - 1. */
  EventQueue(int capacity) {
    times = new long[capacity];
    ranks = new long[capacity];
    ids = new int[capacity];
    places = new int[capacity];
    Arrays.fill(places, -1);
  }

  boolean isEmpty() {
    return size == 0;
  }

  boolean isPending(int id) {
    return places[id] >= 0;
  }

  /** Time of the next event, {@link Long#MAX_VALUE} if there is none. */
  long nextTimeNs() {
    return size == 0 ? Long.MAX_VALUE : times[0];
  }

  /** Asks for an event after all that were asked for before at the same time. */
  void schedule(int id, long timeNs) {
    int place = places[id];
    if (place < 0 || times[place] != timeNs) {
      schedule(id, timeNs, nextRank++);
    }
  }

  /** Asks for an event; among equal times the least rank comes first. */
  void schedule(int id, long timeNs, long rank) {
    int place = places[id];
    if (place < 0) {
      siftUp(size++, timeNs, rank, id);
    } else if (before(timeNs, rank, place)) {
      siftUp(place, timeNs, rank, id);
    } else {
      siftDown(place, timeNs, rank, id);
    }
  }

  void cancel(int id) {
    if (places[id] >= 0) {
      remove(places[id]);
    }
  }

  /** Takes the next event off and returns its id; there must be one. */
  int pop() {
    int id = ids[0];
    remove(0);
    return id;
  }

  private void remove(int place) {
    places[ids[place]] = -1;
    size--;
    if (place < size) {
      long time = times[size];
      long rank = ranks[size];
      int id = ids[size];
      if (place > 0 && before(time, rank, (place - 1) >> 2)) {
        siftUp(place, time, rank, id);
      } else {
        siftDown(place, time, rank, id);
      }
    }
  }

  private boolean before(long time, long rank, int place) {
    return time < times[place] || (time == times[place] && rank < ranks[place]);
  }

  private void siftUp(int from, long time, long rank, int id) {
    int hole = from;
    while (hole > 0) {
      int parent = (hole - 1) >> 2;
      if (!before(time, rank, parent)) {
        break;
      }
      put(hole, times[parent], ranks[parent], ids[parent]);
      hole = parent;
    }
    put(hole, time, rank, id);
  }

  private void siftDown(int from, long time, long rank, int id) {
    int hole = from;
    for (int first = (hole << 2) + 1; first < size; first = (hole << 2) + 1) {
      int least = first;
      int end = Math.min(first + 4, size);
      for (int child = first + 1; child < end; child++) {
        if (before(times[child], ranks[child], least)) {
          least = child;
        }
      }
      if (before(time, rank, least)) {
        break;
      }
      put(hole, times[least], ranks[least], ids[least]);
      hole = least;
    }
    put(hole, time, rank, id);
  }

  private void put(int place, long time, long rank, int id) {
    times[place] = time;
    ranks[place] = rank;
    ids[place] = id;
    places[id] = place;
  }
}

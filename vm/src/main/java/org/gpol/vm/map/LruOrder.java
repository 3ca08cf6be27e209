package org.gpol.vm.map;

import java.util.Arrays;

/**
 * Which slot of an LRU map to give up next. Like the kernel's lists, an element that was looked up
 * since its turn came last gets another turn (a second chance); unlike them, there are no local
 * lists of free elements, so a map is full at exactly {@code max_entries}, exactly one element goes
 * for each that comes, and the same operations always give up the same elements.
 */
final class LruOrder {
  private static final int NONE = -1;
  private static final int FIRST_SLOTS = 16;

  /** The oldest and the newest slot of each list. */
  private final int[] oldest;

  private final int[] newest;
  private final int[] size;
  private final int limit;
  private int[] newer = new int[FIRST_SLOTS];
  private int[] older = new int[FIRST_SLOTS];
  private int[] list = new int[FIRST_SLOTS];
  private boolean[] referenced = new boolean[FIRST_SLOTS];

  /** One list for all CPUs, or one for each; {@code limit} is how many slots one may have. */
  LruOrder(int lists, int limit) {
    this.oldest = new int[lists];
    this.newest = new int[lists];
    this.size = new int[lists];
    this.limit = limit;
    Arrays.fill(oldest, NONE);
    Arrays.fill(newest, NONE);
  }

  /** The list that new elements of {@code cpu} go to. */
  private int listOf(int cpu) {
    return oldest.length == 1 ? 0 : cpu;
  }

  /** True if an element has to go before {@code cpu} can have another. */
  boolean full(int cpu) {
    return size[listOf(cpu)] >= limit;
  }

  /** The slot to give up for a new element of {@code cpu}. */
  int victim(int cpu) {
    int index = listOf(cpu);
    int slot = oldest[index];
    while (referenced[slot]) {
      remove(slot);
      append(slot, index);
      slot = oldest[index];
    }
    return slot;
  }

  /** Adds the slot of a new element. */
  void add(int slot, int cpu) {
    if (slot >= newer.length) {
      int slots = (int) Math.min(Integer.MAX_VALUE - 64L, Math.max(slot + 1L, newer.length * 2L));
      newer = Arrays.copyOf(newer, slots);
      older = Arrays.copyOf(older, slots);
      list = Arrays.copyOf(list, slots);
      referenced = Arrays.copyOf(referenced, slots);
    }
    append(slot, listOf(cpu));
  }

  void remove(int slot) {
    int index = list[slot];
    if (older[slot] == NONE) {
      oldest[index] = newer[slot];
    } else {
      newer[older[slot]] = newer[slot];
    }
    if (newer[slot] == NONE) {
      newest[index] = older[slot];
    } else {
      older[newer[slot]] = older[slot];
    }
    size[index]--;
  }

  /** Notes that an element was looked up; true if that was not known. */
  boolean reference(int slot) {
    boolean news = !referenced[slot];
    referenced[slot] = true;
    return news;
  }

  private void append(int slot, int index) {
    referenced[slot] = false;
    list[slot] = index;
    older[slot] = newest[index];
    newer[slot] = NONE;
    if (newest[index] == NONE) {
      oldest[index] = slot;
    } else {
      newer[newest[index]] = slot;
    }
    newest[index] = slot;
    size[index]++;
  }
}

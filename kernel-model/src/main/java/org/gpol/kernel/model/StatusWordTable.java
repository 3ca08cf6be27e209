package org.gpol.kernel.model;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.gpol.kernel.hook.GhostAbi;

/**
 * Gives out status words as the kernel does: next-fit from the entry after the last one given, in
 * the first region that has room. A region is 2 MiB; another is made when all are full.
 */
final class StatusWordTable {
  /** (2 MiB - 64) / 32, less one page's rounding as in the kernel. */
  static final int REGION_CAPACITY = 65534;

  private static final class Region {
    final BitSet allocated = new BitSet();
    int count;
    int next;
  }

  private final List<Region> regions = new ArrayList<>();

  StatusWord allocate() {
    int id = 0;
    while (id < regions.size() && regions.get(id).count == REGION_CAPACITY) {
      id++;
    }
    if (id == regions.size()) {
      regions.add(new Region());
    }
    Region region = regions.get(id);
    int index = region.allocated.nextClearBit(region.next);
    if (index >= REGION_CAPACITY) {
      index = region.allocated.nextClearBit(0);
    }
    region.allocated.set(index);
    region.count++;
    region.next = (index + 1) % REGION_CAPACITY;
    return new StatusWord(id, index, GhostAbi.SW_F_ALLOCATED | GhostAbi.SW_F_INUSE);
  }

  void free(StatusWord word) {
    Region region = regions.get(word.region);
    region.allocated.clear(word.index);
    region.count--;
  }
}

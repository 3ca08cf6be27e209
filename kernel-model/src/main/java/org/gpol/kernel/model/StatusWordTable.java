package org.gpol.kernel.model;

import java.util.ArrayList;
import java.util.List;
import org.gpol.kernel.hook.GhostAbi;

/** The regions of status words of an enclave, in the order in which they were created. */
final class StatusWordTable {
  private final boolean grows;
  private final List<StatusWordRegion> regions = new ArrayList<>();

  /** {@code grows} if a region is made when all are full, as an attentive agent would. */
  StatusWordTable(boolean grows) {
    this.grows = grows;
  }

  /** Makes a region; false if there is one of that number. */
  boolean create(int id, int node) {
    if (region(id) != null) {
      return false;
    }
    regions.add(new StatusWordRegion(id, node));
    return true;
  }

  /** The region of a number, null if there is none. */
  StatusWordRegion region(int id) {
    for (StatusWordRegion region : regions) {
      if (region.id() == id) {
        return region;
      }
    }
    return null;
  }

  List<StatusWordRegion> regions() {
    return regions;
  }

  /** A word from the first region that has one, null if none has. */
  StatusWord allocate(long gtid, int barrier) {
    StatusWordRegion from = null;
    for (int i = 0; i < regions.size() && from == null; i++) {
      from = regions.get(i).available() > 0 ? regions.get(i) : null;
    }
    if (from == null && grows) {
      create(regions.size(), 0);
      from = regions.get(regions.size() - 1);
    }
    if (from == null) {
      return null;
    }
    StatusWord word = from.allocate();
    word.gtid = gtid;
    word.barrier = barrier;
    word.flags |= GhostAbi.SW_F_INUSE;
    return word;
  }

  void free(StatusWord word) {
    region(word.region).free(word);
  }
}

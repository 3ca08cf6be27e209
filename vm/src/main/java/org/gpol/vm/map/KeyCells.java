package org.gpol.vm.map;

import java.util.ArrayList;
import java.util.List;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.vm.memory.AddressSpace;
import org.gpol.vm.memory.Region;

/**
 * Where the visitors of a map find the key of the element that they see: a place for each depth at
 * which visits of the same map nest. Programs may read it, not write it.
 */
final class KeyCells {
  private final AddressSpace memory;
  private final MapSpec spec;
  private final List<Region> cells = new ArrayList<>();
  private int depth;

  KeyCells(AddressSpace memory, MapSpec spec) {
    this.memory = memory;
    this.spec = spec;
  }

  /** The place for a visit that begins now; give it back with {@link #leave}. */
  Region enter() {
    if (depth == cells.size()) {
      String name = "the key of " + spec.name();
      cells.add(memory.add(Region.Kind.READ_ONLY_VALUES, name, new byte[spec.keySize()]));
    }
    return cells.get(depth++);
  }

  void leave() {
    depth--;
  }
}

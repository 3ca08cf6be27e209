package org.gpol.vm;

import java.util.ArrayList;
import java.util.List;
import org.gpol.vm.call.HelperState;
import org.gpol.vm.engine.ExecutionContext;
import org.gpol.vm.map.MapRegistry;
import org.gpol.vm.memory.AddressSpace;

/**
 * What the programs of an object share: memory, maps, what helpers remember, and an execution
 * context for each depth of nested runs.
 */
final class Machine {
  private final AddressSpace memory = new AddressSpace();
  private final MapRegistry maps;
  private final HelperState helpers;
  private final List<ExecutionContext> contexts = new ArrayList<>();
  private int depth;

  Machine(int nrCpus) {
    this.maps = new MapRegistry(memory, nrCpus);
    this.helpers = new HelperState(memory, maps);
  }

  AddressSpace memory() {
    return memory;
  }

  MapRegistry maps() {
    return maps;
  }

  /** What helpers keep from call to call. */
  HelperState helpers() {
    return helpers;
  }

  /** The context for a run that begins now; give it back with {@link #leave}. */
  ExecutionContext enter() {
    if (depth == contexts.size()) {
      contexts.add(new ExecutionContext(memory, maps, helpers));
    }
    return contexts.get(depth++);
  }

  void leave() {
    depth--;
  }
}

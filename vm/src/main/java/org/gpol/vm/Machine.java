package org.gpol.vm;

import java.util.Arrays;
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
  private ExecutionContext[] contexts = {};
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
    if (depth == contexts.length) {
      deepen();
    }
    return contexts[depth++];
  }

  /** Apart, so that HotSpot finds {@link #enter} small enough to inline. */
  private void deepen() {
    contexts = Arrays.copyOf(contexts, depth + 1);
    contexts[depth] = new ExecutionContext(memory, maps, helpers);
  }

  void leave() {
    depth--;
  }
}

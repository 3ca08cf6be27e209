package org.gpol.vm.call;

import java.util.ArrayList;
import java.util.List;
import org.gpol.bpf.platform.MapField;
import org.gpol.vm.map.BpfMap;
import org.gpol.vm.map.MapRegistry;
import org.gpol.vm.memory.AddressSpace;

/**
 * What the helpers of one machine keep from call to call: timers, tasks that programs point at,
 * where records of ring buffers belong, the platform's variables.
 */
public final class HelperState {
  private final AddressSpace memory;
  private final TimerTable timers;
  private final TaskTable tasks;
  private final List<PlatformVariable> variables = new ArrayList<>();

  /** The ring buffer whose records lie in the region of that number. */
  private BpfMap[] rings = new BpfMap[64];

  /** The state of a machine with this memory, told of by {@code maps} when values are given up. */
  public HelperState(AddressSpace memory, MapRegistry maps) {
    this.memory = memory;
    this.timers = new TimerTable(memory);
    this.tasks = new TaskTable(memory);
    maps.setFieldListener(this::freed);
  }

  /** Timers in map values. */
  public TimerTable timers() {
    return timers;
  }

  /** Tasks that programs have pointers to. */
  public TaskTable tasks() {
    return tasks;
  }

  /** Creates a variable for {@code nrCpus} CPUs and returns the address that programs load. */
  public long addVariable(VariableBinding binding, int nrCpus) {
    PlatformVariable variable = new PlatformVariable(memory, binding, nrCpus);
    variables.add(variable);
    return variable.address();
  }

  /** The address of {@code cpu}'s copy of the per-CPU variable at {@code address}, or 0. */
  long copyOf(long address, long cpu) {
    for (PlatformVariable variable : variables) {
      if (variable.address() == address) {
        return variable.copyOf(cpu);
      }
    }
    return 0;
  }

  void noteRecord(BpfMap ring, long address) {
    int region = (int) (address >>> 32);
    if (region >= rings.length) {
      rings = java.util.Arrays.copyOf(rings, region * 2);
    }
    rings[region] = ring;
  }

  /** The ring buffer that the record at {@code address} was reserved in, or null. */
  BpfMap ringOf(long address) {
    int region = (int) (address >>> 32);
    return region >= 0 && region < rings.length ? rings[region] : null;
  }

  private void freed(BpfMap map, long value, MapField field, long old) {
    if (field.kind() == MapField.Kind.TIMER) {
      timers.free(old);
    } else if (field.kind() == MapField.Kind.KPTR && old != 0) {
      tasks.release(old);
    }
  }
}

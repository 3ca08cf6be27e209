package org.gpol.vm;

import java.util.List;
import java.util.Optional;
import org.gpol.bpf.object.BpfObject;
import org.gpol.bpf.object.Statistic;
import org.gpol.vm.memory.Region;

/** An object whose maps exist and whose programs are verified. Each load has state of its own. */
public final class LoadedObject {
  private final BpfObject object;
  private final Machine machine;
  private final List<LoadedProgram> programs;

  LoadedObject(BpfObject object, Machine machine, List<LoadedProgram> programs) {
    this.object = object;
    this.machine = machine;
    this.programs = List.copyOf(programs);
  }

  /** What was loaded. */
  public BpfObject object() {
    return object;
  }

  /** All programs, in the order of the object. */
  public List<LoadedProgram> programs() {
    return programs;
  }

  /** The program of {@code section}. */
  public Optional<LoadedProgram> program(String section) {
    return programs.stream().filter(p -> p.program().section().equals(section)).findFirst();
  }

  /** The program that has a function at {@code address}, for who runs one later. */
  public Optional<LoadedProgram> ownerOf(long address) {
    return programs.stream().filter(p -> p.hasFunction(address)).findFirst();
  }

  /** How often map memory has been written since the load. */
  public long mutations() {
    return machine.memory().mutations();
  }

  /** The value of a statistic now, all CPUs together. */
  public long statistic(Statistic statistic) {
    Region values = machine.maps().values(statistic.map());
    long sum = 0;
    for (int offset = 0; offset < values.bytes().length; offset += Long.BYTES) {
      sum += machine.memory().load64(values.base() + offset);
    }
    return sum;
  }
}

package org.gpol.vm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.gpol.bpf.GpolBug;
import org.gpol.bpf.object.BpfObject;
import org.gpol.bpf.object.EventType;
import org.gpol.bpf.object.HistogramLayout;
import org.gpol.bpf.object.Statistic;
import org.gpol.bpf.platform.MapType;
import org.gpol.vm.call.BpfTimer;
import org.gpol.vm.call.Environment;
import org.gpol.vm.call.TimerTable;
import org.gpol.vm.map.BpfMap;
import org.gpol.vm.map.RingBufferReader;
import org.gpol.vm.map.UserMap;
import org.gpol.vm.memory.Region;

/** An object whose maps exist and whose programs are verified. Each load has state of its own. */
public final class LoadedObject {
  private final BpfObject object;
  private final Machine machine;
  private final List<LoadedProgram> programs;
  private final List<EventReader> eventReaders;

  LoadedObject(BpfObject object, Machine machine, List<LoadedProgram> programs) {
    this.object = object;
    this.machine = machine;
    this.programs = List.copyOf(programs);
    this.eventReaders =
        object.events().stream()
            .map(
                type -> new EventReader(type, new RingBufferReader(machine.maps().map(type.map()))))
            .toList();
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

  /** The map called {@code name}, for whoever reads or writes it from outside. */
  public Optional<BpfMap> map(String name) {
    return machine.maps().maps().stream().filter(m -> m.spec().name().equals(name)).findFirst();
  }

  /**
   * When the next timer of {@code cpu} expires, in the monotonic clock; {@link Long#MAX_VALUE} if
   * none will.
   */
  public long nextTimerNs(int cpu) {
    return machine.helpers().timers().nextNs(cpu);
  }

  /** How often {@link #nextTimerNs} may have changed for some CPU. */
  public long timerChanges() {
    return machine.helpers().timers().changes();
  }

  /**
   * Runs the function of the next timer of {@code cpu} to expire, which must be one, and returns
   * how many instructions that took. It may start timers again: that is what they are for.
   *
   * @param environment whose executing CPU is {@code cpu}
   * @throws org.gpol.vm.engine.VmFault if the run had to be stopped
   */
  public long runTimer(int cpu, Environment environment) {
    TimerTable timers = machine.helpers().timers();
    BpfTimer timer = timers.take(cpu);
    long function = timer.function();
    LoadedProgram owner =
        ownerOf(function).orElseThrow(() -> new GpolBug("a timer calls what is no function"));
    try {
      timer
          .map()
          .visit(
              timer.value(),
              (key, value) -> {
                long map = timer.map().address();
                long unused = owner.callFunction(function, map, key, value, 0, 0, environment);
                return true;
              });
    } finally {
      timers.ran(timer);
    }
    return owner.executed();
  }

  /**
   * Says that the task with this handle of the environment is gone, and all that is kept for it.
   */
  public void taskExited(long handle) {
    for (BpfMap map : machine.maps().maps()) {
      if (map.spec().type() == MapType.TASK_STORAGE) {
        map.forget(handle);
      }
    }
  }

  /** The map at {@code index} of the object, as user space sees it. */
  public UserMap map(int index) {
    return machine.maps().map(index).user();
  }

  /** How often map memory has been written since the load. */
  public long mutations() {
    return machine.memory().mutations();
  }

  /** Sees what a policy sends. */
  @FunctionalInterface
  public interface EventConsumer {
    /** The values of the fields of {@code type}; the array is used again. */
    void event(EventType type, long[] values);
  }

  /** Shows the events since the last call, those of one type oldest first. */
  public void drainEvents(EventConsumer consumer) {
    for (EventReader reader : eventReaders) {
      reader.drain(consumer);
    }
  }

  /** The cells of a histogram now, all CPUs together, as {@link HistogramLayout} has them. */
  public long[] histogram(Statistic statistic) {
    long[] cells = new long[HistogramLayout.CELLS];
    UserMap map = map(statistic.map());
    byte[] value = new byte[map.valueSize()];
    for (int cell = 0; cell < cells.length; cell++) {
      map.lookup(
          ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(cell).array(), value, 0);
      ByteBuffer copies = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
      while (copies.hasRemaining()) {
        cells[cell] += copies.getLong();
      }
    }
    return cells;
  }

  /** The value of a counter or gauge now, all CPUs together. */
  public long statistic(Statistic statistic) {
    Region values = machine.maps().values(statistic.map());
    long sum = 0;
    for (int offset = 0; offset < values.bytes().length; offset += Long.BYTES) {
      sum += machine.memory().load64(values.base() + offset);
    }
    return sum;
  }
}

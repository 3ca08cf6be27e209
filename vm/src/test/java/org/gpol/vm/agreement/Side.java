package org.gpol.vm.agreement;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.vm.call.HelperState;
import org.gpol.vm.call.HelperTable;
import org.gpol.vm.call.VariableBinding;
import org.gpol.vm.engine.Engine;
import org.gpol.vm.engine.ExecutionContext;
import org.gpol.vm.engine.FunctionAddresses;
import org.gpol.vm.engine.Linkage;
import org.gpol.vm.engine.ProgramTable;
import org.gpol.vm.map.MapRegistry;
import org.gpol.vm.memory.AddressSpace;
import org.gpol.vm.memory.Region;
import org.gpol.vm.verifier.Fixture;

/**
 * A machine of its own for one engine. Two of them give the same things the same addresses as long
 * as the same happens in both.
 */
final class Side {
  /** Makes an engine of a program; empty if it cannot. */
  interface Maker {
    Optional<? extends Engine> make(Code code, int number, Linkage linkage, long budget);
  }

  final AddressSpace memory = new AddressSpace();
  final MapRegistry maps = new MapRegistry(memory, Setting.CPUS);
  final HelperState state = new HelperState(memory, maps);
  final World world = new World();
  final HelperTrace trace;
  final ExecutionContext context;
  private final Trial trial;
  private final List<Engine> engines = new ArrayList<>();

  /** A machine with all maps, filled, for the programs of {@code trial}. */
  Side(Trial trial) {
    this.trial = trial;
    this.trace = new HelperTrace(trial::verified);
    for (int i = 0; i < Setting.MAPS.size(); i++) {
      maps.add(Setting.MAPS.get(i), i == Fixture.RODATA);
    }
    for (int i = 0; i < Setting.MAPS.size(); i++) {
      // Compiling asks for the values, a program that runs at its first lookup: so both now.
      Optional<Region> unused = maps.valuesTogether(i);
    }
    System.arraycopy(Setting.frozen(), 0, maps.values(Fixture.RODATA).bytes(), 0, 16);
    context = new ExecutionContext(memory, maps, state);
    fill(Mix.of(trial.seed(), 0));
  }

  /** Two or three elements for each map with keys, and the programs. */
  private void fill(Random random) {
    for (int i = 0; i < Setting.MAPS.size(); i++) {
      MapSpec spec = Setting.MAPS.get(i);
      switch (spec.type()) {
        case HASH, LRU_HASH, PERCPU_HASH, LRU_PERCPU_HASH -> {
          for (int key = 0; key < 3; key++) {
            int unused =
                maps.map(i).update(bytes(spec.keySize(), key), 0, value(random, i), 0, 0, 0);
          }
        }
        case ARRAY_OF_MAPS -> maps.map(i).fillOnDemand();
        default -> {}
      }
    }
    random.nextBytes(maps.values(Fixture.DATA).bytes());
    for (int program = 0; program < trial.programs().size(); program++) {
      int unused = maps.map(Fixture.PROGS).setProgram(program, program);
    }
  }

  private static byte[] value(Random random, int map) {
    byte[] value = new byte[Setting.MAPS.get(map).valueSize()];
    if (Setting.MAPS.get(map).fields().isEmpty()) {
      random.nextBytes(value);
    }
    return value;
  }

  private static byte[] bytes(int size, int number) {
    byte[] bytes = new byte[size];
    bytes[0] = (byte) number;
    return bytes;
  }

  /** Prepares the programs; false if {@code maker} cannot make engines of all of them. */
  boolean prepare(Maker maker) {
    HelperTable helpers = trace.trace(Setting.HELPERS);
    ProgramTable programs = new ProgramTable();
    List<Long> variables = new ArrayList<>();
    for (VariableBinding variable : helpers.variables()) {
      variables.add(state.addVariable(variable, Setting.CPUS));
    }
    for (int i = 0; i < trial.programs().size(); i++) {
      Code code = trial.programs().get(i);
      FunctionAddresses functions = FunctionAddresses.assign(memory, "program " + i, code);
      Linkage linkage = new Linkage(helpers, maps, functions, programs, variables);
      Optional<? extends Engine> engine = maker.make(code, i, linkage, trial.budget());
      if (engine.isEmpty()) {
        return false;
      }
      programs.add(engine.get());
      engines.add(engine.get());
    }
    return true;
  }

  /** Runs the first program on {@code bytes}, which it changes; {@code run} is the run's number. */
  End run(byte[] bytes, int run) {
    world.begin(Mix.of(trial.seed(), run + 1).nextLong());
    trace.clear();
    context.begin(bytes, world);
    try {
      return End.returned(engines.get(0).run(context));
    } catch (RuntimeException | LinkageError | StackOverflowError thrown) {
      return End.threw(thrown);
    }
  }
}

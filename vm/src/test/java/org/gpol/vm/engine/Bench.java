package org.gpol.vm.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.code.CodeBuilder;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.vm.call.Environment;
import org.gpol.vm.call.GenericHelpers;
import org.gpol.vm.call.HelperTable;
import org.gpol.vm.engine.interp.Flattener;
import org.gpol.vm.engine.interp.Interpreter;
import org.gpol.vm.map.BpfMap;
import org.gpol.vm.map.MapRegistry;
import org.gpol.vm.memory.AddressSpace;

/**
 * A place to run code that no verifier has seen, with maps, a world that stands still, and lines
 * printed kept.
 */
public final class Bench implements Environment {
  public final AddressSpace memory = new AddressSpace();
  public final MapRegistry maps;
  public final List<String> printed = new ArrayList<>();
  public final ExecutionContext context;
  public final ProgramTable programs = new ProgramTable();
  public HelperTable helpers = GenericHelpers.table();
  public long budget = 1_000_000;
  public long nowNs = 5_000;
  public int cpu;
  public int random = -2;

  /** A bench of a machine with {@code nrCpus} CPUs and these maps. */
  public Bench(int nrCpus, MapSpec... specs) {
    maps = new MapRegistry(memory, nrCpus);
    for (MapSpec spec : specs) {
      maps.add(spec, false);
    }
    context = new ExecutionContext(memory, maps);
  }

  /** The program that {@code body} writes, ready to run. */
  public Interpreter prepare(Consumer<CodeBuilder> body) {
    CodeBuilder builder = new CodeBuilder();
    body.accept(builder);
    return prepare(builder.build());
  }

  /** {@code code}, ready to run. */
  public Interpreter prepare(Code code) {
    return prepare(code, FunctionAddresses.assign(memory, "the bench", code));
  }

  /** The same with functions that have addresses already. */
  public Interpreter prepare(Code code, FunctionAddresses functions) {
    return new Interpreter(Flattener.flatten(code, linkage(functions)), budget);
  }

  /** What the references of {@code code} stand for here. */
  public Linkage linkage(Code code) {
    return linkage(FunctionAddresses.assign(memory, "the bench", code));
  }

  private Linkage linkage(FunctionAddresses functions) {
    return new Linkage(helpers, maps, functions, programs, List.of());
  }

  /** Runs {@code engine} on a context of these bytes. */
  public long run(Engine engine, byte... contextBytes) {
    context.begin(contextBytes, this);
    return engine.run(context);
  }

  /** Runs the program that {@code body} writes on a context of 64 zeros. */
  public long run(Consumer<CodeBuilder> body) {
    return run(prepare(body), new byte[64]);
  }

  /** The map at {@code index}. */
  public BpfMap map(int index) {
    return maps.map(index);
  }

  @Override
  public long ktimeNs() {
    return nowNs;
  }

  @Override
  public int currentCpu() {
    return cpu;
  }

  @Override
  public int randomU32() {
    return random;
  }

  @Override
  public void tracePrintk(String line) {
    printed.add(line);
  }
}

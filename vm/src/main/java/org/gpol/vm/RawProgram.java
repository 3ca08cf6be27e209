package org.gpol.vm;

import java.util.List;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.vm.call.Environment;
import org.gpol.vm.call.HelperTable;
import org.gpol.vm.engine.CallableEngine;
import org.gpol.vm.engine.ExecutionContext;
import org.gpol.vm.engine.FunctionAddresses;
import org.gpol.vm.engine.Linkage;
import org.gpol.vm.engine.ProgramTable;
import org.gpol.vm.map.MapRegistry;
import org.gpol.vm.memory.AddressSpace;
import org.gpol.vm.proof.ProgramFacts;

/**
 * A program that nobody verified, on memory of its own and nothing else. Whatever it does, it
 * returns or ends in a {@link org.gpol.vm.engine.VmFault}: every access, jump and call is checked
 * as it happens, and its instructions are counted. One thread at a time, and no run inside another.
 */
public final class RawProgram {
  private final CallableEngine engine;
  private final ExecutionContext context;
  private final MapRegistry maps;

  private RawProgram(CallableEngine engine, ExecutionContext context, MapRegistry maps) {
    this.engine = engine;
    this.context = context;
    this.maps = maps;
  }

  /**
   * A program that may call {@code helpers}. It has no maps, and of the platform's functions and
   * variables it sees none.
   *
   * @param budget instructions that a run may execute
   * @throws IllegalArgumentException if it refers to a map or variable, calls by BTF id or jumps
   *     outside itself
   */
  public static RawProgram of(Code code, HelperTable helpers, long budget) {
    return of(code, helpers, List.of(), budget);
  }

  /** The same on the engine of {@code kind}; an adaptive one interprets. */
  public static RawProgram of(Code code, HelperTable helpers, long budget, EngineKind kind) {
    return of(code, helpers, List.of(), budget, kind);
  }

  /**
   * The same with maps, which the program refers to by their place in the list.
   *
   * @throws org.gpol.vm.map.MapCreationException if a map cannot be created
   */
  public static RawProgram of(Code code, HelperTable helpers, List<MapSpec> maps, long budget) {
    return of(code, helpers, maps, budget, EngineKind.INTERPRETER);
  }

  private static RawProgram of(
      Code code, HelperTable helpers, List<MapSpec> maps, long budget, EngineKind kind) {
    AddressSpace memory = new AddressSpace();
    MapRegistry registry = new MapRegistry(memory, 1);
    maps.forEach(map -> registry.add(map, false));
    ExecutionContext context = new ExecutionContext(memory, registry);
    FunctionAddresses functions = FunctionAddresses.assign(memory, "the program", code);
    Linkage linkage = new Linkage(helpers, registry, functions, new ProgramTable(), List.of());
    ProgramFacts facts = ProgramFacts.none(code.size());
    CallableEngine engine = new ProgramEngine(code, facts, linkage, budget, kind).engine();
    return new RawProgram(engine, context, registry);
  }

  /** Its maps, to fill before it runs and to look at afterwards. */
  public MapRegistry maps() {
    return maps;
  }

  /** Runs it like {@link #run(byte[], Environment)} in a world where it is always the same time. */
  public long run(byte[] memory) {
    return run(memory, StillWorld.INSTANCE);
  }

  /**
   * Runs it once and returns R0. R1 is the address of {@code memory}, which the program reads and
   * writes in place, R2 its length, R10 the end of a stack of 512 bytes.
   *
   * @throws org.gpol.vm.engine.VmFault if the run had to be stopped; what it wrote until then stays
   */
  public long run(byte[] memory, Environment environment) {
    context.begin(memory, environment);
    return engine.run(context, 0, context.contextAddress(), memory.length, 0, 0, 0);
  }

  /** Instructions that the last run executed. */
  public long executed() {
    return context.executed();
  }
}

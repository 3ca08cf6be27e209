package org.gpol.compiler.link;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gpol.bpf.GpolBug;
import org.gpol.bpf.object.BpfObject;
import org.gpol.bpf.object.Program;
import org.gpol.compiler.codegen.CodeEmitter;
import org.gpol.compiler.codegen.CodeGenerator;
import org.gpol.compiler.codegen.MachineFunction;
import org.gpol.compiler.ir.IrFunction;
import org.gpol.compiler.ir.IrModule;

/**
 * Makes an object of a module. Each program holds its entry and a copy of every function that it
 * reaches, as libbpf links them.
 */
public final class ObjectBuilder {
  /** ghOSt's helpers are for GPL programs only. */
  private static final String LICENSE = "GPL";

  /** What all frames of a chain of calls may take together (Linux: MAX_BPF_STACK). */
  public static final int MAX_STACK_BYTES = 512;

  /** How deep calls may nest, the entry included (Linux: MAX_CALL_FRAMES). */
  public static final int MAX_FRAMES = 8;

  /** Linux rounds every frame up to this. */
  private static final int FRAME_UNIT = 32;

  /**
   * Why a program cannot be linked.
   *
   * @param functions the chain of calls at fault, the entry first
   */
  public record LinkError(Kind kind, String program, List<String> functions, int bytes) {
    /** The limits of the machine. */
    public enum Kind {
      STACK,
      CALL_DEPTH
    }

    /** Copies the list. */
    public LinkError {
      functions = List.copyOf(functions);
    }
  }

  /** The object, or null and why not. */
  public record Result(BpfObject object, List<LinkError> errors) {
    /** Copies the list. */
    public Result {
      errors = List.copyOf(errors);
    }
  }

  private final IrModule module;
  private final Map<String, MachineFunction> functions = new LinkedHashMap<>();
  private final List<LinkError> errors = new ArrayList<>();

  private ObjectBuilder(IrModule module) {
    this.module = module;
    for (IrFunction function : module.functions()) {
      functions.put(function.name(), CodeGenerator.generate(function));
    }
  }

  /** Generates code for {@code module} and links it. */
  public static Result build(IrModule module) {
    return new ObjectBuilder(module).link();
  }

  private Result link() {
    List<Program> programs = new ArrayList<>();
    for (IrModule.IrProgram program : module.programs()) {
      checkChains(program, program.entry(), new LinkedHashSet<>(), 0);
      Set<String> reached = new LinkedHashSet<>();
      reach(program.entry(), reached);
      List<MachineFunction> linked = reached.stream().map(functions::get).toList();
      programs.add(new Program(program.name(), program.section(), CodeEmitter.emit(linked)));
    }
    if (!errors.isEmpty()) {
      return new Result(null, errors);
    }
    BpfObject object =
        new BpfObject(
            module.name(),
            LICENSE,
            programs,
            module.maps(),
            module.data(),
            module.variables(),
            module.statistics(),
            module.hooks());
    return new Result(object, List.of());
  }

  private void reach(String function, Set<String> reached) {
    if (reached.add(function)) {
      functions.get(function).callees().forEach(callee -> reach(callee, reached));
    }
  }

  /** Reports the first chain of calls of a program that takes too much. */
  private boolean checkChains(
      IrModule.IrProgram program, String function, Set<String> chain, int bytesAbove) {
    if (!chain.add(function)) {
      throw new GpolBug("recursion through " + function);
    }
    MachineFunction machine = functions.get(function);
    int frame = Math.max(machine.frameBytes(), 1);
    int bytes = bytesAbove + (frame + FRAME_UNIT - 1) / FRAME_UNIT * FRAME_UNIT;
    boolean deep = chain.size() > MAX_FRAMES;
    boolean ok = !deep && bytes <= MAX_STACK_BYTES;
    if (!ok) {
      LinkError.Kind kind = deep ? LinkError.Kind.CALL_DEPTH : LinkError.Kind.STACK;
      errors.add(new LinkError(kind, program.name(), List.copyOf(chain), bytes));
    }
    for (String callee : machine.callees()) {
      ok = ok && checkChains(program, callee, chain, bytes);
    }
    chain.remove(function);
    return ok;
  }
}

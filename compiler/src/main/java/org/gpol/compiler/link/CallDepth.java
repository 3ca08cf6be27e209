package org.gpol.compiler.link;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gpol.bpf.GpolBug;
import org.gpol.compiler.ir.IrBlock;
import org.gpol.compiler.ir.IrFunction;
import org.gpol.compiler.ir.IrInst;
import org.gpol.compiler.ir.IrModule;
import org.gpol.compiler.link.ObjectBuilder.LinkError;

/** How deep the functions of a module call each other, as they were written. */
public final class CallDepth {
  private final Map<String, IrFunction> functions = new LinkedHashMap<>();

  /** The longest chain of calls that begins with each function. */
  private final Map<String, List<String>> chains = new HashMap<>();

  private CallDepth(IrModule module) {
    module.functions().forEach(f -> functions.put(f.name(), f));
  }

  /** One error for each program whose calls nest deeper than {@link ObjectBuilder#MAX_FRAMES}. */
  public static List<LinkError> errors(IrModule module) {
    CallDepth depth = new CallDepth(module);
    List<LinkError> errors = new ArrayList<>();
    for (IrModule.IrProgram program : module.programs()) {
      List<String> chain = depth.longest(program.entry(), new LinkedHashSet<>());
      if (chain.size() > ObjectBuilder.MAX_FRAMES) {
        List<String> fault = chain.subList(0, ObjectBuilder.MAX_FRAMES + 1);
        errors.add(new LinkError(LinkError.Kind.CALL_DEPTH, program.name(), fault, 0));
      }
    }
    return errors;
  }

  private List<String> longest(String name, Set<String> callers) {
    List<String> known = chains.get(name);
    if (known != null) {
      return known;
    }
    if (!callers.add(name)) {
      throw new GpolBug("recursion through " + name);
    }
    List<String> below = List.of();
    for (IrBlock block : functions.get(name).blocks()) {
      for (IrInst inst : block.insts()) {
        if (inst instanceof IrInst.Call call) {
          List<String> chain = longest(call.function(), callers);
          below = chain.size() > below.size() ? chain : below;
        }
      }
    }
    callers.remove(name);
    List<String> chain = new ArrayList<>(List.of(name));
    chain.addAll(below);
    chains.put(name, chain);
    return chain;
  }
}

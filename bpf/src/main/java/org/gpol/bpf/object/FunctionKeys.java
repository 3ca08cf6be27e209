package org.gpol.bpf.object;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gpol.bpf.code.Function;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.RefKind;
import org.gpol.bpf.object.CodeLayout.FunctionBody;

/**
 * Takes a program apart into functions, and tells which functions of different programs are the
 * same: their names, instructions and lines are equal, and so are the functions that they call.
 */
final class FunctionKeys {
  private final Map<Integer, FunctionBody> bodies;
  private final Map<Integer, String> names = new LinkedHashMap<>();

  FunctionKeys(Program program, Map<Integer, FunctionBody> bodies) {
    this.bodies = bodies;
    program.code().functions().forEach(f -> names.put(f.start(), f.name()));
  }

  /**
   * The functions of a program by their start.
   *
   * @throws IllegalArgumentException if control passes from one to another but by a call, or comes
   *     back to the entry
   */
  static Map<Integer, FunctionBody> split(Program program) {
    List<Function> functions = program.code().functions();
    Map<Integer, FunctionBody> bodies = new LinkedHashMap<>();
    for (int i = 0; i < functions.size(); i++) {
      boolean last = i + 1 == functions.size();
      int end = last ? program.code().size() : functions.get(i + 1).start();
      FunctionBody body = new FunctionBody(program.code(), functions.get(i).start(), end);
      if (end <= body.start()) {
        throw refuse(program, functions.get(i).name(), "has no instructions");
      }
      bodies.put(body.start(), body);
    }
    for (Function function : functions) {
      check(program, function.name(), bodies.get(function.start()), bodies);
    }
    return bodies;
  }

  private static void check(
      Program program, String name, FunctionBody body, Map<Integer, FunctionBody> bodies) {
    for (Insn insn : body.insns()) {
      int target = insn.jumpTarget();
      if (target >= 0 && (target < body.start() || target >= body.end())) {
        throw refuse(program, name, "jumps out of itself");
      }
      int callee = callee(insn);
      if (callee == 0) {
        throw refuse(program, name, "calls the program's entry, which files cannot say");
      }
      if (callee > 0 && !bodies.containsKey(callee)) {
        throw refuse(program, name, "calls the middle of a function");
      }
    }
    if (program.code().insn(body.end() - 1).fallsThrough()) {
      throw refuse(program, name, "runs on behind its end");
    }
  }

  private static IllegalArgumentException refuse(Program program, String name, String why) {
    return new IllegalArgumentException(
        "program `" + program.name() + "`: function `" + name + "` " + why);
  }

  /** The start of the function that an instruction calls or takes the address of, or -1. */
  static int callee(Insn insn) {
    if (insn instanceof Insn.CallLocal call) {
      return call.target();
    }
    return insn instanceof Insn.LoadRef ref && ref.kind() == RefKind.CODE ? ref.index() : -1;
  }

  /** What tells the function at {@code start} from others, functions that it reaches included. */
  List<Object> of(int start) {
    List<Integer> reached = new ArrayList<>();
    reach(start, reached);
    List<Object> key = new ArrayList<>();
    for (int function : reached) {
      FunctionBody body = bodies.get(function);
      key.add(names.get(function));
      for (Insn insn : body.insns()) {
        int callee = callee(insn);
        key.add(relative(insn, body.start(), callee < 0 ? 0 : reached.indexOf(callee)));
      }
      key.add(body.lines());
    }
    return key;
  }

  private void reach(int start, List<Integer> reached) {
    if (reached.contains(start)) {
      return;
    }
    reached.add(start);
    for (Insn insn : bodies.get(start).insns()) {
      int callee = callee(insn);
      if (callee >= 0) {
        reach(callee, reached);
      }
    }
  }

  /** The instruction with jumps relative to {@code base}, and calls to {@code callee}. */
  static Insn relative(Insn insn, int base, int callee) {
    if (insn instanceof Insn.Jump jump) {
      return new Insn.Jump(jump.target() - base);
    }
    if (insn instanceof Insn.Branch b) {
      return new Insn.Branch(b.cond(), b.width(), b.left(), b.right(), b.target() - base);
    }
    if (insn instanceof Insn.CallLocal) {
      return new Insn.CallLocal(callee);
    }
    if (insn instanceof Insn.LoadRef ref && ref.kind() == RefKind.CODE) {
      return new Insn.LoadRef(ref.dst(), RefKind.CODE, callee, 0);
    }
    return insn;
  }
}

package org.gpol.vm;

import java.util.ArrayList;
import java.util.List;
import org.gpol.bpf.GpolBug;
import org.gpol.bpf.btf.BtfTable;
import org.gpol.bpf.btf.BtfType;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.RefKind;
import org.gpol.bpf.object.Program;
import org.gpol.bpf.platform.KernelVariable;
import org.gpol.bpf.platform.Platform;
import org.gpol.bpf.text.Spelling;
import org.gpol.vm.call.HelperBinding;
import org.gpol.vm.call.HelperTable;

/**
 * Finds by name what a program refers to by types of its object: behind this, a variable's number
 * is its place in the platform's list, and a function's that of its helper. An object without types
 * has those numbers from the start.
 */
final class Externs {
  private Externs() {}

  /** The program with its references resolved. */
  static Program resolve(Program program, BtfTable types, Platform platform, HelperTable helpers)
      throws LoadException {
    if (types.types().isEmpty()) {
      return program;
    }
    List<Insn> insns = new ArrayList<>();
    for (Insn insn : program.code().insns()) {
      if (insn instanceof Insn.LoadRef ref && ref.kind() == RefKind.VARIABLE) {
        insns.add(variable(ref, program, types, platform));
      } else if (insn instanceof Insn.CallBtf call) {
        insns.add(function(call, program, types, platform, helpers));
      } else {
        insns.add(insn);
      }
    }
    Code code = new Code(insns, program.code().functions(), program.code().lines());
    return new Program(program.name(), program.section(), code);
  }

  private static Insn variable(Insn.LoadRef ref, Program program, BtfTable types, Platform platform)
      throws LoadException {
    String name = types.type(ref.index()).map(BtfType::name).orElse("");
    List<String> known = platform.variables().stream().map(KernelVariable::name).toList();
    int place = known.indexOf(name);
    if (place < 0) {
      throw missing(program, "variable", name, known);
    }
    return new Insn.LoadRef(ref.dst(), RefKind.VARIABLE, place, ref.offset());
  }

  private static Insn function(
      Insn.CallBtf call, Program program, BtfTable types, Platform platform, HelperTable helpers)
      throws LoadException {
    String name = types.type(call.id()).map(BtfType::name).orElse("");
    if (!platform.functions().contains(name)) {
      throw missing(program, "function", name, platform.functions());
    }
    HelperBinding binding =
        helpers.kfunc(name).orElseThrow(() -> new GpolBug("function " + name + " does nothing"));
    return new Insn.Call(binding.signature().id());
  }

  private static LoadException missing(
      Program program, String what, String name, List<String> known) {
    return new LoadException(
        "program `"
            + program.name()
            + "` needs the kernel's "
            + what
            + " `"
            + name
            + "`, which the platform does not have"
            + Spelling.didYouMean(name, known));
  }
}

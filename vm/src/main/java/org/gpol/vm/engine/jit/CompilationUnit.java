package org.gpol.vm.engine.jit;

import java.util.List;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.code.Function;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.platform.HelperSignature;
import org.gpol.vm.call.HelperBinding;
import org.gpol.vm.engine.Linkage;
import org.gpol.vm.map.MapRegistry;
import org.gpol.vm.memory.Region;
import org.gpol.vm.proof.ProgramFacts;

/**
 * A program to compile and what it is compiled against.
 *
 * @param facts what is proved of it
 * @param linkage what its references stand for
 * @param budget instructions that a run may execute
 */
record CompilationUnit(Code code, ProgramFacts facts, Linkage linkage, long budget) {
  HelperBinding helper(int id) {
    return linkage
        .helpers()
        .find(id)
        .orElseThrow(() -> new UnsupportedProgram("it calls helper " + id + ", which nobody has"));
  }

  HelperSignature signature(int id) {
    return helper(id).signature();
  }

  MapRegistry maps() {
    return linkage.maps();
  }

  /** The functions that are ever called; their places in this list are their numbers. */
  List<Function> functions() {
    return code.functions().stream().filter(f -> facts.reached(f.start())).toList();
  }

  /** The one array that holds all values of a map, or null if there is none. */
  byte[] valuesOf(int map) {
    return maps().valuesTogether(map).map(Region::bytes).orElse(null);
  }

  /** The address that a reference stands for. */
  long address(Insn.LoadRef insn) {
    return linkage.address(insn);
  }
}

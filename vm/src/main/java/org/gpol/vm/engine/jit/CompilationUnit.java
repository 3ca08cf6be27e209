package org.gpol.vm.engine.jit;

import java.util.BitSet;
import java.util.List;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.code.Function;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.RefKind;
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
 * @param functions the first instructions of the functions that are ever called; their places in
 *     this list are their numbers
 */
record CompilationUnit(
    Code code, ProgramFacts facts, Linkage linkage, long budget, List<Integer> functions) {
  static CompilationUnit of(Code code, ProgramFacts facts, Linkage linkage, long budget) {
    BitSet starts = new BitSet();
    code.functions().stream().mapToInt(Function::start).forEach(starts::set);
    linkage.functions().starts().forEach(starts::set);
    List<Integer> functions = starts.stream().filter(facts::reached).boxed().toList();
    return new CompilationUnit(code, facts, linkage, budget, functions);
  }

  HelperBinding helper(int id) {
    return linkage.helpers().find(id).orElseThrow();
  }

  HelperSignature signature(int id) {
    return helper(id).signature();
  }

  MapRegistry maps() {
    return linkage.maps();
  }

  /** The one array that holds all values of a map, or null if there is none. */
  byte[] valuesOf(int map) {
    return maps().valuesTogether(map).map(Region::bytes).orElse(null);
  }

  /** True if the verifier accepted the program, so that its facts say more than nothing. */
  boolean proved() {
    return facts.terminates();
  }

  /** True if nobody but the engine calls the first function, with the context alone. */
  boolean beginsOnlyAsMain() {
    return proved() && code.insns().stream().noneMatch(CompilationUnit::refersToFirst);
  }

  private static boolean refersToFirst(Insn insn) {
    return (insn instanceof Insn.CallLocal call && call.target() == 0)
        || (insn instanceof Insn.LoadRef ref && ref.kind() == RefKind.CODE && ref.index() == 0);
  }

  /**
   * True if every loop ends within the budget, so that none needs to be watched: only calls and
   * returns add up.
   */
  boolean terminates() {
    return facts.mostInstructions() < budget;
  }

  /**
   * How many instructions a run may execute in a function between two looks at the budget: a look
   * is taken when it is entered, when a call returns, and where it jumps back unless {@link
   * #terminates}.
   */
  private long unwatched() {
    return terminates() ? facts.mostInstructions() : code.size() + 1L;
  }

  /** While no more instructions were executed, the budget lasts until the next look at it. */
  long unwatchedUpTo() {
    return budget - unwatched();
  }
}

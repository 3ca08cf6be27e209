package org.gpol.vm.engine.jit;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.Reg;
import org.gpol.vm.proof.Pointee;
import org.gpol.vm.proof.ProgramFacts;

/**
 * Which values of a function are kept as ints. Loop counters that fit into 32 bits are, and
 * pointers into one region that move in loops, as offsets: HotSpot removes bounds checks from, and
 * unrolls, loops that count in ints only.
 *
 * <p>What a definition computes does not matter: whatever a reader gets, the verifier has seen
 * there, and has seen that it fits.
 */
final class NarrowWebs {
  /** What the int is an offset from. */
  enum Base {
    /** Nothing: it is a number. */
    ZERO,
    CONTEXT,
    STACK,
    MAP_VALUES,
    /** It is not an int at all. */
    NONE
  }

  /** How one web is kept. */
  record Kept(Base base, int map) {
    static final Kept WIDE = new Kept(Base.NONE, 0);

    boolean isNarrow() {
      return base != Base.NONE;
    }
  }

  private final CompilationUnit unit;

  /** Null if nothing is narrow. */
  private final Webs webs;

  private final Kept[] kept;
  private final Set<Reg> registers = new TreeSet<>();

  private NarrowWebs(CompilationUnit unit, Webs webs) {
    this.unit = unit;
    this.webs = webs;
    this.kept = new Kept[webs == null ? 0 : webs.limit()];
  }

  /** Keeps everything as longs. */
  static NarrowWebs none(CompilationUnit unit) {
    return new NarrowWebs(unit, null);
  }

  /** Of the function that consists of the blocks {@code order} and begins at {@code start}. */
  static NarrowWebs of(Target target, int start, List<Integer> order) {
    if (!target.unit().proved()) {
      return none(target.unit());
    }
    Webs webs = new Webs(target.unit(), target.blocks(), start, order);
    NarrowWebs narrow = new NarrowWebs(target.unit(), webs);
    List<Integer> instructions = target.blocks().instructions(order);
    instructions.forEach(narrow::look);
    instructions.forEach(narrow::count);
    return narrow;
  }

  private void look(int index) {
    Insn insn = unit.code().insn(index);
    for (int reads = insn.reads(); reads != 0; reads &= reads - 1) {
      Reg reg = Reg.of(Integer.numberOfTrailingZeros(reads));
      int web = webs.before(index, reg);
      if (web >= 0 && webs.changesInLoop(web)) {
        Kept here = keep(index, reg);
        kept[web] = kept[web] == null || kept[web].equals(here) ? here : Kept.WIDE;
      }
    }
  }

  private Kept keep(int index, Reg reg) {
    ProgramFacts facts = unit.facts();
    if (facts.isInt(index, reg)) {
      return new Kept(Base.ZERO, 0);
    }
    Pointee at = facts.pointee(index, reg);
    return switch (at.kind()) {
      case CONTEXT -> new Kept(Base.CONTEXT, 0);
      case OWN_STACK, STACK -> new Kept(Base.STACK, 0);
      case MAP_VALUE ->
          unit.valuesOf(at.map()) == null ? Kept.WIDE : new Kept(Base.MAP_VALUES, at.map());
      case MAP, OTHER, MIXED -> Kept.WIDE;
    };
  }

  private void count(int index) {
    for (int number = 0; number < Reg.FP.number(); number++) {
      Reg reg = Reg.of(number);
      if (before(index, reg).isNarrow()) {
        registers.add(reg);
      }
    }
  }

  /** The registers that ever hold something narrow. */
  List<Reg> registers() {
    return List.copyOf(registers);
  }

  /** How the value is kept that {@code reg} has before the instruction at {@code index}. */
  Kept before(int index, Reg reg) {
    return webs == null ? Kept.WIDE : kept(webs.before(index, reg));
  }

  /** How the value is kept that the instruction at {@code index} puts into {@code reg}. */
  Kept written(int index, Reg reg) {
    return webs == null ? Kept.WIDE : kept(webs.written(index, reg));
  }

  private Kept kept(int web) {
    return web < 0 || kept[web] == null ? Kept.WIDE : kept[web];
  }
}

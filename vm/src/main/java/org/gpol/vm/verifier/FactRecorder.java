package org.gpol.vm.verifier;

import java.util.function.Consumer;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.isa.Imm;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.Reg;
import org.gpol.vm.proof.Pointee;
import org.gpol.vm.proof.ProgramFacts;
import org.gpol.vm.verifier.domain.Pointer;
import org.gpol.vm.verifier.domain.Region;
import org.gpol.vm.verifier.domain.Value;
import org.gpol.vm.verifier.transfer.Path;

/**
 * Writes down what engines can make use of, of every path at every instruction. A path that ends
 * because an earlier one covers it adds nothing: whatever it would meet, that one has met.
 */
final class FactRecorder implements Consumer<Path> {
  private final Code code;
  private final ProgramFacts facts;

  FactRecorder(Code code) {
    this.code = code;
    facts = new ProgramFacts(code.size());
  }

  ProgramFacts facts() {
    return facts;
  }

  @Override
  public void accept(Path path) {
    int index = path.index();
    facts.reach(index);
    Insn insn = code.insn(index);
    for (int reads = insn.reads(); reads != 0; reads &= reads - 1) {
      note(path, Reg.of(Integer.numberOfTrailingZeros(reads)));
    }
    if (insn instanceof Insn.Branch branch) {
      order(path, branch);
    }
  }

  private void note(Path path, Reg reg) {
    Value value = path.state().reg(reg);
    if (value instanceof Value.Num num) {
      facts.noteNumber(path.index(), reg, num.scalar().smin(), num.scalar().smax());
    } else {
      facts.note(path.index(), reg, pointee(value, path.state().depth() - 1));
    }
  }

  private void order(Path path, Insn.Branch branch) {
    Value left = path.state().reg(branch.left());
    Value right =
        branch.right() instanceof Reg reg
            ? path.state().reg(reg)
            : Value.constant(((Imm) branch.right()).value());
    if (left instanceof Value.Num l && right instanceof Value.Num r) {
      boolean above = l.scalar().smax() > r.scalar().smin();
      boolean below = l.scalar().smin() < r.scalar().smax();
      facts.noteOrder(path.index(), above, below);
    } else {
      facts.noteOrder(path.index(), true, true);
    }
  }

  private static Pointee pointee(Value value, int frame) {
    if (!(value instanceof Pointer pointer) || pointer.nullable()) {
      return Pointee.OTHER;
    }
    Region region = pointer.region();
    if (region instanceof Region.Context) {
      return at(Pointee.Kind.CONTEXT, 0, pointer);
    }
    if (region instanceof Region.Stack stack) {
      boolean own = stack.frame() == frame;
      return at(own ? Pointee.Kind.OWN_STACK : Pointee.Kind.STACK, 0, pointer);
    }
    if (region instanceof Region.MapValue values && !values.map().inner()) {
      return at(Pointee.Kind.MAP_VALUE, values.map().index(), pointer);
    }
    if (region instanceof Region.MapHandle handle && !handle.map().inner()) {
      return at(Pointee.Kind.MAP, handle.map().index(), pointer);
    }
    return Pointee.OTHER;
  }

  private static Pointee at(Pointee.Kind kind, int map, Pointer pointer) {
    return new Pointee(kind, map, pointer.offset(), pointer.isFixed());
  }
}

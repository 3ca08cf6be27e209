package org.gpol.vm.agreement;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.Imm;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.isa.Width;

/** Makes a failing trial smaller: fewer runs, fewer programs, fewer and simpler instructions. */
final class Shrinker {
  private final Predicate<Trial> fails;
  private int attempts;
  private Trial best;

  private Shrinker(Trial trial, Predicate<Trial> fails, int attempts) {
    this.best = trial;
    this.fails = fails;
    this.attempts = attempts;
  }

  /**
   * A smaller trial for which {@code fails} still holds, as it does for {@code trial}.
   *
   * @param attempts how many trials may be tried
   */
  static Trial shrink(Trial trial, Predicate<Trial> fails, int attempts) {
    return new Shrinker(trial, fails, attempts).shrink();
  }

  private Trial shrink() {
    boolean better = true;
    while (better && attempts > 0) {
      better = contexts();
      better |= zeros();
      better |= programs();
      for (int program = 0; program < best.programs().size(); program++) {
        better |= removals(program);
        better |= replacements(program);
      }
    }
    return best;
  }

  private boolean attempt(Trial smaller) {
    if (attempts <= 0) {
      return false;
    }
    attempts--;
    boolean still = fails.test(smaller);
    best = still ? smaller : best;
    return still;
  }

  private boolean contexts() {
    boolean better = false;
    for (int i = 0; i < best.contexts().size() && best.contexts().size() > 1; ) {
      List<byte[]> one = List.of(best.contexts().get(i));
      List<byte[]> others = new ArrayList<>(best.contexts());
      others.remove(i);
      if (attempt(best.on(one)) || attempt(best.on(others))) {
        better = true;
      } else {
        i++;
      }
    }
    return better;
  }

  private boolean zeros() {
    boolean better = false;
    for (int lane = 0; lane < Setting.CONTEXT_BYTES && best.contexts().size() == 1; lane += 4) {
      byte[] context = best.contexts().get(0).clone();
      byte[] simpler = context.clone();
      java.util.Arrays.fill(simpler, lane, lane + 4, (byte) 0);
      better |= !java.util.Arrays.equals(context, simpler) && attempt(best.on(List.of(simpler)));
    }
    return better;
  }

  private boolean programs() {
    boolean better = false;
    while (best.programs().size() > 1
        && attempt(best.with(best.programs().subList(0, best.programs().size() - 1)))) {
      better = true;
    }
    return better;
  }

  /** Takes stretches of instructions out, long ones first. */
  private boolean removals(int program) {
    boolean better = false;
    for (int length = best.programs().get(program).size() / 2; length > 0; length /= 2) {
      int from = best.programs().get(program).size() - length;
      while (from >= 0) {
        Code code = best.programs().get(program);
        int to = Math.min(from + length, code.size());
        Optional<Code> shorter = CodeEdit.remove(code, from, to);
        if (shorter.isPresent() && attempt(with(program, shorter.get()))) {
          better = true;
        }
        from -= length;
      }
    }
    return better;
  }

  private boolean replacements(int program) {
    boolean better = false;
    for (int at = 0; at < best.programs().get(program).size(); at++) {
      Code code = best.programs().get(program);
      for (Insn simpler : simpler(code.insn(at))) {
        if (!simpler.equals(code.insn(at))
            && attempt(with(program, CodeEdit.replace(code, at, simpler)))) {
          better = true;
          break;
        }
      }
    }
    return better;
  }

  private Trial with(int program, Code code) {
    List<Code> programs = new ArrayList<>(best.programs());
    programs.set(program, code);
    return best.with(programs);
  }

  /** What may stand for an instruction, simplest first; nothing for what is simple already. */
  private static List<Insn> simpler(Insn insn) {
    List<Insn> simpler = new ArrayList<>();
    int written = insn.writes();
    boolean constant =
        insn instanceof Insn.Alu move && move.op() == AluOp.MOV && move.src() instanceof Imm;
    if (Integer.bitCount(written) == 1 && !constant) {
      Reg reg = Reg.of(Integer.numberOfTrailingZeros(written));
      simpler.add(move(reg, 0));
      simpler.add(move(reg, 1));
    }
    if (constant) {
      Insn.Alu move = (Insn.Alu) insn;
      int value = ((Imm) move.src()).value();
      for (int smaller : new int[] {0, 1, value / 2}) {
        if (Math.abs((long) smaller) < Math.abs((long) value)) {
          simpler.add(new Insn.Alu(AluOp.MOV, move.width(), move.dst(), new Imm(smaller)));
        }
      }
    }
    if ((written & 1) != 0 && written != 1) {
      simpler.add(move(Reg.R0, 0));
    }
    if (insn instanceof Insn.Branch branch) {
      simpler.add(new Insn.Jump(branch.target()));
    }
    if (insn instanceof Insn.Store store && !(store.value() instanceof Imm)) {
      simpler.add(new Insn.Store(store.size(), store.base(), store.offset(), new Imm(1)));
    }
    return simpler;
  }

  private static Insn move(Reg reg, int value) {
    return new Insn.Alu(AluOp.MOV, Width.W64, reg, new Imm(value));
  }
}

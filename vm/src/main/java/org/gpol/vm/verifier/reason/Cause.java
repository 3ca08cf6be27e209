package org.gpol.vm.verifier.reason;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.Operand;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.text.Disassembler;
import org.gpol.vm.verifier.domain.MapRef;
import org.gpol.vm.verifier.domain.Value;

/**
 * The causal path of a refusal: going back from the refused instruction, whatever gave or bounded
 * the values that it stumbled over, and nothing else.
 */
public final class Cause {
  /** More than a person reads at once; what lies farther back is left out. */
  private static final int MOST = 10;

  private static final Pattern REGISTER = Pattern.compile("\\br(10|[0-9])\\b");

  private final Code code;
  private final Wording wording;
  private final Set<Place> wanted = new HashSet<>();
  private final Deque<CausalStep> steps = new ArrayDeque<>();

  private Cause(Code code, Function<MapRef, String> mapNames) {
    this.code = code;
    this.wording = new Wording(mapNames);
  }

  /**
   * What led to the refusal of the last step, in the order in which it happened.
   *
   * @param message of the refusal, which names the registers at fault, if any
   */
  public static List<CausalStep> of(
      Code code, Function<MapRef, String> mapNames, Footprint last, String message) {
    Cause cause = new Cause(code, mapNames);
    cause.begin(last, message);
    Footprint after = last;
    for (Footprint at = last.previous();
        at != null && !cause.wanted.isEmpty() && cause.steps.size() < MOST;
        at = at.previous()) {
      cause.goBack(at, after);
      after = at;
    }
    return List.copyOf(cause.steps);
  }

  private void begin(Footprint last, String message) {
    int reads = code.insn(last.index()).reads();
    Matcher named = REGISTER.matcher(message);
    while (named.find()) {
      int reg = Integer.parseInt(named.group(1));
      if (((reads >>> reg) & 1) != 0) {
        want(last, Reg.of(reg));
      }
    }
    if (wanted.isEmpty() && (reads & Insn.ARGUMENTS) != Insn.ARGUMENTS) {
      wantAll(last, reads);
    }
  }

  private void want(Footprint at, Reg reg) {
    if (reg != Reg.FP) {
      wanted.add(Place.of(at, reg));
    }
  }

  private void wantAll(Footprint at, int registers) {
    for (int left = registers; left != 0; left &= left - 1) {
      want(at, Reg.of(Integer.numberOfTrailingZeros(left)));
    }
  }

  private void goBack(Footprint at, Footprint after) {
    Insn insn = code.insn(at.index());
    if (insn instanceof Insn.Exit) {
      returned(at, after);
    } else if (after.depth() > at.depth()) {
      passed(at, after);
    } else if (insn instanceof Insn.Branch branch) {
      branched(at, after, branch);
    } else if (insn instanceof Insn.Store store) {
      stored(at, store);
    } else {
      computed(at, after, insn);
    }
  }

  /** The value of a call comes from R0 of the function that returns. */
  private void returned(Footprint at, Footprint after) {
    if (wanted.remove(new Place(after.depth(), 0))) {
      want(at, Reg.R0);
    }
  }

  /** The arguments of a function come from its caller. */
  private void passed(Footprint at, Footprint after) {
    boolean any = false;
    for (int reg = 1; reg <= 5; reg++) {
      if (wanted.remove(new Place(after.depth(), reg))) {
        want(at, Reg.of(reg));
        any = true;
      }
    }
    if (any) {
      add(at, "");
    }
  }

  private void branched(Footprint at, Footprint after, Insn.Branch branch) {
    boolean reads = isWanted(at, branch.left()) || isWanted(at, branch.right());
    StringBuilder effect =
        new StringBuilder(after.index() == branch.target() ? "taken" : "not taken");
    boolean narrowed = false;
    for (int reg = 0; reg < Reg.COUNT - 1; reg++) {
      Value now = after.registers()[reg];
      boolean changed = !now.equals(at.registers()[reg]) && !(now instanceof Value.Uninit);
      if (changed && wanted.contains(new Place(at.depth(), reg))) {
        effect.append(narrowed ? ", r" : ": r").append(reg).append(" is ").append(wording.of(now));
        narrowed = true;
      }
    }
    if (reads || narrowed) {
      add(at, effect.toString());
    }
  }

  private boolean isWanted(Footprint at, Operand operand) {
    return operand instanceof Reg reg && wanted.contains(Place.of(at, reg));
  }

  private void stored(Footprint at, Insn.Store store) {
    Place place = Place.onStack(at.register(store.base()), store.offset());
    if (place != null && wanted.remove(place)) {
      add(at, "");
      if (store.value() instanceof Reg reg) {
        want(at, reg);
      }
    }
  }

  private void computed(Footprint at, Footprint after, Insn insn) {
    for (int left = insn.writes(); left != 0; left &= left - 1) {
      Reg reg = Reg.of(Integer.numberOfTrailingZeros(left));
      if (wanted.remove(Place.of(at, reg))) {
        Value now = after.register(reg);
        add(at, reg + (now instanceof Value.Uninit ? " holds nothing" : " is " + wording.of(now)));
        wantSources(at, insn);
      }
    }
  }

  private void wantSources(Footprint at, Insn insn) {
    if (insn instanceof Insn.Load load) {
      Place place = Place.onStack(at.register(load.base()), load.offset());
      if (place != null) {
        wanted.add(place);
      }
    } else if (insn instanceof Insn.Alu || insn instanceof Insn.Unary) {
      wantAll(at, insn.reads());
    }
  }

  private void add(Footprint at, String effect) {
    int index = at.index();
    steps.addFirst(
        new CausalStep(
            index,
            code.slotOf(index),
            code.location(index),
            Disassembler.text(code.insn(index)),
            effect));
  }
}

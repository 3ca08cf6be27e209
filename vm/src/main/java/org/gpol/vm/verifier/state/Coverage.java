package org.gpol.vm.verifier.state;

import java.util.HashMap;
import java.util.Map;
import org.gpol.bpf.isa.Reg;
import org.gpol.vm.verifier.domain.Pointer;
import org.gpol.vm.verifier.domain.Value;

/**
 * Decides whether one state covers another: whether everything that can happen from the second has
 * been considered when looking from the first.
 */
public final class Coverage {
  private final Map<Integer, Integer> ids = new HashMap<>();
  private int unlinked;

  private Coverage() {}

  /** True if nothing that was read after {@code done} tells {@code state} from it. */
  public static boolean covers(Checkpoint done, AbstractState state) {
    return new Coverage().covers(done.state(), state, done.read());
  }

  /** True if both states say the same. */
  public static boolean same(Checkpoint earlier, AbstractState state) {
    return new Coverage().covers(earlier.state(), state, null)
        && new Coverage().covers(state, earlier.state(), null);
  }

  private boolean covers(AbstractState old, AbstractState now, Marks relevant) {
    if (old.depth() != now.depth()) {
      return false;
    }
    for (int f = 0; f < old.depth(); f++) {
      Frame a = old.frame(f);
      Frame b = now.frame(f);
      if (a.function() != b.function()
          || a.returnIndex() != b.returnIndex()
          || !coversRegs(a, b, relevant == null ? -1 : relevant.regs(f))
          || !coversSlots(a, b, relevant == null ? -1 : relevant.slots(f))) {
        return false;
      }
    }
    return true;
  }

  private boolean coversRegs(Frame old, Frame now, int relevant) {
    for (int reg = 0; reg < Reg.COUNT - 1; reg++) {
      if (((relevant >>> reg) & 1) != 0 && !covers(old.reg(reg), now.reg(reg))) {
        return false;
      }
    }
    return true;
  }

  private boolean coversSlots(Frame old, Frame now, long relevant) {
    for (int i = 0; i < Frame.SLOTS; i++) {
      if (((relevant >>> i) & 1) != 0 && !covers(old.slot(i), now.slot(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean covers(Slot old, Slot now) {
    if (old.spill() != null) {
      Value whole = now.whole();
      return whole != null && covers(old.spill(), whole);
    }
    // A pointer's bytes are not numbers, which is what the old bytes were taken for.
    return (old.initialised() == 0 || !now.holdsPointer())
        && now.hasBytes(old.initialised())
        && now.hasZeros(old.zero());
  }

  private boolean covers(Value old, Value now) {
    if (old instanceof Value.Uninit) {
      return true;
    }
    if (old instanceof Value.Num a) {
      return now instanceof Value.Num b
          && a.scalar().contains(b.scalar())
          && (a.id() == 0 || linked(a.id(), b.id()));
    }
    return now instanceof Pointer b && covers((Pointer) old, b);
  }

  private boolean covers(Pointer old, Pointer now) {
    return old.region().equals(now.region())
        && old.offset() == now.offset()
        && old.variable().contains(now.variable())
        && old.nullable() == now.nullable()
        && (!old.nullable() || linked(old.nullId(), now.nullId()));
  }

  /** Values that were equal in the old state must be equal in the new one. */
  private boolean linked(int old, int now) {
    int other = now == 0 ? --unlinked : now;
    Integer before = ids.putIfAbsent(old, other);
    return before == null || before == other;
  }
}

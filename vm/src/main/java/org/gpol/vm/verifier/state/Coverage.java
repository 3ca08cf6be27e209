package org.gpol.vm.verifier.state;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gpol.bpf.isa.Reg;
import org.gpol.vm.verifier.domain.Pointer;
import org.gpol.vm.verifier.domain.Region;
import org.gpol.vm.verifier.domain.Value;

/**
 * Decides whether one state covers another: whether everything that can happen from the second has
 * been considered when looking from the first.
 */
public final class Coverage {
  /** What the number that an id of the old state stands for is in the new state. */
  private record Link(int id, long delta) {}

  /** Most comparisons end before anything is entered. */
  private Map<Integer, Link> ids;

  private Map<Integer, Integer> things;
  private Map<Integer, Integer> thingsBack;
  private int unlinked;

  private Coverage() {}

  /** True if nothing that was read after {@code done} tells {@code state} from it. */
  public static boolean covers(Checkpoint done, AbstractState state) {
    return new Coverage().covers(done.state(), state, done.readsAll() ? null : done.read());
  }

  /** True if {@code state} is one of those that {@code earlier} stands for, read or not. */
  public static boolean coversWhole(Checkpoint earlier, AbstractState state) {
    return new Coverage().covers(earlier.state(), state, null);
  }

  /** True if {@code now} is one of those that {@code old} stands for. */
  public static boolean coversWhole(AbstractState old, AbstractState now) {
    return new Coverage().covers(old, now, null);
  }

  /** True if both states say the same, and no callback has returned in between. */
  public static boolean same(Checkpoint earlier, AbstractState state) {
    return earlier.state().rounds() == state.rounds()
        && new Coverage().covers(earlier.state(), state, null)
        && new Coverage().covers(state, earlier.state(), null);
  }

  private boolean covers(AbstractState old, AbstractState now, Marks relevant) {
    if (old.depth() != now.depth() || !sameHoldings(old, now)) {
      return false;
    }
    for (int f = 0; f < old.depth(); f++) {
      Frame a = old.frame(f);
      Frame b = now.frame(f);
      if (a.function() != b.function()
          || a.returnIndex() != b.returnIndex()
          || a.callback() != b.callback()
          || a.rounds() > b.rounds()
          || !coversRegs(a, b, relevant == null ? -1 : relevant.regs(f))
          || !coversSlots(a, b, relevant == null ? -1 : relevant.slots(f))) {
        return false;
      }
    }
    return true;
  }

  /** What the program has to give back is the same, whatever was read. */
  private boolean sameHoldings(AbstractState old, AbstractState now) {
    List<Reference> a = old.references();
    List<Reference> b = now.references();
    boolean same = a.size() == b.size() && (old.lock() == null) == (now.lock() == null);
    for (int i = 0; same && i < a.size(); i++) {
      same = sameThing(a.get(i).id(), b.get(i).id());
    }
    return same && (old.lock() == null || covers(old.lock().value(), now.lock().value()));
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
      boolean asked = ((relevant >>> i) & 1) != 0 && old.slot(i).initialised() != 0;
      if (asked && !covers(old.slot(i), now.slot(i))) {
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
    return !now.isOpaque()
        && now.hasBytes(old.initialised())
        && now.hasZeros(old.zero())
        && coversPart(old.low(), now.part(false))
        && coversPart(old.high(), now.part(true));
  }

  private boolean coversPart(Value.Num old, Value.Num now) {
    return old == null || (now != null && covers(old, now));
  }

  private boolean covers(Value old, Value now) {
    if (old instanceof Value.Uninit) {
      return true;
    }
    if (old instanceof Value.Num a) {
      return now instanceof Value.Num b
          && a.scalar().contains(b.scalar())
          && (a.low() == null || a.low().contains(b.signedLow()))
          && (a.id() == 0 || linked(a.id(), b.id(), b.delta() - a.delta()));
    }
    if (old instanceof Value.Dynptr a) {
      return now instanceof Value.Dynptr b
          && a.reservation() == b.reservation()
          && a.first() == b.first()
          && sameThing(a.id(), b.id());
    }
    return now instanceof Pointer b && covers((Pointer) old, b);
  }

  private boolean covers(Pointer old, Pointer now) {
    return covers(old.region(), now.region())
        && coversDistance(old, now)
        && old.nullable() == now.nullable()
        && (!old.nullable() || linked(old.nullId(), now.nullId(), 0));
  }

  private static boolean coversDistance(Pointer old, Pointer now) {
    return old.offset() == now.offset()
        ? old.variable().contains(now.variable())
        : !old.isFixed() && old.distance().contains(now.distance());
  }

  private boolean covers(Region old, Region now) {
    if (old.id() == 0 || now.id() == 0) {
      return old.equals(now);
    }
    return old.withId(now.id()).equals(now) && sameThing(old.id(), now.id());
  }

  /** What was one thing in the old state is one in the new, and what were two are two. */
  private boolean sameThing(int old, int now) {
    if (things == null) {
      things = new HashMap<>();
      thingsBack = new HashMap<>();
    }
    Integer before = things.putIfAbsent(old, now);
    Integer back = thingsBack.putIfAbsent(now, old);
    return (before == null || before == now) && (back == null || back == old);
  }

  /** Values that differed by a constant in the old state must do so in the new one. */
  private boolean linked(int old, int now, long delta) {
    Link link = new Link(now == 0 ? --unlinked : now, delta);
    if (ids == null) {
      ids = new HashMap<>();
    }
    Link before = ids.putIfAbsent(old, link);
    return before == null || before.equals(link);
  }
}

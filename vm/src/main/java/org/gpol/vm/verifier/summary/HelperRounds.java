package org.gpol.vm.verifier.summary;

import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.platform.CallbackKind;
import org.gpol.vm.verifier.check.Environment;
import org.gpol.vm.verifier.domain.MapRef;
import org.gpol.vm.verifier.domain.Pointer;
import org.gpol.vm.verifier.domain.Region;
import org.gpol.vm.verifier.domain.Value;
import org.gpol.vm.verifier.state.AbstractState;
import org.gpol.vm.verifier.transfer.CallbackTransfer;

/** How often a helper calls back at most. */
final class HelperRounds {
  private HelperRounds() {}

  /**
   * Of the helper that is called in {@code state}; {@link Long#MAX_VALUE} if that is not known.
   * Each helper sees to it by itself that there is an end.
   */
  static long most(Environment environment, CallbackKind kind, AbstractState state) {
    Value first = state.reg(Reg.R1);
    if (kind == CallbackKind.LOOP) {
      return first instanceof Value.Num asked
          ? Math.min(CallbackTransfer.MAX_LOOPS, asked.scalar().truncate32().umax())
          : CallbackTransfer.MAX_LOOPS;
    }
    int map = map(state);
    return map < 0 ? Long.MAX_VALUE : environment.spec(new MapRef(map, false)).maxEntries();
  }

  /**
   * The number of the map that the helper called in {@code state} goes through; -1 if it is not
   * known: the maps in a map of maps may be larger than the one that they are described by.
   */
  static int map(AbstractState state) {
    return state.reg(Reg.R1) instanceof Pointer pointer
            && pointer.region() instanceof Region.MapHandle handle
            && !handle.map().inner()
        ? handle.map().index()
        : -1;
  }
}

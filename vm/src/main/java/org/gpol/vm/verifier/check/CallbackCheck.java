package org.gpol.vm.verifier.check;

import org.gpol.bpf.platform.CallbackKind;
import org.gpol.vm.verifier.domain.Scalar;
import org.gpol.vm.verifier.domain.Value;
import org.gpol.vm.verifier.state.AbstractState;

/** What a function that a helper calls back may do. */
public final class CallbackCheck {
  private CallbackCheck() {}

  /** Refuses a result that the helper does not take. */
  public static void returned(CallbackKind kind, Value value) {
    int most = kind == CallbackKind.TIMER ? 0 : 1;
    Scalar allowed = Scalar.unsigned(0, most);
    if (!(value instanceof Value.Num number) || !allowed.contains(number.scalar())) {
      String found = value instanceof Value.Num number ? number.scalar().toString() : "no number";
      throw new Refusal(
          SafetyCheck.CALLBACK,
          "a function called back has to return "
              + (most == 0 ? "0" : "0 to go on or 1 to stop")
              + "; r0 is "
              + found);
    }
  }

  /** Refuses a tail call from inside of a callback. */
  public static void tailCall(AbstractState state) {
    for (int frame = 0; frame < state.depth(); frame++) {
      if (state.frame(frame).callback() != CallbackKind.NONE) {
        throw new Refusal(
            SafetyCheck.TAIL_CALL,
            "a function called back cannot make tail calls: the program called instead of it"
                + " would return to the helper");
      }
    }
  }
}

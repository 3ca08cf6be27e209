package org.gpol.vm.verifier.transfer;

import java.util.Deque;
import org.gpol.bpf.GpolBug;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.platform.CallbackKind;
import org.gpol.vm.verifier.check.CallGraph;
import org.gpol.vm.verifier.check.CallbackCheck;
import org.gpol.vm.verifier.check.Environment;
import org.gpol.vm.verifier.check.HoldingCheck;
import org.gpol.vm.verifier.domain.MapRef;
import org.gpol.vm.verifier.domain.Pointer;
import org.gpol.vm.verifier.domain.Region;
import org.gpol.vm.verifier.domain.Scalar;
import org.gpol.vm.verifier.domain.Value;
import org.gpol.vm.verifier.state.AbstractState;
import org.gpol.vm.verifier.state.Trail;

/**
 * Functions of the program that helpers call. A helper that calls during its own call may do so any
 * number of times, none included: so its way leads into the function, and from the function's end
 * back to the call, and from there on. What a helper only notes, to be called when the program has
 * long ended, is a way of its own.
 */
public final class CallbackTransfer {
  /** {@code bpf_loop} makes no more rounds: the kernel's {@code BPF_MAX_LOOPS}. */
  public static final long MAX_LOOPS = 1L << 23;

  /** Up to this many rounds are followed one by one. */
  private static final int FEW = 32;

  private final Environment environment;
  private final Ledger ledger;
  private final Deque<Path> pending;

  CallbackTransfer(Environment environment, Ledger ledger, Deque<Path> pending) {
    this.environment = environment;
    this.ledger = ledger;
    this.pending = pending;
  }

  /** True if the helper that {@code path} is at may call back once more. */
  boolean hasRounds(Path path, CallbackKind kind) {
    return kind != CallbackKind.LOOP || path.state().current().rounds() < rounds(path);
  }

  /** The greatest number of rounds asked for, or more than a path can make one by one. */
  private static long rounds(Path path) {
    // As in Linux, it may also be a pointer, whose low half can be any number.
    if (path.read(Reg.R1) instanceof Value.Num number) {
      Scalar asked = number.scalar().truncate32();
      return asked.umax() <= FEW ? asked.umax() : Long.MAX_VALUE;
    }
    return Long.MAX_VALUE;
  }

  /** Opens the function given to the helper that {@code path} is at. */
  void enter(Path path, CallbackKind kind, CallArguments arguments) {
    CallGraph.room(path.state().depth());
    int function = arguments.function();
    int call = path.index();
    ledger.calls(path.state().current().function(), function, call);
    if (kind == CallbackKind.LOOP && rounds(path) <= FEW) {
      path.state().current().setRounds(path.state().current().rounds() + 1);
    }
    path.state().push(function, call, kind);
    path.state().current().setLastIdBefore(ledger.lastId());
    path.trail().opened(path.frame());
    if (kind == CallbackKind.LOOP) {
      path.state().setReg(Reg.R1, Value.number(Scalar.unsigned(0, MAX_LOOPS - 1)));
      path.state().setReg(Reg.R2, arguments.callbackContext());
    } else {
      element(path.state(), arguments.map());
      path.state().setReg(Reg.R4, arguments.callbackContext());
    }
    path.goTo(function);
  }

  /** Looks at {@code kind} of function as one that is run later, by itself. */
  void later(CallbackKind kind, CallArguments arguments) {
    int function = arguments.function();
    if (ledger.runsAlone(function, arguments.map())) {
      AbstractState state = new AbstractState(function, kind);
      element(state, arguments.map());
      pending.addLast(new Path(state, new Trail(), function));
    }
  }

  private void element(AbstractState state, MapRef map) {
    state.setReg(Reg.R1, Pointer.to(new Region.MapHandle(map)));
    state.setReg(Reg.R2, Pointer.to(new Region.MapKey(map)));
    state.setReg(Reg.R3, Pointer.to(CallTransfer.value(environment, ledger, map)));
  }

  /** The function called back that {@code path} is in returns to the helper. */
  void leave(Path path, HoldingCheck holding) {
    CallbackKind kind = path.state().current().callback();
    if (kind == CallbackKind.NONE) {
      throw new GpolBug("a return to a helper that called nothing");
    }
    CallbackCheck.returned(kind, path.read(Reg.R0));
    holding.nothingKept(path.state(), path.state().current().lastIdBefore());
    path.returnTo(path.state().pop());
  }
}

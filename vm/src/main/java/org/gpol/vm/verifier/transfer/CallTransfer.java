package org.gpol.vm.verifier.transfer;

import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.platform.ArgKind;
import org.gpol.bpf.platform.HelperSignature;
import org.gpol.bpf.platform.MapField;
import org.gpol.vm.verifier.check.Environment;
import org.gpol.vm.verifier.check.ThingCheck;
import org.gpol.vm.verifier.domain.MapRef;
import org.gpol.vm.verifier.domain.Pointer;
import org.gpol.vm.verifier.domain.Region;
import org.gpol.vm.verifier.domain.Scalar;
import org.gpol.vm.verifier.domain.Value;
import org.gpol.vm.verifier.state.AbstractState;
import org.gpol.vm.verifier.state.Lock;
import org.gpol.vm.verifier.state.Reference;

/** What a call of a helper, whose arguments have been checked, does to the state. */
final class CallTransfer {
  /** The kernel's {@code MAX_ERRNO}. */
  private static final int MAX_ERRNO = 4095;

  /** The helper {@code map_lookup_elem}, which finds every entry of an array. */
  private static final int LOOKUP = 1;

  private final Environment environment;
  private final MemoryTransfer memory;
  private final Ledger ledger;
  private final HelperSignature helper;
  private final CallArguments arguments;
  private final Path path;

  CallTransfer(
      Environment environment,
      MemoryTransfer memory,
      Ledger ledger,
      HelperSignature helper,
      CallArguments arguments,
      Path path) {
    this.environment = environment;
    this.memory = memory;
    this.ledger = ledger;
    this.helper = helper;
    this.arguments = arguments;
    this.path = path;
  }

  /** Takes {@code path}, which is at the call, over it. */
  void call() {
    giveBack();
    lock();
    makeDynptr();
    for (int reg = 1; reg <= 5; reg++) {
      path.write(Reg.of(reg), Value.UNINIT);
    }
    path.write(Reg.R0, result());
  }

  private void giveBack() {
    int released = arguments.released();
    if (released != 0) {
      path.state().drop(released);
      path.state().invalidate(released);
    }
  }

  private void lock() {
    AbstractState state = path.state();
    if (helper.args().contains(ArgKind.SPIN_LOCK_TAKEN)) {
      state.setLock(new Lock(arguments.lock(), path.index()));
    } else if (helper.args().contains(ArgKind.SPIN_LOCK_DROPPED)) {
      state.setLock(null);
    }
  }

  private void makeDynptr() {
    if (arguments.dynptrPlace() != null) {
      boolean reservation = helper.args().contains(ArgKind.UNINIT_RINGBUF_DYNPTR);
      int id = reservation ? acquire() : ledger.freshId();
      memory.putDynptr(path, arguments.dynptrPlace(), id, reservation);
    }
  }

  private int acquire() {
    int id = ledger.freshId();
    path.state().acquire(new Reference(id, path.index()));
    return id;
  }

  private Value result() {
    return switch (helper.returns()) {
      case SCALAR -> Value.number(Scalar.UNKNOWN);
      case ERRNO -> Value.number(Scalar.signed(-MAX_ERRNO, Integer.MAX_VALUE));
      case VOID -> Value.UNINIT;
      case MAP_VALUE_OR_NULL ->
          helper.id() == LOOKUP && arguments.keyExists()
              ? Pointer.to(mapValue())
              : orNull(mapValue());
      case RINGBUF_MEM_OR_NULL -> orNull(new Region.Reservation(acquire(), arguments.size()));
      case DYNPTR_MEM_OR_NULL -> orNull(new Region.Slice(arguments.dynptr(), arguments.size()));
      case PERCPU_VALUE_OR_NULL -> orNull(new Region.Variable(arguments.variable()));
      case PERCPU_VALUE -> Pointer.to(new Region.Variable(arguments.variable()));
      case KPTR_OR_NULL -> orNull(new Region.KernelObject(arguments.kptrType(), acquire()));
      case TASK -> Pointer.to(new Region.KernelObject(ThingCheck.TASK, 0));
      case ACQUIRED_TASK_OR_NULL -> orNull(new Region.KernelObject(ThingCheck.TASK, acquire()));
    };
  }

  private Value orNull(Region region) {
    return new Pointer(region, 0, Scalar.ZERO, ledger.freshId());
  }

  private Region mapValue() {
    MapRef map = arguments.map();
    return environment.spec(map).type().holdsMaps()
        ? new Region.MapHandle(new MapRef(map.index(), true))
        : value(environment, ledger, map);
  }

  /** Some value of {@code map}; one of its own where locks tell values apart. */
  static Region value(Environment environment, Ledger ledger, MapRef map) {
    boolean own = environment.has(map, MapField.Kind.SPIN_LOCK);
    return new Region.MapValue(map, own ? ledger.freshId() : 0);
  }
}

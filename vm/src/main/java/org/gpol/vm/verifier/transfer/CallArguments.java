package org.gpol.vm.verifier.transfer;

import java.util.List;
import org.gpol.bpf.GpolBug;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.platform.ArgKind;
import org.gpol.bpf.platform.HelperSignature;
import org.gpol.bpf.platform.MapField;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.platform.MapType;
import org.gpol.vm.verifier.check.Environment;
import org.gpol.vm.verifier.check.HelperCheck;
import org.gpol.vm.verifier.check.PointerCheck;
import org.gpol.vm.verifier.check.Refusal;
import org.gpol.vm.verifier.check.SafetyCheck;
import org.gpol.vm.verifier.check.ThingCheck;
import org.gpol.vm.verifier.domain.MapRef;
import org.gpol.vm.verifier.domain.Pointer;
import org.gpol.vm.verifier.domain.Region;
import org.gpol.vm.verifier.domain.Scalar;
import org.gpol.vm.verifier.domain.Value;

/**
 * The arguments of a call of a helper: checked in order, and what they tell about its effects and
 * its result.
 */
final class CallArguments {
  private final Environment environment;
  private final MemoryTransfer memory;
  private final HelperSignature helper;
  private final HelperCheck check;
  private final ThingCheck things;
  private final Path path;
  private MapRef map;
  private MapRef timerMap;
  private long size;
  private int function = -1;
  private Value callbackContext;
  private int released;
  private Region.MapValue lock;
  private Pointer dynptrPlace;
  private int dynptr;
  private String kptrType;
  private int variable;
  private Scalar key;

  CallArguments(Environment environment, MemoryTransfer memory, HelperSignature helper, Path path) {
    this.environment = environment;
    this.memory = memory;
    this.helper = helper;
    this.path = path;
    check = new HelperCheck(environment, helper);
    things = new ThingCheck(environment, check);
  }

  void check() {
    List<ArgKind> args = helper.args();
    for (int i = 0; i < args.size(); i++) {
      argument(args.get(i), i, value(i), name(i));
    }
  }

  private void argument(ArgKind kind, int position, Value value, String what) {
    switch (kind) {
      case ANYTHING -> {}
      case SCALAR -> check.number(value, what);
      case CONST_MAP_PTR -> {
        map = check.map(value, what);
        if (timerMap != null) {
          things.timerMap(value(0), map, name(0));
        }
      }
      case CONTEXT -> check.context(value, what);
      case FUNCTION -> function = check.function(value, what);
      case STACK_OR_NULL -> {
        check.stackOrNull(value, what);
        callbackContext = value;
      }
      case PERCPU_VARIABLE -> variable = check.percpuVariable(value, what);
      case CONST_ALLOC_SIZE_OR_ZERO -> size = check.constantSize(value, what);
      case MAP_KEY,
          MAP_VALUE,
          MAP_VALUE_OR_NULL,
          UNINIT_MAP_VALUE,
          MEM,
          MEM_OR_NULL,
          UNINIT_MEM,
          UNINIT_MEM_OR_NULL,
          UNINIT_LONG,
          CONST_SIZE,
          CONST_SIZE_OR_ZERO ->
          memory(kind, position, value, what);
      case DYNPTR, UNINIT_DYNPTR, UNINIT_RINGBUF_DYNPTR, RELEASED_RINGBUF_DYNPTR ->
          dynptr(kind, value, what);
      case CONST_STRING,
          RELEASED_RINGBUF_MEM,
          SPIN_LOCK_TAKEN,
          SPIN_LOCK_DROPPED,
          TIMER,
          KPTR_FIELD,
          RELEASED_KPTR_OR_NULL,
          TASK,
          RELEASED_TASK ->
          thing(kind, value, what);
      default -> throw new GpolBug("argument kind " + kind);
    }
  }

  private void memory(ArgKind kind, int position, Value value, String what) {
    boolean isNull = PointerCheck.isNull(value);
    switch (kind) {
      case MAP_KEY -> {
        read(value, environment.spec(map()).keySize(), what);
        key = memory.known(path, value);
      }
      case MAP_VALUE -> read(value, environment.spec(map()).valueSize(), what);
      case MAP_VALUE_OR_NULL -> {
        if (!isNull) {
          read(value, environment.spec(map()).valueSize(), what);
        }
      }
      case UNINIT_MAP_VALUE ->
          memory.writtenByHelper(path, value, environment.spec(map()).valueSize(), true, what);
      case MEM_OR_NULL, UNINIT_MEM_OR_NULL -> {
        if (isNull) {
          check.nullHas(size(position + 1), what);
        } else if (kind == ArgKind.MEM_OR_NULL) {
          memory.printedByHelper(path, value, size(position + 1).umax(), what);
        } else {
          output(position, value, what);
        }
      }
      case MEM -> sized(position, value, what);
      case UNINIT_MEM -> output(position, value, what);
      case UNINIT_LONG -> {
        memory.aligned(value, Long.BYTES, what);
        memory.writtenByHelper(path, value, Long.BYTES, true, what);
      }
      default -> size(position);
    }
  }

  private void output(int position, Value value, String what) {
    Scalar bytes = size(position + 1);
    refuseLasting(value, what);
    memory.writtenByHelper(path, value, bytes.umax(), bytes.isConstant(), what);
  }

  private void sized(int position, Value value, String what) {
    Scalar bytes = size(position + 1);
    if (lasts()) {
      refuseLasting(value, what);
      memory.writtenByHelper(path, value, bytes.umax(), false, what);
    } else {
      read(value, bytes.umax(), what);
    }
  }

  /** A dynptr made of memory goes on being used after the call, for writing too. */
  private boolean lasts() {
    return helper.args().contains(ArgKind.UNINIT_DYNPTR);
  }

  private void refuseLasting(Value value, String what) {
    boolean mapValue =
        value instanceof Pointer pointer && pointer.region() instanceof Region.MapValue;
    if (lasts() && !mapValue) {
      throw new Refusal(
          SafetyCheck.DYNPTR,
          what + " has to point into a map's value, which a dynptr can last in");
    }
  }

  private void dynptr(ArgKind kind, Value value, String what) {
    Pointer at = memory.dynptrPlace(value, what);
    if (kind == ArgKind.UNINIT_DYNPTR || kind == ArgKind.UNINIT_RINGBUF_DYNPTR) {
      dynptrPlace = at;
      return;
    }
    Value.Dynptr found = memory.dynptr(path, at, what);
    dynptr = found.id();
    if (kind == ArgKind.RELEASED_RINGBUF_DYNPTR) {
      if (!found.reservation()) {
        throw new Refusal(
            SafetyCheck.DYNPTR,
            what + " is a dynptr that stands for no reservation in a ring buffer");
      }
      released = found.id();
    }
  }

  private void thing(ArgKind kind, Value value, String what) {
    switch (kind) {
      case CONST_STRING -> things.string(value, what);
      case RELEASED_RINGBUF_MEM -> released = things.reservation(value, what);
      case SPIN_LOCK_TAKEN -> {
        things.field(value, MapField.Kind.SPIN_LOCK, what);
        lock = (Region.MapValue) ((Pointer) value).region();
      }
      case SPIN_LOCK_DROPPED -> {
        things.field(value, MapField.Kind.SPIN_LOCK, what);
        things.sameLock(value, path.state().lock(), what);
      }
      case TIMER -> {
        things.field(value, MapField.Kind.TIMER, what);
        timerMap = things.timerMap(value, map, what);
      }
      case KPTR_FIELD -> kptrType = things.field(value, MapField.Kind.KPTR, what).typeName();
      case RELEASED_KPTR_OR_NULL -> released = things.countedOrNull(value, kptrType, what);
      case TASK -> things.task(value, what);
      case RELEASED_TASK -> released = things.countedTask(value, what);
      default -> throw new GpolBug("argument kind " + kind);
    }
  }

  private void read(Value value, long bytes, String what) {
    memory.readByHelper(path, value, bytes, what);
  }

  private Scalar size(int position) {
    boolean zeroAllowed = helper.args().get(position) == ArgKind.CONST_SIZE_OR_ZERO;
    return check.size(value(position), zeroAllowed, name(position));
  }

  private Value value(int position) {
    return path.read(Reg.of(position + 1));
  }

  private static String name(int position) {
    return Reg.of(position + 1).toString();
  }

  /** The map that the helper works on: the one given, or that of the timer given. */
  MapRef map() {
    MapRef found = map == null ? timerMap : map;
    if (found == null) {
      throw new GpolBug("helper " + helper.name() + " takes a key or value before its map");
    }
    return found;
  }

  /** True if the key is one that the map, an array, certainly has. */
  boolean keyExists() {
    MapSpec spec = environment.spec(map());
    boolean array = spec.type() == MapType.ARRAY || spec.type() == MapType.PERCPU_ARRAY;
    return array
        && !map().inner()
        && key != null
        && Long.compareUnsigned(key.umax(), spec.maxEntries()) < 0;
  }

  /** The size of the memory that the helper returns. */
  long size() {
    return size;
  }

  /** The function to call back, or -1. */
  int function() {
    return function;
  }

  /** What the function called back gets as its context. */
  Value callbackContext() {
    return callbackContext;
  }

  /** The reference given back, or 0. */
  int released() {
    return released;
  }

  /** The value whose lock is taken, or null. */
  Region.MapValue lock() {
    return lock;
  }

  /** Where a dynptr comes to be, or null. */
  Pointer dynptrPlace() {
    return dynptrPlace;
  }

  /** The dynptr used. */
  int dynptr() {
    return dynptr;
  }

  /** What the pointer field used points at. */
  String kptrType() {
    return kptrType;
  }

  /** The per-CPU variable of the platform. */
  int variable() {
    return variable;
  }
}

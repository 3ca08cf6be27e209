package org.gpol.vm.verifier.check;

import org.gpol.bpf.platform.MapField;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.vm.verifier.domain.MapRef;
import org.gpol.vm.verifier.domain.Pointer;
import org.gpol.vm.verifier.domain.Region;
import org.gpol.vm.verifier.domain.Value;
import org.gpol.vm.verifier.state.Lock;

/** What a helper may be given of the things that only helpers handle: see {@link MapField}. */
public final class ThingCheck {
  /** How the platform calls a task's structure. */
  public static final String TASK = "task_struct";

  private final Environment environment;
  private final HelperCheck helper;

  /** Checks arguments of the call that {@code helper} checks. */
  public ThingCheck(Environment environment, HelperCheck helper) {
    this.environment = environment;
    this.helper = helper;
  }

  /** {@code value} as a string that never changes. */
  public void string(Value value, String what) {
    boolean fixed = value instanceof Pointer pointer && !pointer.nullable() && pointer.isFixed();
    if (!fixed
        || !(((Pointer) value).region() instanceof Region.MapValue region)
        || !environment.isFrozen(region.map())) {
      throw helper.refused(
          what + " has to be a string at a known place of a read-only map, as in .rodata");
    }
    byte[] content = environment.frozen().get(region.map().index());
    long at = ((Pointer) value).offset();
    boolean ends = false;
    for (long i = Math.max(at, 0); at >= 0 && !ends && i < content.length; i++) {
      ends = content[(int) i] == 0;
    }
    if (!ends) {
      throw helper.refused(what + " has to be a string that ends with a zero byte inside its map");
    }
  }

  /** {@code value} as the whole of a record reserved in a ring buffer; the id of its reference. */
  public int reservation(Value value, String what) {
    if (HelperCheck.isStart(value)
        && ((Pointer) value).region() instanceof Region.Reservation reservation) {
      return reservation.id();
    }
    refuseNull(value, what);
    throw new Refusal(
        SafetyCheck.RELEASE,
        what + " has to be what bpf_ringbuf_reserve returned, as it was, and not given back yet");
  }

  /** {@code value} as a field of kind {@code kind} of a map's value. */
  public MapField field(Value value, MapField.Kind kind, String what) {
    if (value instanceof Pointer pointer
        && pointer.region() instanceof Region.MapValue region
        && pointer.isFixed()) {
      refuseNull(value, what);
      MapSpec spec = environment.spec(region.map());
      return spec.field(kind, pointer.offset())
          .orElseThrow(
              () ->
                  helper.refused(
                      what
                          + " points to byte "
                          + pointer.offset()
                          + " of a value of map "
                          + spec.name()
                          + ", where there is no "
                          + name(kind)));
    }
    throw helper.refused(what + " has to point to the " + name(kind) + " of a map's value");
  }

  /** Refuses to drop another lock than {@code held}. */
  public void sameLock(Value value, Lock held, String what) {
    if (!((Pointer) value).region().equals(held.value())) {
      throw new Refusal(
          SafetyCheck.SPIN_LOCK, what + " is the lock of another value than the one that is held");
    }
  }

  /** Refuses a timer that is not in a value of {@code map}, if there is one yet. */
  public MapRef timerMap(Value value, MapRef map, String what) {
    MapRef found = ((Region.MapValue) ((Pointer) value).region()).map();
    if (map != null && !map.equals(found)) {
      throw helper.refused(what + " is in another map than the one given");
    }
    if (found.inner()) {
      throw helper.refused(what + " is in a map inside a map, where timers are not supported");
    }
    return found;
  }

  /** {@code value} as a counted object of structure {@code type}, null being 0. */
  public int countedOrNull(Value value, String type, String what) {
    if (PointerCheck.isNull(value)) {
      return 0;
    }
    Region.KernelObject object = object(value, type, what);
    return counted(object, what);
  }

  /** {@code value} as a task. */
  public Region.KernelObject task(Value value, String what) {
    refuseNull(value, what);
    return object(value, TASK, what);
  }

  /** {@code value} as a task that has to be given back; the id of its reference. */
  public int countedTask(Value value, String what) {
    return counted(task(value, what), what);
  }

  private Region.KernelObject object(Value value, String type, String what) {
    if (value instanceof Pointer pointer
        && pointer.region() instanceof Region.KernelObject object
        && object.type().equals(type)
        && pointer.isFixed()
        && pointer.offset() == 0) {
      return object;
    }
    throw helper.refused(what + " has to be a pointer to a " + type + " as a helper returned it");
  }

  private static int counted(Region.KernelObject object, String what) {
    if (object.id() == 0) {
      throw new Refusal(
          SafetyCheck.RELEASE,
          what + " is a " + object.type() + " that was not acquired, so it cannot be given away");
    }
    return object.id();
  }

  private static void refuseNull(Value value, String what) {
    if (value instanceof Pointer pointer && pointer.nullable()) {
      throw new Refusal(
          SafetyCheck.MISSING_NULL_CHECK, what + " may be null here; compare it with 0 first");
    }
  }

  private static String name(MapField.Kind kind) {
    return switch (kind) {
      case SPIN_LOCK -> "bpf_spin_lock";
      case TIMER -> "bpf_timer";
      case KPTR -> "counted pointer";
    };
  }
}

package org.gpol.vm.verifier.check;

import org.gpol.bpf.platform.ContextLayout;
import org.gpol.bpf.platform.MapField;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.vm.verifier.domain.Pointer;
import org.gpol.vm.verifier.domain.Region;
import org.gpol.vm.verifier.domain.Tnum;
import org.gpol.vm.verifier.domain.Value;

/** Where memory may be accessed. */
public final class AccessCheck {
  private static final int STACK_BYTES = 512;

  private final Environment environment;

  /** Checks against the maps and the context of {@code environment}. */
  public AccessCheck(Environment environment) {
    this.environment = environment;
  }

  /** {@code value} as a pointer that may be followed; {@code what} names the register. */
  public Pointer pointer(Value value, String what) {
    if (!(value instanceof Pointer pointer)) {
      throw new Refusal(
          SafetyCheck.NOT_MEMORY, what + " is a number, not a pointer to memory that can be used");
    }
    if (pointer.nullable()) {
      throw new Refusal(
          SafetyCheck.MISSING_NULL_CHECK,
          what + " may be null here; compare it with 0 and use it only where it is not");
    }
    if (!pointer.region().isMemory()) {
      throw new Refusal(SafetyCheck.NOT_MEMORY, what + notMemory(pointer.region()));
    }
    return pointer;
  }

  private static String notMemory(Region region) {
    if (region instanceof Region.MapHandle) {
      return " is a map itself; its values are reached by the helpers only";
    }
    return region instanceof Region.Function
        ? " is the address of a function, not a pointer to memory that can be used"
        : " stands for every CPU's copy of a variable; get one with bpf_per_cpu_ptr"
            + " or bpf_this_cpu_ptr";
  }

  /**
   * Refuses an access of {@code bytes} that may lie outside of what {@code pointer} points into.
   *
   * @param write true for stores
   */
  public void bounds(Pointer pointer, long bytes, boolean write, String what) {
    if (pointer.region() instanceof Region.Stack) {
      stack(pointer, bytes, what);
    } else if (pointer.region() instanceof Region.Context) {
      context(pointer, bytes, write, what);
    } else if (pointer.region() instanceof Region.MapValue value) {
      mapValue(pointer, value, bytes, write, what);
    } else {
      other(pointer, bytes, write, what);
    }
  }

  private void other(Pointer pointer, long bytes, boolean write, String what) {
    Region region = pointer.region();
    boolean writable = region instanceof Region.Reservation || region instanceof Region.Slice;
    if (write && !writable) {
      throw new Refusal(
          SafetyCheck.READ_ONLY, what + " points to " + name(region) + ", which is read-only");
    }
    long size = size(region);
    if (pointer.least() < 0 || pointer.greatest() + bytes > size) {
      throw new Refusal(
          SafetyCheck.MEMORY_BOUNDS,
          what
              + " reaches bytes "
              + extent(pointer, bytes)
              + " of "
              + name(region)
              + ", which has "
              + size
              + (pointer.isFixed() ? "" : "; check the index against its bounds first"));
    }
  }

  private long size(Region region) {
    if (region instanceof Region.MapKey key) {
      return environment.spec(key.map()).keySize();
    }
    if (region instanceof Region.Reservation reservation) {
      return reservation.bytes();
    }
    if (region instanceof Region.Slice slice) {
      return slice.bytes();
    }
    if (region instanceof Region.Variable variable) {
      return environment.variable(variable.index()).bytes();
    }
    return region instanceof Region.KernelObject object
        ? environment.platform().objectBytes(object.type())
        : 0;
  }

  private String name(Region region) {
    if (region instanceof Region.MapKey key) {
      return "a key of map " + environment.nameOf(key.map());
    }
    if (region instanceof Region.Variable variable) {
      return "the variable " + environment.variable(variable.index()).name();
    }
    if (region instanceof Region.KernelObject object) {
      return "a " + object.type();
    }
    return region instanceof Region.Slice
        ? "the memory of a dynptr"
        : "the record reserved in a ring buffer";
  }

  private void stack(Pointer pointer, long bytes, String what) {
    if (pointer.least() < -STACK_BYTES || pointer.greatest() + bytes > 0) {
      throw new Refusal(
          SafetyCheck.STACK_BOUNDS,
          what
              + " reaches bytes "
              + extent(pointer, bytes)
              + " of the stack; the frame is r10-"
              + STACK_BYTES
              + " to r10");
    }
  }

  private void context(Pointer pointer, long bytes, boolean write, String what) {
    ContextLayout layout = environment.type().context();
    if (!pointer.isFixed()) {
      throw new Refusal(
          SafetyCheck.CONTEXT_ACCESS,
          what
              + " is the context at an offset that is not constant; only fixed fields can be used");
    }
    boolean single = bytes == 1 || bytes == 2 || bytes == 4 || bytes == 8;
    boolean allowed =
        single
            ? layout.allows(pointer.offset(), (int) bytes, write)
            : layout.covers(pointer.offset(), bytes, write);
    if (!allowed) {
      throw new Refusal(
          SafetyCheck.CONTEXT_ACCESS,
          what
              + " reaches bytes "
              + extent(pointer, bytes)
              + " of "
              + layout.name()
              + ", which has "
              + layout.size()
              + (layout.hidden() > 0 ? ", the first " + layout.hidden() + " not visible," : "")
              + (layout.readOnly()
                  ? " and is read only, in accesses aligned to their size"
                  : " and takes accesses aligned to their size only"));
    }
  }

  private void mapValue(
      Pointer pointer, Region.MapValue value, long bytes, boolean write, String what) {
    MapSpec spec = environment.spec(value.map());
    if (pointer.least() < 0 || pointer.greatest() + bytes > spec.valueSize()) {
      throw new Refusal(
          SafetyCheck.MAP_VALUE_BOUNDS,
          what
              + " reaches bytes "
              + extent(pointer, bytes)
              + " of a value of map "
              + spec.name()
              + ", which has "
              + spec.valueSize()
              + (pointer.isFixed() ? "" : "; check the index" + " against its bounds first"));
    }
    if (write && environment.isReadOnly(value.map())) {
      throw new Refusal(
          SafetyCheck.READ_ONLY,
          what + " points into " + spec.name() + ", which is read-only once it is loaded");
    }
    if (!write && environment.isWriteOnly(value.map())) {
      throw new Refusal(
          SafetyCheck.READ_ONLY,
          what + " points into " + spec.name() + ", which programs may write and not read");
    }
    for (MapField field : spec.fields()) {
      if (pointer.least() < field.offset() + field.kind().bytes()
          && pointer.greatest() + bytes > field.offset()) {
        throw special(field, spec, what);
      }
    }
  }

  private static Refusal special(MapField field, MapSpec spec, String what) {
    String use =
        switch (field.kind()) {
          case SPIN_LOCK -> "a bpf_spin_lock; use bpf_spin_lock and bpf_spin_unlock on it";
          case TIMER -> "a bpf_timer; use bpf_timer_init, _set_callback, _start and _cancel on it";
          case KPTR -> "a counted pointer to " + field.typeName() + "; use bpf_kptr_xchg on it";
        };
    return new Refusal(
        SafetyCheck.SPECIAL_FIELD,
        what
            + " reaches byte "
            + field.offset()
            + " of a value of map "
            + spec.name()
            + ", "
            + use);
  }

  /** Refuses an access that is not at a multiple of {@code alignment}, a power of two. */
  public void aligned(Pointer pointer, int alignment, String what) {
    Tnum offset = Tnum.constant(pointer.offset()).add(pointer.variable().bits());
    if (((offset.value() | offset.mask()) & (alignment - 1)) != 0) {
      throw new Refusal(
          SafetyCheck.ALIGNMENT,
          what + " is not at a multiple of " + alignment + ", which this access has to be");
    }
  }

  /** Refuses to let a pointer out into memory that others can read. */
  public void noLeak(Value value, Pointer target, int bytes, String what) {
    if (!(value instanceof Pointer stored)) {
      return;
    }
    if (!(target.region() instanceof Region.Stack stack) || !target.isFixed() || bytes != 8) {
      throw new Refusal(
          SafetyCheck.POINTER_LEAK,
          what
              + " holds a pointer; pointers can be stored whole, at fixed places of the stack,"
              + " and nowhere else");
    }
    if (stored.region() instanceof Region.Stack of && of.frame() > stack.frame()) {
      throw new Refusal(
          SafetyCheck.POINTER_LEAK,
          what + " points into this function's stack and would outlive it in the caller's");
    }
  }

  private static String extent(Pointer pointer, long bytes) {
    return pointer.least() + " to " + (pointer.greatest() + bytes - 1);
  }
}

package org.gpol.vm.verifier.check;

import java.util.TreeSet;
import org.gpol.bpf.platform.ArgKind;
import org.gpol.bpf.platform.CallbackKind;
import org.gpol.bpf.platform.HelperSignature;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.platform.MapType;
import org.gpol.bpf.platform.ReturnKind;
import org.gpol.vm.verifier.domain.MapRef;
import org.gpol.vm.verifier.domain.Pointer;
import org.gpol.vm.verifier.domain.Region;
import org.gpol.vm.verifier.domain.Scalar;
import org.gpol.vm.verifier.domain.Value;

/** What a helper may be given: numbers, sizes, maps, the context. */
public final class HelperCheck {
  private static final long MOST_MEMORY = 1L << 29;

  private final Environment environment;
  private final HelperSignature helper;

  /** Checks a call of {@code helper}. */
  public HelperCheck(Environment environment, HelperSignature helper) {
    this.environment = environment;
    this.helper = helper;
  }

  /** {@code value} as a number. */
  public Scalar number(Value value, String what) {
    if (value instanceof Value.Num number) {
      return number.scalar();
    }
    throw refused(what + " has to be a number and is a pointer");
  }

  /** {@code value} as the size of memory, which must be bounded. */
  public Scalar size(Value value, boolean zeroAllowed, String what) {
    Scalar size = number(value, what);
    if (Long.compareUnsigned(size.umax(), MOST_MEMORY) > 0) {
      throw refused(what + " is a size without an upper bound; check it first");
    }
    if (!zeroAllowed && size.umin() == 0) {
      throw refused(what + " is a size and may be 0 here");
    }
    return size;
  }

  /** {@code value} as the size of memory that the helper returns. */
  public long constantSize(Value value, String what) {
    Scalar size = number(value, what);
    if (!size.isConstant() || Long.compareUnsigned(size.umin(), MOST_MEMORY) > 0) {
      throw refused(
          what + " is the size of what the helper returns and has to be one known number");
    }
    return size.umin();
  }

  /** Refuses null as memory unless its size is 0. */
  public void nullHas(Scalar size, String what) {
    if (!size.is(0)) {
      throw refused(what + " is null, so its size, the next argument, has to be 0");
    }
  }

  /** Refuses what is not the start of the context. */
  public void context(Value value, String what) {
    if (!isStart(value) || !(((Pointer) value).region() instanceof Region.Context)) {
      throw refused(what + " has to be the context that the program was started with");
    }
  }

  /** {@code value} as a function of the program. */
  public int function(Value value, String what) {
    if (value instanceof Pointer pointer && pointer.region() instanceof Region.Function function) {
      return function.start();
    }
    throw refused(what + " has to be the address of a function of the program");
  }

  /** Refuses what is neither a pointer to a stack nor null. */
  public void stackOrNull(Value value, String what) {
    boolean stack = value instanceof Pointer pointer && pointer.region() instanceof Region.Stack;
    if (!stack && !PointerCheck.isNull(value)) {
      throw refused(what + " has to be a pointer to the stack or 0");
    }
  }

  /** {@code value} as a variable that each CPU has. */
  public int percpuVariable(Value value, String what) {
    if (value instanceof Pointer pointer
        && pointer.region() instanceof Region.PercpuVariable variable) {
      return variable.index();
    }
    throw refused(what + " has to be the address of a per-CPU variable of the platform");
  }

  /** {@code value} as a map that the helper works on. */
  public MapRef map(Value value, String what) {
    if (!(value instanceof Pointer pointer)
        || !(pointer.region() instanceof Region.MapHandle handle)) {
      throw refused(what + " has to be a map");
    }
    if (pointer.nullable()) {
      throw new Refusal(
          SafetyCheck.MISSING_NULL_CHECK,
          what + " is a map that may be null here; compare it with 0 first");
    }
    MapSpec spec = environment.spec(handle.map());
    if (!helper.mapTypes().contains(spec.type())) {
      throw new Refusal(
          SafetyCheck.MAP_TYPE,
          helper.name()
              + " does not work on "
              + spec.name()
              + ", a map of type "
              + spec.type()
              + "; it takes "
              + new TreeSet<>(helper.mapTypes())
              + hint(spec.type()));
    }
    if (environment.isReadOnly(handle.map()) && changesMap()) {
      throw new Refusal(
          SafetyCheck.READ_ONLY, what + " is " + spec.name() + ", which is read-only");
    }
    return handle.map();
  }

  /**
   * The signature does not say which helpers write; those that give a value or show one to a
   * function only look it up.
   */
  private boolean changesMap() {
    return helper.returns() != ReturnKind.MAP_VALUE_OR_NULL
        && helper.callback() == CallbackKind.NONE
        && !helper.args().contains(ArgKind.TIMER);
  }

  private static String hint(MapType type) {
    return switch (type) {
      case PROG_ARRAY -> "; the programs in this one are reached by bpf_tail_call only";
      case PERF_EVENT_ARRAY -> "; use bpf_perf_event_output";
      case RINGBUF -> "; use bpf_ringbuf_output, or bpf_ringbuf_reserve and _submit";
      case QUEUE, STACK -> "; use bpf_map_push_elem, _pop_elem and _peek_elem";
      case BLOOM_FILTER -> "; use bpf_map_push_elem and bpf_map_peek_elem";
      case TASK_STORAGE -> "; use bpf_task_storage_get and _delete";
      case CGRP_STORAGE -> "; use bpf_cgrp_storage_get and _delete";
      case HASH,
          ARRAY,
          PERCPU_HASH,
          PERCPU_ARRAY,
          LRU_HASH,
          LRU_PERCPU_HASH,
          LPM_TRIE,
          ARRAY_OF_MAPS,
          HASH_OF_MAPS ->
          "";
    };
  }

  /** True for a pointer to the first byte of something, known not to be null. */
  static boolean isStart(Value value) {
    return value instanceof Pointer pointer
        && !pointer.nullable()
        && pointer.isFixed()
        && pointer.offset() == 0;
  }

  Refusal refused(String message) {
    return new Refusal(SafetyCheck.HELPER_ARGUMENT, helper.name() + ": " + message);
  }
}

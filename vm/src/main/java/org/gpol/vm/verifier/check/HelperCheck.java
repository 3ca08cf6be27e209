package org.gpol.vm.verifier.check;

import java.util.TreeSet;
import org.gpol.bpf.platform.HelperSignature;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.platform.ReturnKind;
import org.gpol.vm.verifier.domain.MapRef;
import org.gpol.vm.verifier.domain.Pointer;
import org.gpol.vm.verifier.domain.Region;
import org.gpol.vm.verifier.domain.Scalar;
import org.gpol.vm.verifier.domain.Value;

/** What a helper may be given. */
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

  /** Refuses what is not the start of the context. */
  public void context(Value value, String what) {
    boolean start =
        value instanceof Pointer pointer
            && pointer.region() instanceof Region.Context
            && pointer.isFixed()
            && pointer.offset() == 0;
    if (!start) {
      throw refused(what + " has to be the context that the program was started with");
    }
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
              + new TreeSet<>(helper.mapTypes()));
    }
    // The signature does not say which helpers write; those that give a value only look it up.
    if (environment.isFrozen(handle.map()) && helper.returns() != ReturnKind.MAP_VALUE_OR_NULL) {
      throw new Refusal(
          SafetyCheck.READ_ONLY, what + " is " + spec.name() + ", which is read-only");
    }
    return handle.map();
  }

  private Refusal refused(String message) {
    return new Refusal(SafetyCheck.HELPER_ARGUMENT, helper.name() + ": " + message);
  }
}

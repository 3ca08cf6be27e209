package org.gpol.vm.verifier.transfer;

import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.Width;
import org.gpol.vm.verifier.check.AccessCheck;
import org.gpol.vm.verifier.check.Environment;
import org.gpol.vm.verifier.check.Refusal;
import org.gpol.vm.verifier.check.SafetyCheck;
import org.gpol.vm.verifier.domain.Pointer;
import org.gpol.vm.verifier.domain.Region;
import org.gpol.vm.verifier.domain.Scalar;
import org.gpol.vm.verifier.domain.Value;

/** Loads, stores and atomic operations, whatever kind of memory they go to. */
final class MemoryTransfer {
  /** The size of the kernel's {@code struct bpf_dynptr}. */
  private static final int DYNPTR_BYTES = 16;

  private final Environment environment;
  private final AccessCheck access;
  private final Ledger ledger;

  MemoryTransfer(Environment environment, Ledger ledger) {
    this.environment = environment;
    this.ledger = ledger;
    access = new AccessCheck(environment);
  }

  /** What a load gives. */
  Value load(Path path, Value base, int offset, MemSize size, boolean signed, String what) {
    Pointer at = moved(access.pointer(base, what), offset);
    access.bounds(at, size.bytes(), false, what);
    if (at.region() instanceof Region.Stack stack) {
      access.aligned(at, size.bytes(), what);
      StackMemory memory = new StackMemory(path, ledger, stack.frame());
      if (at.isFixed()) {
        return memory.load(at.offset(), size, signed);
      }
      memory.requireNumbers(at.least(), at.greatest() + size.bytes());
    } else if (at.region() instanceof Region.MapValue value
        && at.isFixed()
        && environment.isFrozen(value.map())) {
      byte[] content = environment.frozen().get(value.map().index());
      return Value.number(constant(content, (int) at.offset(), size, signed));
    }
    return Value.number(Scalar.loaded(size, signed));
  }

  /** Stores {@code value}. */
  void store(Path path, Value base, int offset, MemSize size, Value value, String[] what) {
    Pointer at = moved(access.pointer(base, what[0]), offset);
    access.bounds(at, size.bytes(), true, what[0]);
    access.noLeak(value, at, size.bytes(), what[1]);
    if (at.region() instanceof Region.Stack stack) {
      access.aligned(at, size.bytes(), what[0]);
      StackMemory memory = new StackMemory(path, ledger, stack.frame());
      if (at.isFixed()) {
        memory.store(at.offset(), size, value);
      } else {
        memory.perhapsOverwrite(at.least(), at.greatest() + size.bytes());
      }
    }
  }

  /** Checks an atomic operation, forgets what the memory held, and returns what it was. */
  Scalar atomic(Path path, Value base, int offset, Width width, String what) {
    Pointer at = moved(access.pointer(base, what), offset);
    MemSize size = width == Width.W32 ? MemSize.B4 : MemSize.B8;
    int bytes = size.bytes();
    Scalar old = Scalar.loaded(size, false);
    if (at.region() instanceof Region.Context) {
      throw new Refusal(
          SafetyCheck.CONTEXT_ACCESS, what + " is the context, which has no atomic operations");
    }
    access.bounds(at, bytes, true, what);
    access.aligned(at, bytes, what);
    if (at.region() instanceof Region.Stack stack) {
      StackMemory memory = new StackMemory(path, ledger, stack.frame());
      memory.requireNumbers(at.least(), at.greatest() + bytes);
      if (at.isFixed() && memory.load(at.offset(), size, false) instanceof Value.Num number) {
        old = number.scalar();
      }
      memory.perhapsOverwrite(at.least(), at.greatest() + bytes);
    }
    return old;
  }

  /** Memory that a helper reads; {@code bytes} is the most it may read. */
  void readByHelper(Path path, Value base, long bytes, String what) {
    Pointer at = access.pointer(base, what);
    access.bounds(at, bytes, false, what);
    if (at.region() instanceof Region.Stack stack) {
      new StackMemory(path, ledger, stack.frame())
          .requireNumbers(at.least(), at.greatest() + bytes);
    }
  }

  /** The arguments of a format, of which some may be pointers to strings. */
  void printedByHelper(Path path, Value base, long bytes, String what) {
    Pointer at = access.pointer(base, what);
    access.bounds(at, bytes, false, what);
    if (at.region() instanceof Region.Stack stack) {
      new StackMemory(path, ledger, stack.frame())
          .requireInitialised(at.least(), at.greatest() + bytes, true);
    }
  }

  /** The number in four bytes of memory that a helper has read, or null if it is not known. */
  Scalar known(Path path, Value base) {
    if (base instanceof Pointer at && at.region() instanceof Region.Stack && at.isFixed()) {
      Value.Num part = stack(path, at).part(at.offset());
      return part == null ? null : part.scalar();
    }
    return null;
  }

  /** Memory that a helper writes; {@code exact} if it certainly writes all of it. */
  void writtenByHelper(Path path, Value base, long bytes, boolean exact, String what) {
    Pointer at = access.pointer(base, what);
    access.bounds(at, bytes, true, what);
    if (at.region() instanceof Region.Stack stack) {
      StackMemory memory = new StackMemory(path, ledger, stack.frame());
      if (at.isFixed() && exact) {
        memory.overwrite(at.least(), at.greatest() + bytes);
      } else {
        memory.requireNumbers(at.least(), at.greatest() + bytes);
        memory.perhapsOverwrite(at.least(), at.greatest() + bytes);
      }
    }
  }

  /** Refuses memory for a helper that is not at a multiple of {@code alignment}. */
  void aligned(Value base, int alignment, String what) {
    access.aligned(access.pointer(base, what), alignment, what);
  }

  /** The place of a dynptr on a stack. */
  Pointer dynptrPlace(Value base, String what) {
    boolean fits =
        base instanceof Pointer at
            && at.region() instanceof Region.Stack
            && at.isFixed()
            && (at.offset() & 7) == 0;
    if (!fits) {
      throw new Refusal(
          SafetyCheck.DYNPTR,
          what + " has to point to 16 bytes of the stack, at a known multiple of 8");
    }
    access.bounds((Pointer) base, DYNPTR_BYTES, true, what);
    return (Pointer) base;
  }

  /** The dynptr at a place found by {@link #dynptrPlace}. */
  Value.Dynptr dynptr(Path path, Pointer at, String what) {
    Value.Dynptr dynptr = stack(path, at).dynptr(at.offset());
    if (dynptr == null) {
      throw new Refusal(
          SafetyCheck.DYNPTR, what + " has to point to the start of an initialised dynptr");
    }
    return dynptr;
  }

  /** Makes what is at {@code at} a dynptr. */
  void putDynptr(Path path, Pointer at, int id, boolean reservation) {
    stack(path, at).putDynptr(at.offset(), id, reservation);
  }

  private StackMemory stack(Path path, Pointer at) {
    return new StackMemory(path, ledger, ((Region.Stack) at.region()).frame());
  }

  private static Pointer moved(Pointer pointer, int offset) {
    return new Pointer(pointer.region(), pointer.offset() + offset, pointer.variable(), 0);
  }

  private static Scalar constant(byte[] content, int offset, MemSize size, boolean signed) {
    long value = 0;
    for (int i = size.bytes() - 1; i >= 0; i--) {
      value = (value << 8) | (content[offset + i] & 0xff);
    }
    int unused = 64 - 8 * size.bytes();
    return Scalar.constant(signed ? value << unused >> unused : value);
  }
}

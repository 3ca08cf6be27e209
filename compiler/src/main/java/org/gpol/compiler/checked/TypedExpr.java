package org.gpol.compiler.checked;

import java.util.List;
import org.gpol.compiler.ast.BinaryOp;
import org.gpol.compiler.ast.UnaryOp;
import org.gpol.compiler.diagnostics.SourceSpan;

/** An expression with its type. */
public sealed interface TypedExpr {
  Type type();

  SourceSpan span();

  /** Something that can stand on the left of an assignment. */
  sealed interface Place extends TypedExpr {}

  /**
   * A constant.
   *
   * @param value extended to 64 bits by the sign of the type, which is a number
   */
  record Literal(long value, Type type, SourceSpan span) implements TypedExpr {}

  /** A local; a place only if it is mutable. A runnable is moved out of it. */
  record LocalRef(Local local, SourceSpan span) implements Place {
    @Override
    public Type type() {
      return local.type();
    }
  }

  /** A global. */
  record GlobalRef(Symbol.Global global, SourceSpan span) implements Place {
    @Override
    public Type type() {
      return global.type();
    }
  }

  /** A parameter of the policy. */
  record ParamRef(Symbol.Param param, SourceSpan span) implements TypedExpr {
    @Override
    public Type type() {
      return param.type();
    }
  }

  /** Data that the loader filled in. */
  record ExternRef(Symbol.ExternVar variable, SourceSpan span) implements TypedExpr {
    @Override
    public Type type() {
      return variable.type();
    }
  }

  /**
   * An element of data that the loader fills in.
   *
   * @param variable an array
   * @param index of 32 bits; counts modulo the length of the array
   */
  record ExternElement(Symbol.ExternVar variable, TypedExpr index, SourceSpan span)
      implements TypedExpr {
    /** The array's type. */
    public ArrayType array() {
      return (ArrayType) variable.type();
    }

    @Override
    public Type type() {
      return array().element();
    }
  }

  /** A field of the context. */
  record ContextRef(Symbol.ContextField field, SourceSpan span) implements Place {
    @Override
    public Type type() {
      return field.type();
    }
  }

  /** The task that comes with the context, optional or not. */
  record ContextTaskRef(Symbol.ContextTask task, SourceSpan span) implements TypedExpr {
    @Override
    public Type type() {
      return task.type();
    }
  }

  /**
   * A field.
   *
   * @param base a struct, or a reference to one
   */
  record FieldRef(TypedExpr base, StructType.Field field, SourceSpan span) implements Place {
    @Override
    public Type type() {
      return field.type();
    }
  }

  /**
   * An element of a fixed array.
   *
   * @param base an array, or a reference to one
   * @param index unsigned; a literal in range, or a loop variable with constant bounds in range
   */
  record ElementRef(TypedExpr base, TypedExpr index, Type type, SourceSpan span) implements Place {}

  /**
   * An element of a fixed array whose index nothing is known of: an optional reference.
   *
   * @param base an array that is a global or behind a reference
   * @param index unsigned
   */
  record CheckedElement(TypedExpr base, TypedExpr index, ArrayType array, SourceSpan span)
      implements TypedExpr {
    @Override
    public Type type() {
      return new OptionalType(new ReferenceType(array.element()));
    }
  }

  /** A reference to a global or a part of it, or to a part of what a reference refers to. */
  record Borrow(TypedExpr place, SourceSpan span) implements TypedExpr {
    @Override
    public Type type() {
      return new ReferenceType(place.type());
    }
  }

  /**
   * What a reference to a number refers to: {@code array[0]} where the array holds numbers.
   *
   * @param reference of a {@link ReferenceType}
   */
  record Deref(TypedExpr reference, SourceSpan span) implements Place {
    @Override
    public Type type() {
      return ((ReferenceType) reference.type()).target();
    }
  }

  /** The id of a task in hand, which stays in hand. */
  record TaskGtid(TypedExpr task, SourceSpan span) implements TypedExpr {
    @Override
    public Type type() {
      return ScalarType.GTID;
    }
  }

  /** The barrier of a task in hand, which stays in hand. */
  record TaskBarrier(TypedExpr task, SourceSpan span) implements TypedExpr {
    @Override
    public Type type() {
      return ScalarType.U32;
    }
  }

  /** An operator before its operand; the type is the operand's. */
  record Unary(UnaryOp op, TypedExpr operand, SourceSpan span) implements TypedExpr {
    @Override
    public Type type() {
      return operand.type();
    }
  }

  /**
   * An operator between its operands. Both have the same width and sign, except that the count of a
   * shift may be of any unsigned integer type; the count is taken modulo the width.
   */
  record Binary(BinaryOp op, TypedExpr left, TypedExpr right, Type type, SourceSpan span)
      implements TypedExpr {}

  /**
   * A conversion between numbers: the low bits are kept and extended by the sign of the operand's
   * type when widening; to {@code bool} it is a comparison with zero.
   */
  record Cast(TypedExpr operand, Type type, SourceSpan span) implements TypedExpr {}

  /** A struct; one value per field, in the order of declaration. */
  record StructValue(StructType type, List<TypedExpr> values, SourceSpan span)
      implements TypedExpr {}

  /**
   * An array.
   *
   * @param values one per element, or a single one that is that of all elements
   */
  record ArrayValue(ArrayType type, List<TypedExpr> values, SourceSpan span) implements TypedExpr {}

  /** A struct or an array all of whose bytes are zero. */
  record Zero(Type type, SourceSpan span) implements TypedExpr {}

  /** A call of a function of the policy. */
  record Call(Symbol.Function function, List<TypedExpr> arguments, SourceSpan span)
      implements TypedExpr {
    @Override
    public Type type() {
      return function.result();
    }
  }

  /** A call of a helper. */
  record HelperCall(Symbol.Helper helper, List<TypedExpr> arguments, SourceSpan span)
      implements TypedExpr {
    @Override
    public Type type() {
      return helper.result();
    }
  }

  /**
   * The entry of a hash or array. The type is an optional reference (or queue handle); for an array
   * whose index is a literal in range it is the bare reference, and the null that the machine may
   * give can't happen.
   */
  record Lookup(Symbol.Map map, TypedExpr key, Type type, SourceSpan span) implements TypedExpr {}

  /**
   * Stores an entry ({@code set}: whether or not it is there, {@code insert}: only if it is not).
   */
  record Store(
      Symbol.Map map, TypedExpr key, TypedExpr value, boolean onlyIfAbsent, SourceSpan span)
      implements TypedExpr {
    @Override
    public Type type() {
      return ScalarType.ERRNO;
    }
  }

  /** Removes an entry. */
  record Remove(Symbol.Map map, TypedExpr key, SourceSpan span) implements TypedExpr {
    @Override
    public Type type() {
      return ScalarType.ERRNO;
    }
  }

  /** A map that is a queue, where a queue is asked for. */
  record QueueRef(Symbol.Map map, SourceSpan span) implements TypedExpr {
    @Override
    public Type type() {
      return new QueueHandleType(map.value(), map.maxEntries());
    }
  }

  /** Adds to a queue; the opposite of success is that it is full. */
  record Push(TypedExpr queue, TypedExpr value, SourceSpan span) implements TypedExpr {
    @Override
    public Type type() {
      return ScalarType.ERRNO;
    }
  }

  /** Takes the oldest element: an optional of the element's type. */
  record Pop(TypedExpr queue, SourceSpan span) implements TypedExpr {
    @Override
    public Type type() {
      return new OptionalType(((QueueHandleType) queue.type()).element());
    }
  }

  /** Copies the oldest element and leaves it there; never of a queue of runnables. */
  record Peek(TypedExpr queue, SourceSpan span) implements TypedExpr {
    @Override
    public Type type() {
      return new OptionalType(((QueueHandleType) queue.type()).element());
    }
  }

  /**
   * One of the heaps or fifos of a container.
   *
   * @param lane a {@code u32}
   * @param type a {@link ContainerHandleType}, optional unless the lane is a literal in range
   */
  record ContainerRef(Symbol.Container container, TypedExpr lane, Type type, SourceSpan span)
      implements TypedExpr {}

  /** Adds to a heap or a fifo, which may be full or have the key already. */
  record ContainerPush(
      Symbol.Container container,
      Symbol.Function function,
      List<TypedExpr> arguments,
      SourceSpan span)
      implements TypedExpr {
    @Override
    public Type type() {
      return ScalarType.ERRNO;
    }
  }

  /**
   * What is in the slot whose number a function gives, 0 being none: an optional.
   *
   * @param field what of it; null for the task
   */
  record ContainerTake(
      Symbol.Container container,
      Symbol.Function function,
      List<TypedExpr> arguments,
      StructType.Field field,
      SourceSpan span)
      implements TypedExpr {
    @Override
    public Type type() {
      return new OptionalType(field == null ? SpecialType.RUNNABLE : field.type());
    }
  }

  /** Whether a queue has no element. */
  record IsEmpty(TypedExpr queue, SourceSpan span) implements TypedExpr {
    @Override
    public Type type() {
      return ScalarType.BOOL;
    }
  }
}

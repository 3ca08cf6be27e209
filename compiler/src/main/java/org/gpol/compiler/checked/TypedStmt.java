package org.gpol.compiler.checked;

import java.util.List;
import org.gpol.compiler.ast.BinaryOp;
import org.gpol.compiler.diagnostics.SourceSpan;

/** A statement whose names and types are settled. */
public sealed interface TypedStmt {
  SourceSpan span();

  /** Statements in order, in a scope of their own. */
  record Block(List<TypedStmt> statements, SourceSpan span) implements TypedStmt {}

  /** Declares {@code local} with a value. */
  record Let(Local local, TypedExpr value, SourceSpan span) implements TypedStmt {}

  /**
   * Opens an optional: {@code local} is known in {@code then}.
   *
   * @param value of an {@link OptionalType}
   * @param orElse empty block if there is none
   */
  record IfLet(Local local, TypedExpr value, Block then, Block orElse, SourceSpan span)
      implements TypedStmt {}

  /** Opens an optional for the rest of the block; {@code orElse} leaves it on every path. */
  record LetElse(Local local, TypedExpr value, Block orElse, SourceSpan span)
      implements TypedStmt {}

  /**
   * Assigns.
   *
   * @param op null for plain assignment; else the target is evaluated once
   */
  record Assign(TypedExpr.Place target, BinaryOp op, TypedExpr value, SourceSpan span)
      implements TypedStmt {}

  /**
   * A condition.
   *
   * @param orElse empty block if there is none
   */
  record If(TypedExpr condition, Block then, Block orElse, SourceSpan span) implements TypedStmt {}

  /**
   * Branches on a number. The constants of the arms are distinct.
   *
   * @param orElse what {@code _} does; null if the arms cover all values that the type declares, in
   *     which case any other value does nothing
   */
  record Match(TypedExpr value, List<Arm> arms, Block orElse, SourceSpan span)
      implements TypedStmt {}

  /** One arm, for any of {@code constants}. */
  record Arm(List<Long> constants, Block body) {}

  /**
   * Counts {@code local} from {@code from} to before {@code to}; both are evaluated once, before.
   *
   * @param limit the body runs at most this often: {@code to - from} of constants, or the limit
   *     that is written
   */
  record ForRange(
      Local local, TypedExpr from, TypedExpr to, long limit, Block body, SourceSpan span)
      implements TypedStmt {}

  /**
   * A loop.
   *
   * @param limit the body runs at most this often; then the loop ends as if by {@code break}
   */
  record While(TypedExpr condition, long limit, Block body, SourceSpan span) implements TypedStmt {}

  /** Leaves the innermost loop. */
  record Break(SourceSpan span) implements TypedStmt {}

  /** Goes on with the innermost loop. */
  record Continue(SourceSpan span) implements TypedStmt {}

  /**
   * Leaves the function or handler.
   *
   * @param value null if there is none; always there in a handler whose hook has a result
   */
  record Return(TypedExpr value, SourceSpan span) implements TypedStmt {}

  /** Gives up a task; nothing is executed beyond evaluating {@code task}. */
  record Drop(TypedExpr task, SourceSpan span) implements TypedStmt {}

  /**
   * An attempt and what to do if it fails.
   *
   * @param call of type {@code errno}: a {@code Push} or a helper that takes a runnable
   * @param error holds the error in {@code orElse}; null if it has no name
   */
  record Attempt(TypedExpr call, Local error, Block orElse, SourceSpan span) implements TypedStmt {}

  /** An expression for its effect; its value, if it has one, is ignored. */
  record Evaluate(TypedExpr value, SourceSpan span) implements TypedStmt {}

  /**
   * Writes to the trace.
   *
   * @param helper what prints
   * @param format as {@code bpf_trace_printk} wants it, without a terminating zero
   * @param arguments at most three, each 64 bits wide
   */
  record Log(Symbol.Helper helper, String format, List<TypedExpr> arguments, SourceSpan span)
      implements TypedStmt {}

  /** Sends a record; it is lost if the buffer is full. */
  record Emit(Symbol.Event event, TypedExpr value, SourceSpan span) implements TypedStmt {}

  /**
   * Changes a counter or a gauge.
   *
   * @param add else it is set; of a gauge only
   * @param value of type {@code u64} for a counter, {@code i64} for a gauge
   */
  record UpdateStat(Symbol.Stat stat, boolean add, TypedExpr value, SourceSpan span)
      implements TypedStmt {}
}

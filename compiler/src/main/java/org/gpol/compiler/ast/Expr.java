package org.gpol.compiler.ast;

import java.util.List;
import org.gpol.compiler.diagnostics.SourceSpan;

/** An expression as it was written; parentheses are gone. */
public sealed interface Expr {
  SourceSpan span();

  /**
   * {@code 42}, {@code 0xff}, {@code 64KiB}, {@code 50us}.
   *
   * @param value unsigned; nanoseconds for a duration
   * @param duration written with a unit of time
   */
  record NumberLiteral(long value, boolean duration, SourceSpan span) implements Expr {}

  /** {@code true} or {@code false}. */
  record BoolLiteral(boolean value, SourceSpan span) implements Expr {}

  /**
   * A string.
   *
   * @param value without quotes, escapes replaced
   */
  record TextLiteral(String value, SourceSpan span) implements Expr {}

  /** A name. */
  record Ref(Name name) implements Expr {
    @Override
    public SourceSpan span() {
      return name.span();
    }
  }

  /** {@code base.field}. */
  record Field(Expr base, Name field, SourceSpan span) implements Expr {}

  /** {@code base[index]}. */
  record Index(Expr base, Expr index, SourceSpan span) implements Expr {}

  /** {@code function(arguments)}. */
  record Call(Name function, List<Expr> arguments, SourceSpan span) implements Expr {}

  /** {@code receiver.method(arguments)}. */
  record MethodCall(Expr receiver, Name method, List<Expr> arguments, SourceSpan span)
      implements Expr {}

  /** {@code Type { field: value, … }}. */
  record StructLiteral(Name type, List<FieldValue> fields, SourceSpan span) implements Expr {}

  /**
   * {@code [a, b, c]}, or {@code [a; count]}.
   *
   * @param elements at least one; one if there is a {@code count}
   * @param count null where all elements are written
   */
  record ArrayLiteral(List<Expr> elements, Expr count, SourceSpan span) implements Expr {}

  /** One {@code field: value}. */
  record FieldValue(Name field, Expr value) {}

  /** An operator before its operand. */
  record Unary(UnaryOp op, Expr operand, SourceSpan span) implements Expr {}

  /** An operator between its operands. */
  record Binary(BinaryOp op, Expr left, Expr right, SourceSpan span) implements Expr {}

  /** {@code operand as type}. */
  record Cast(Expr operand, TypeRef type, SourceSpan span) implements Expr {}
}

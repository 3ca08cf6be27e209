package org.gpol.compiler.sema;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.gpol.compiler.ast.BinaryOp;
import org.gpol.compiler.ast.Expr;
import org.gpol.compiler.checked.ArrayType;
import org.gpol.compiler.checked.ReferenceType;
import org.gpol.compiler.checked.ScalarType;
import org.gpol.compiler.checked.Type;
import org.gpol.compiler.checked.TypedExpr;
import org.gpol.compiler.diagnostics.DiagnosticCode;
import org.gpol.compiler.diagnostics.SourceSpan;

/** Types arrays that are written out, texts as arrays of bytes, and the comparison of arrays. */
final class ArrayChecker {
  /** Elements that are compared one by one at most. */
  private static final int MOST_COMPARED = 64;

  private final ExprChecker exprs;
  private final Globals globals;
  private final Reporter reporter;

  ArrayChecker(ExprChecker exprs, Globals globals) {
    this.exprs = exprs;
    this.globals = globals;
    this.reporter = globals.reporter;
  }

  /** An array whose elements are written; {@code expected} says of what type they are. */
  TypedExpr literal(Expr.ArrayLiteral e, Type expected, Scope scope) {
    ArrayType wanted = expected == null ? null : array(expected);
    Type element = wanted == null ? null : wanted.element();
    List<TypedExpr> values = new ArrayList<>();
    for (Expr each : e.elements()) {
      TypedExpr value = exprs.value(each, element, scope);
      if (value == null || !globals.types.storable(value.type(), each.span())) {
        return null;
      }
      element = value.type();
      values.add(value);
    }
    long length = values.size();
    if (e.count() != null) {
      length = globals.count(e.count(), TypeResolver.MAX_ENTRIES, "an array");
    }
    if (length < 0) {
      return null;
    }
    ArrayType type = new ArrayType(element, (int) length);
    if (wanted != null && wanted.length() != length) {
      reporter.report(
          DiagnosticCode.TYPE_MISMATCH,
          e.span(),
          "expected `"
              + wanted.describe()
              + "`, found "
              + length
              + (length == 1 ? " element" : " elements"),
          "`[value; " + wanted.length() + "]` is as many of the same");
      return null;
    }
    int most = scope == null ? TypeResolver.MAX_GLOBAL_SIZE : TypeResolver.MAX_VALUE_SIZE;
    if (length * element.size() > most) {
      reporter.report(
          DiagnosticCode.BAD_SIZE,
          e.span(),
          "this takes " + length * element.size() + " bytes; at most " + most + " fit");
      return null;
    }
    return new TypedExpr.ArrayValue(type, List.copyOf(values), e.span());
  }

  /** A text as the bytes of an array that has room for it, the rest zeroes. */
  TypedExpr text(Expr.TextLiteral e, Type expected) {
    ArrayType array = expected == null ? null : array(expected);
    if (array == null || array.element() != ScalarType.U8) {
      reporter.report(
          DiagnosticCode.TYPE_MISMATCH,
          e.span(),
          "a string can only be the format of `log`, or the bytes of a `u8[N]`");
      return null;
    }
    byte[] bytes = e.value().getBytes(StandardCharsets.UTF_8);
    if (bytes.length > array.length()) {
      reporter.report(
          DiagnosticCode.LITERAL_RANGE,
          e.span(),
          "this text has "
              + bytes.length
              + " bytes; `"
              + array.describe()
              + "` has room for fewer");
      return null;
    }
    List<TypedExpr> values = new ArrayList<>();
    for (int i = 0; i < array.length(); i++) {
      long value = i < bytes.length ? bytes[i] & 0xff : 0;
      values.add(new TypedExpr.Literal(value, ScalarType.U8, e.span()));
    }
    return new TypedExpr.ArrayValue(array, values, e.span());
  }

  /** The array that {@code e} is or refers to, or null. */
  static ArrayType array(TypedExpr e) {
    return array(e.type());
  }

  private static ArrayType array(Type type) {
    Type target = type instanceof ReferenceType r ? r.target() : type;
    return target instanceof ArrayType array ? array : null;
  }

  /** Whether the array {@code one} equals what is on the right, as comparisons of elements. */
  TypedExpr equality(Expr.Binary e, TypedExpr one, Scope scope) {
    ArrayType array = array(one);
    TypedExpr other = exprs.value(e.right(), array, scope);
    if (other == null) {
      return null;
    }
    if (!array.element().isNumber() || array.length() > MOST_COMPARED) {
      reporter.report(
          DiagnosticCode.BAD_OPERANDS,
          e.span(),
          "up to " + MOST_COMPARED + " numbers are compared, not `" + array.describe() + "`");
      return null;
    }
    if (!isSteady(one) || !isSteady(other)) {
      reporter.report(
          DiagnosticCode.BAD_OPERANDS,
          isSteady(one) ? other.span() : one.span(),
          "only arrays that have a name, or are made of constants, are compared",
          "keep it in a variable first: `var x = …;`");
      return null;
    }
    boolean equal = e.op() == BinaryOp.EQ;
    TypedExpr all = null;
    for (int i = 0; i < array.length(); i++) {
      TypedExpr left = element(one, array, i);
      TypedExpr right = element(other, array, i);
      TypedExpr pair = new TypedExpr.Binary(e.op(), left, right, ScalarType.BOOL, e.span());
      BinaryOp join = equal ? BinaryOp.AND_AND : BinaryOp.OR_OR;
      all = all == null ? pair : new TypedExpr.Binary(join, all, pair, ScalarType.BOOL, e.span());
    }
    return all;
  }

  /** True for what may be evaluated several times. */
  private static boolean isSteady(TypedExpr e) {
    if (e instanceof TypedExpr.ArrayValue array) {
      return array.values().stream().allMatch(value -> value instanceof TypedExpr.Literal);
    }
    if (e instanceof TypedExpr.FieldRef field) {
      return isSteady(field.base());
    }
    if (e instanceof TypedExpr.Deref deref) {
      return isSteady(deref.reference());
    }
    return e instanceof TypedExpr.LocalRef
        || e instanceof TypedExpr.GlobalRef
        || e instanceof TypedExpr.ContextRef;
  }

  private static TypedExpr element(TypedExpr of, ArrayType array, int index) {
    SourceSpan span = of.span();
    if (of instanceof TypedExpr.ArrayValue written) {
      return written.values().get(Math.min(index, written.values().size() - 1));
    }
    TypedExpr.Literal at = new TypedExpr.Literal(index, ScalarType.U32, span);
    return new TypedExpr.ElementRef(of, at, array.element(), span);
  }
}

package org.gpol.compiler.sema;

import java.math.BigInteger;
import org.gpol.compiler.checked.EnumType;
import org.gpol.compiler.checked.OptionalType;
import org.gpol.compiler.checked.ReferenceType;
import org.gpol.compiler.checked.ScalarType;
import org.gpol.compiler.checked.Type;
import org.gpol.compiler.checked.TypedExpr;
import org.gpol.compiler.diagnostics.Diagnostic;
import org.gpol.compiler.diagnostics.DiagnosticCode;
import org.gpol.compiler.diagnostics.SourceSpan;

/**
 * What may stand where another type is asked for: the same type, a wider integer of the same sign,
 * a CPU number as an integer, and what a reference refers to.
 */
final class Coercion {
  private final Reporter reporter;

  Coercion(Reporter reporter) {
    this.reporter = reporter;
  }

  /** A plain integer as a value of {@code expected}, or of its own choice if that is null. */
  TypedExpr literal(BigInteger value, Type expected, SourceSpan span) {
    if (expected instanceof EnumType e) {
      if (e.flags() && value.signum() == 0) {
        return new TypedExpr.Literal(0, e, span);
      }
      mismatch(span, e, "an integer", "use one of the constants of `" + e.name() + "`");
      return null;
    }
    ScalarType type =
        expected instanceof ScalarType s ? s : value.signum() < 0 ? ScalarType.I64 : ScalarType.U64;
    boolean clock = type == ScalarType.TIME || type == ScalarType.DURATION;
    if (clock && value.signum() != 0) {
      String hint =
          type == ScalarType.TIME
              ? "add a duration to another time"
              : "give it a unit, as in `" + value + "ns` or `" + value + "us`";
      mismatch(span, type, "an integer", hint);
      return null;
    }
    if (type == ScalarType.BOOL) {
      mismatch(span, type, "an integer", "write `true` or `false`, or compare with `!= 0`");
      return null;
    }
    if (!Operators.fits(value, type)) {
      String low = Long.toString(type.min());
      String high = type.signed() ? Long.toString(type.max()) : Long.toUnsignedString(type.max());
      reporter.report(
          Diagnostic.of(
                  DiagnosticCode.LITERAL_RANGE,
                  span,
                  "the value " + value + " does not fit into `" + type.describe() + "`")
              .note("`" + type.describe() + "` holds " + low + " to " + high));
      return null;
    }
    return new TypedExpr.Literal(value.longValue(), type, span);
  }

  /** {@code e} as a value of {@code expected}; null if it can't be one, which is reported. */
  TypedExpr coerce(TypedExpr e, Type expected) {
    Type type = e.type();
    if (type.equals(expected)) {
      return e;
    }
    if (type instanceof OptionalType) {
      unopened(e);
      return null;
    }
    boolean lasts = isStatic(e) || isOwnMemory(e);
    if (expected instanceof ReferenceType r && type.equals(r.target()) && lasts) {
      return new TypedExpr.Borrow(e, e.span());
    }
    if (type instanceof ReferenceType) {
      return coerce(new TypedExpr.Deref(e, e.span()), expected);
    }
    if (widens(type, expected)) {
      return cast(e, expected, e.span());
    }
    DiagnosticCode code = DiagnosticCode.TYPE_MISMATCH;
    String hint = "";
    if (expected instanceof ReferenceType r && type.equals(r.target())) {
      hint =
          type.isNumber()
              ? "only what is in a map, a global, a struct or an array can be referred to"
              : "declare it with `var`: what is referred to may be written";
    }
    if (type instanceof ScalarType from
        && expected instanceof ScalarType to
        && castable(from, to)) {
      hint = "write `" + parenthesised(e.span().text()) + " as " + to.describe() + "`";
      if (from.isInteger() && to.isInteger() && from.signed() != to.signed()) {
        code = DiagnosticCode.SIGN_MISMATCH;
      }
    }
    Diagnostic d =
        Diagnostic.of(
                code,
                e.span(),
                "expected `" + expected.describe() + "`, found `" + type.describe() + "`")
            .label("this is `" + type.describe() + "`");
    reporter.report(hint.isEmpty() ? d : d.hint(hint));
    return null;
  }

  /** What a value needs parentheses for before {@code as}. */
  static String parenthesised(String text) {
    return text.matches("[A-Za-z0-9_.()\\[\\]]*") ? text : "(" + text + ")";
  }

  /** True for what is not in the function's own memory: references to it can be passed on. */
  static boolean isStatic(TypedExpr e) {
    if (e.type() instanceof ReferenceType || e instanceof TypedExpr.GlobalRef) {
      return true;
    }
    if (e instanceof TypedExpr.FieldRef field) {
      return isStatic(field.base());
    }
    if (e instanceof TypedExpr.Deref deref) {
      return isStatic(deref.reference());
    }
    return e instanceof TypedExpr.ElementRef element && isStatic(element.base());
  }

  /** True for what lies in the function's memory: a variable, or what is written out in place. */
  static boolean isOwnMemory(TypedExpr e) {
    if (e instanceof TypedExpr.StructValue || e instanceof TypedExpr.ArrayValue) {
      return true;
    }
    if (e instanceof TypedExpr.LocalRef ref) {
      return ref.local().mutable() && !ref.type().isNumber();
    }
    if (e instanceof TypedExpr.FieldRef field) {
      return isOwnMemory(field.base());
    }
    return e instanceof TypedExpr.ElementRef element
        && element.index() instanceof TypedExpr.Literal
        && isOwnMemory(element.base());
  }

  /** {@code e} without the reference around it. */
  static TypedExpr dereference(TypedExpr e) {
    return e.type() instanceof ReferenceType ? new TypedExpr.Deref(e, e.span()) : e;
  }

  void unopened(TypedExpr e) {
    String text = e.span().text();
    boolean shortText = text.length() <= 40 && text.indexOf('\n') < 0;
    String what = shortText ? text : "…";
    reporter.report(
        Diagnostic.of(DiagnosticCode.OPTIONAL_NOT_OPENED, e.span(), "this value may not be there")
            .label("`" + e.type().describe() + "`")
            .hint("open it: `let x = " + what + " else { return; }`")
            .hint("or: `if let x = " + what + " { … }`"));
  }

  void mismatch(SourceSpan span, Type expected, String found, String hint) {
    reporter.report(
        DiagnosticCode.TYPE_MISMATCH,
        span,
        "expected `" + expected.describe() + "`, found " + found,
        hint);
  }

  /** True if every value of {@code from} is the same value of {@code to}, without a cast. */
  static boolean widens(Type from, Type to) {
    if (!(from instanceof ScalarType f) || !(to instanceof ScalarType t)) {
      return false;
    }
    boolean counts = f.isInteger() || f == ScalarType.CPU;
    return counts && t.isInteger() && f.signed() == t.signed() && f.bits() <= t.bits();
  }

  /** True if {@code as} may convert. */
  static boolean castable(Type from, Type to) {
    if (from.equals(to)) {
      return true;
    }
    if (!(to instanceof ScalarType t)) {
      return false;
    }
    if (from instanceof EnumType || from == ScalarType.BOOL) {
      return t.isInteger();
    }
    return from instanceof ScalarType f && t != ScalarType.BOOL && (f.isInteger() || t.isInteger());
  }

  /** A conversion that is known to be allowed. */
  static TypedExpr cast(TypedExpr e, Type to, SourceSpan span) {
    if (e instanceof TypedExpr.Literal literal) {
      return new TypedExpr.Literal(Operators.normalise(literal.value(), to.scalar()), to, span);
    }
    return e.type().equals(to) ? e : new TypedExpr.Cast(e, to, span);
  }
}

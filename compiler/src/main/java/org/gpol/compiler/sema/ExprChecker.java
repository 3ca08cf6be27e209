package org.gpol.compiler.sema;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.gpol.bpf.text.Spelling;
import org.gpol.compiler.ast.Expr;
import org.gpol.compiler.ast.Name;
import org.gpol.compiler.checked.ArrayType;
import org.gpol.compiler.checked.ContainerHandleType;
import org.gpol.compiler.checked.EnumType;
import org.gpol.compiler.checked.Local;
import org.gpol.compiler.checked.OptionalType;
import org.gpol.compiler.checked.ReferenceType;
import org.gpol.compiler.checked.ScalarType;
import org.gpol.compiler.checked.SpecialType;
import org.gpol.compiler.checked.StructType;
import org.gpol.compiler.checked.Symbol;
import org.gpol.compiler.checked.Type;
import org.gpol.compiler.checked.TypedExpr;
import org.gpol.compiler.diagnostics.Diagnostic;
import org.gpol.compiler.diagnostics.DiagnosticCode;
import org.gpol.compiler.diagnostics.SourceSpan;

/**
 * Types expressions. Every method returns null for an expression that is wrong, once that has been
 * reported.
 */
final class ExprChecker {
  final Coercion coercion;
  final OperatorChecker operators;
  final CallChecker calls;
  final ArrayChecker arrays;
  private final Globals globals;
  private final Reporter reporter;

  ExprChecker(Globals globals) {
    this.globals = globals;
    this.reporter = globals.reporter;
    this.coercion = new Coercion(reporter);
    this.operators = new OperatorChecker(this, globals);
    this.calls = new CallChecker(this, globals);
    this.arrays = new ArrayChecker(this, globals);
  }

  /**
   * A value, of {@code expected} if that is not null; optionals have to be opened first.
   *
   * @param scope null outside functions
   */
  TypedExpr value(Expr e, Type expected, Scope scope) {
    TypedExpr typed = check(e, expected, scope);
    if (typed == null) {
      return null;
    }
    if (typed.type() == SpecialType.VOID) {
      reporter.report(
          DiagnosticCode.TYPE_MISMATCH, e.span(), "this gives no value that could be used");
      return null;
    }
    if (expected != null && expected != SpecialType.POISON) {
      return coercion.coerce(typed, expected);
    }
    if (typed.type() instanceof OptionalType) {
      coercion.unopened(typed);
      return null;
    }
    return typed;
  }

  /** A number of any type; {@code hint} is what a plain integer becomes. */
  TypedExpr number(Expr e, Type hint, Scope scope) {
    TypedExpr typed = check(e, hint, scope);
    return typed == null ? null : number(typed);
  }

  /** What has been typed, as a number. */
  TypedExpr number(TypedExpr typed) {
    if (typed.type() instanceof OptionalType) {
      coercion.unopened(typed);
      return null;
    }
    TypedExpr value = Coercion.dereference(typed);
    if (!value.type().isNumber()) {
      reporter.report(
          DiagnosticCode.BAD_OPERANDS,
          typed.span(),
          "expected a number, found `" + value.type().describe() + "`");
      return null;
    }
    return value;
  }

  /** Any expression, optional or not; {@code expected} only guides. */
  TypedExpr check(Expr e, Type expected, Scope scope) {
    BigInteger plain = globals.untyped.evaluate(e, scope);
    if (plain != null) {
      return coercion.literal(plain, expected, e.span());
    }
    if (e instanceof Expr.NumberLiteral number) {
      return new TypedExpr.Literal(number.value(), ScalarType.DURATION, e.span());
    }
    if (e instanceof Expr.BoolLiteral bool) {
      return new TypedExpr.Literal(bool.value() ? 1 : 0, ScalarType.BOOL, e.span());
    }
    if (e instanceof Expr.TextLiteral text) {
      return arrays.text(text, expected);
    }
    if (e instanceof Expr.ArrayLiteral array) {
      return arrays.literal(array, expected, scope);
    }
    if (e instanceof Expr.Ref ref) {
      return name(ref.name(), scope);
    }
    if (e instanceof Expr.Field field) {
      return field(field, scope);
    }
    if (e instanceof Expr.Index index) {
      return index(index, scope);
    }
    if (e instanceof Expr.StructLiteral literal) {
      return struct(literal, scope);
    }
    if (e instanceof Expr.Unary unary) {
      return operators.unary(unary, expected, scope);
    }
    if (e instanceof Expr.Binary binary) {
      return operators.binary(binary, expected, scope);
    }
    if (e instanceof Expr.Cast cast) {
      return operators.cast(cast, scope);
    }
    if (scope == null) {
      reporter.report(
          DiagnosticCode.NOT_CONSTANT,
          e.span(),
          "this must be known when the policy is compiled; nothing can be called");
      return null;
    }
    if (e instanceof Expr.Call call) {
      return calls.call(call, scope);
    }
    return calls.method((Expr.MethodCall) e, scope);
  }

  private TypedExpr name(Name name, Scope scope) {
    String text = name.text();
    Local local = scope == null ? null : scope.find(text);
    if (local != null) {
      return local.type() == SpecialType.POISON ? null : scope.use(local, name.span());
    }
    if (scope != null && text.equals(scope.contextName)) {
      reporter.report(
          DiagnosticCode.NOT_THAT_KIND,
          name.span(),
          "`" + text + "` is the context of the hook; only its fields are values",
          "its fields are " + contextFields(scope));
      return null;
    }
    Entity entity = globals.use(text);
    if (entity == null) {
      unknown(name, scope, "no");
      return null;
    }
    return ofEntity(name, entity);
  }

  private static String contextFields(Scope scope) {
    List<String> names = new ArrayList<>();
    scope.hook.members().forEach(m -> names.add("`" + m.name() + "`"));
    return String.join(", ", names);
  }

  private TypedExpr ofEntity(Name name, Entity entity) {
    SourceSpan span = name.span();
    if (entity instanceof Entity.Constant constant) {
      return new TypedExpr.Literal(constant.value(), constant.type(), span);
    }
    if (entity instanceof Entity.NotYet notYet) {
      reporter.notYet(name, notYet.reason());
      return null;
    }
    if (entity instanceof Entity.Broken) {
      return null;
    }
    if (entity instanceof Entity.Value value) {
      if (value.symbol() instanceof Symbol.Global global) {
        return new TypedExpr.GlobalRef(global, span);
      }
      if (value.symbol() instanceof Symbol.Param param) {
        return new TypedExpr.ParamRef(param, span);
      }
      if (value.symbol() instanceof Symbol.ExternVar variable) {
        return new TypedExpr.ExternRef(variable, span);
      }
      if (value.symbol() instanceof Symbol.Map map && map.kind().isQueue()) {
        return new TypedExpr.QueueRef(map, span);
      }
      if (value.symbol() instanceof Symbol.Container c && c.lanes() == 1) {
        TypedExpr lane = new TypedExpr.Literal(0, ScalarType.U32, span);
        return new TypedExpr.ContainerRef(c, lane, new ContainerHandleType(c), span);
      }
    }
    reporter.report(
        DiagnosticCode.NOT_THAT_KIND,
        span,
        "`" + name.text() + "` is " + kind(entity) + ", not a value");
    return null;
  }

  /** What a name is, for messages. */
  static String kind(Entity entity) {
    if (entity instanceof Entity.TypeName) {
      return "a type";
    }
    if (entity instanceof Entity.Value value) {
      if (value.symbol() instanceof Symbol.Map || value.symbol() instanceof Symbol.Container) {
        return "a map";
      }
      if (value.symbol() instanceof Symbol.Stat) {
        return "a statistic";
      }
      if (value.symbol() instanceof Symbol.Event) {
        return "an event";
      }
      if (value.symbol() instanceof Symbol.Function) {
        return "a function";
      }
      if (value.symbol() instanceof Symbol.Helper) {
        return "a helper";
      }
      return "a variable";
    }
    return entity instanceof Entity.Untyped || entity instanceof Entity.Constant
        ? "a constant"
        : "a helper";
  }

  void unknown(Name name, Scope scope, String what) {
    List<String> candidates = new ArrayList<>();
    if (scope != null) {
      candidates.addAll(scope.names());
    }
    candidates.addAll(globals.valueNames());
    reporter.report(
        DiagnosticCode.UNKNOWN_NAME,
        name.span(),
        "there is "
            + what
            + " `"
            + name.text()
            + "` here"
            + Spelling.didYouMean(name.text(), candidates));
  }

  private TypedExpr field(Expr.Field e, Scope scope) {
    if (e.base() instanceof Expr.Ref ref) {
      String base = ref.name().text();
      boolean local = scope != null && scope.find(base) != null;
      if (!local && scope != null && base.equals(scope.contextName)) {
        return contextField(e, scope);
      }
      if (!local
          && globals.entity(base) instanceof Entity.TypeName typeName
          && typeName.type() instanceof EnumType type) {
        globals.use(base);
        return enumConstant(e, type);
      }
    }
    TypedExpr base = check(e.base(), null, scope);
    if (base == null) {
      return null;
    }
    Type type = base.type() instanceof ReferenceType r ? r.target() : base.type();
    if (type == SpecialType.RUNNABLE) {
      return taskField(base, e);
    }
    if (type instanceof OptionalType) {
      coercion.unopened(base);
      return null;
    }
    if (!(type instanceof StructType struct)) {
      reporter.report(
          DiagnosticCode.UNKNOWN_FIELD,
          e.field().span(),
          "`" + type.describe() + "` has no fields");
      return null;
    }
    StructType.Field field = struct.field(e.field().text());
    if (field == null) {
      List<String> names = struct.fields().stream().map(StructType.Field::name).toList();
      noField(e.field(), "`" + struct.name() + "`", names);
      return null;
    }
    return new TypedExpr.FieldRef(base, field, e.span());
  }

  private void noField(Name field, String of, List<String> names) {
    reporter.report(
        DiagnosticCode.UNKNOWN_FIELD,
        field.span(),
        of + " has no field `" + field.text() + "`" + Spelling.didYouMean(field.text(), names),
        "it has `" + String.join("`, `", names) + "`");
  }

  private TypedExpr contextField(Expr.Field e, Scope scope) {
    List<Symbol.ContextMember> members = scope.hook.members();
    Symbol.ContextMember member = DeclResolver.find(members, e.field().text());
    if (member instanceof Symbol.ContextField field) {
      return new TypedExpr.ContextRef(field, e.span());
    }
    if (member instanceof Symbol.ContextTask task) {
      return new TypedExpr.ContextTaskRef(task, e.span());
    }
    List<String> names = members.stream().map(Symbol.ContextMember::name).toList();
    noField(e.field(), "the context of `" + scope.hook.name() + "`", names);
    return null;
  }

  private TypedExpr enumConstant(Expr.Field e, EnumType type) {
    for (EnumType.Constant constant : type.constants()) {
      if (constant.name().equals(e.field().text())) {
        return new TypedExpr.Literal(constant.value(), type, e.span());
      }
    }
    List<String> names = type.constants().stream().map(EnumType.Constant::name).toList();
    reporter.report(
        DiagnosticCode.UNKNOWN_FIELD,
        e.field().span(),
        "`"
            + type.name()
            + "` has no constant `"
            + e.field().text()
            + "`"
            + Spelling.didYouMean(e.field().text(), names));
    return null;
  }

  private TypedExpr taskField(TypedExpr task, Expr.Field e) {
    return switch (e.field().text()) {
      case "gtid" -> new TypedExpr.TaskGtid(task, e.span());
      case "barrier" -> new TypedExpr.TaskBarrier(task, e.span());
      default -> {
        noField(e.field(), "a `runnable`", List.of("gtid", "barrier"));
        yield null;
      }
    };
  }

  private TypedExpr index(Expr.Index e, Scope scope) {
    if (e.base() instanceof Expr.Ref ref
        && (scope == null || scope.find(ref.name().text()) == null)
        && globals.use(ref.name().text()) instanceof Entity.Value value
        && value.symbol() instanceof Symbol.Map map) {
      return calls.lookup(map, e, scope);
    }
    if (e.base() instanceof Expr.Ref ref
        && scope != null
        && scope.find(ref.name().text()) == null
        && globals.use(ref.name().text()) instanceof Entity.Value value
        && value.symbol() instanceof Symbol.Container container) {
      return calls.lane(container, e, scope);
    }
    TypedExpr base = check(e.base(), null, scope);
    if (base == null) {
      return null;
    }
    Type type = base.type() instanceof ReferenceType r ? r.target() : base.type();
    if (type instanceof OptionalType) {
      coercion.unopened(base);
      return null;
    }
    if (!(type instanceof ArrayType array)) {
      reporter.report(
          DiagnosticCode.NOT_THAT_KIND,
          e.base().span(),
          "`" + type.describe() + "` can't be indexed");
      return null;
    }
    TypedExpr index = number(e.index(), ScalarType.U32, scope);
    if (index == null) {
      return null;
    }
    long end = boundOf(index, scope);
    if (end < 0 && Coercion.isStatic(base)) {
      return new TypedExpr.CheckedElement(base, index, array, e.span());
    }
    if (end < 0 || end > array.length()) {
      Diagnostic d =
          Diagnostic.of(
              DiagnosticCode.INDEX_RANGE,
              e.index().span(),
              end < 0
                  ? "nothing proves that this index is below " + array.length()
                  : "this index reaches "
                      + (end - 1)
                      + ", the last one is "
                      + (array.length() - 1));
      reporter.report(
          d.hint("count with `for i in 0.." + array.length() + "`, or keep the values in a map"));
      return null;
    }
    return new TypedExpr.ElementRef(base, index, array.element(), e.span());
  }

  /** One more than the greatest value of an index, or -1 if nothing is known of it. */
  private static long boundOf(TypedExpr index, Scope scope) {
    if (index instanceof TypedExpr.Literal literal) {
      return literal.value() < 0 ? -1 : literal.value() + 1;
    }
    return index instanceof TypedExpr.LocalRef ref ? scope.bound(ref.local()) : -1;
  }

  private TypedExpr struct(Expr.StructLiteral e, Scope scope) {
    String name = e.type().text();
    Entity entity = globals.use(name);
    if (entity == null) {
      unknown(e.type(), null, "no struct");
      return null;
    }
    if (!(entity instanceof Entity.TypeName typeName)
        || !(typeName.type() instanceof StructType type)) {
      if (!(entity instanceof Entity.Broken)) {
        reporter.report(
            DiagnosticCode.NOT_THAT_KIND, e.type().span(), "`" + name + "` is not a struct");
      }
      return null;
    }
    return record(type, e.type(), e.fields(), e.span(), scope);
  }

  /** A value for each field of {@code type}, which {@code written} names. */
  TypedExpr record(
      StructType type, Name written, List<Expr.FieldValue> fields, SourceSpan span, Scope scope) {
    String name = written.text();
    TypedExpr[] values = new TypedExpr[type.fields().size()];
    boolean[] given = new boolean[values.length];
    boolean broken = false;
    for (Expr.FieldValue fieldValue : fields) {
      StructType.Field field = type.field(fieldValue.field().text());
      if (field == null) {
        List<String> names = type.fields().stream().map(StructType.Field::name).toList();
        noField(fieldValue.field(), "`" + name + "`", names);
        broken = true;
        continue;
      }
      int at = type.fields().indexOf(field);
      if (given[at]) {
        reporter.report(
            DiagnosticCode.DUPLICATE_NAME,
            fieldValue.field().span(),
            "`" + field.name() + "` has a value already");
      }
      given[at] = true;
      values[at] = value(fieldValue.value(), field.type(), scope);
      broken |= values[at] == null;
    }
    for (int i = 0; i < values.length; i++) {
      Type fieldType = type.fields().get(i).type();
      if (!given[i] && fieldType instanceof ArrayType) {
        // An array that nobody writes begins as zeroes.
        values[i] = new TypedExpr.Zero(fieldType, span);
      } else if (!given[i]) {
        String missing = type.fields().get(i).name();
        reporter.report(
            DiagnosticCode.MISSING_FIELD,
            span,
            "the field `" + missing + "` of `" + name + "` has no value",
            "add `" + missing + ": …`");
        broken = true;
      }
    }
    return broken ? null : new TypedExpr.StructValue(type, List.of(values), span);
  }
}

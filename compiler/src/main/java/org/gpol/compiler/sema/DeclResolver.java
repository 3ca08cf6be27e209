package org.gpol.compiler.sema;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.gpol.compiler.ast.Decl;
import org.gpol.compiler.ast.Expr;
import org.gpol.compiler.ast.Name;
import org.gpol.compiler.ast.TypeRef;
import org.gpol.compiler.checked.EnumType;
import org.gpol.compiler.checked.ReferenceType;
import org.gpol.compiler.checked.ScalarType;
import org.gpol.compiler.checked.SpecialType;
import org.gpol.compiler.checked.StructType;
import org.gpol.compiler.checked.Symbol;
import org.gpol.compiler.checked.Type;
import org.gpol.compiler.checked.TypedExpr;
import org.gpol.compiler.diagnostics.Diagnostic;
import org.gpol.compiler.diagnostics.DiagnosticCode;

/** Understands one declaration at a time. */
final class DeclResolver {
  /** Registers that carry arguments. */
  private static final int ARGUMENT_REGISTERS = 5;

  private final Globals globals;
  private final Reporter reporter;

  DeclResolver(Globals globals) {
    this.globals = globals;
    this.reporter = globals.reporter;
  }

  Entity entity(Decl decl) {
    if (decl instanceof Decl.Const c) {
      return constant(c.type(), c.value());
    }
    if (decl instanceof Decl.ExternConst c) {
      return constant(c.type(), c.value());
    }
    if (decl instanceof Decl.Param param) {
      return param(param);
    }
    if (decl instanceof Decl.Struct struct) {
      return struct(struct);
    }
    if (decl instanceof Decl.Enumeration e) {
      return enumeration(e.name(), e.repr(), e.constants(), false);
    }
    if (decl instanceof Decl.ExternEnum e) {
      return enumeration(e.name(), e.repr(), e.constants(), e.flags());
    }
    if (decl instanceof Decl.Alias alias) {
      Type type = globals.types.type(alias.type());
      return type == SpecialType.POISON ? new Entity.Broken() : new Entity.TypeName(type);
    }
    if (decl instanceof Decl.Var variable) {
      return global(variable);
    }
    if (decl instanceof Decl.Map map) {
      if (ContainerDeclarations.isContainer(map)) {
        return globals.containers.declare(map);
      }
      Symbol.Map symbol = globals.types.map(map.name(), map.type());
      return symbol == null ? new Entity.Broken() : new Entity.Value(symbol);
    }
    if (decl instanceof Decl.Stat stat) {
      return stat(stat);
    }
    if (decl instanceof Decl.Event event) {
      return event(event);
    }
    if (decl instanceof Decl.Fn fn) {
      return function(fn);
    }
    if (decl instanceof Decl.ExternFn fn) {
      return helper(fn);
    }
    if (decl instanceof Decl.ExternVar v) {
      Type type = globals.types.type(v.type());
      boolean range = v.low() != null;
      long low = range ? globals.constant(v.low(), type).value() : 0;
      long high = range ? globals.constant(v.high(), type).value() : 0;
      return new Entity.Value(new Symbol.ExternVar(v.name().text(), type, low, high, v.span()));
    }
    return new Entity.Broken();
  }

  private Entity constant(TypeRef typeRef, Expr expr) {
    if (typeRef == null) {
      BigInteger value = globals.untyped.evaluate(expr, null);
      if (value != null) {
        return new Entity.Untyped(value);
      }
    }
    Type type = typeRef == null ? null : globals.types.type(typeRef);
    if (type == SpecialType.POISON) {
      return new Entity.Broken();
    }
    TypedExpr.Literal literal = globals.constant(expr, type);
    return literal == null
        ? new Entity.Broken()
        : new Entity.Constant(literal.value(), literal.type());
  }

  private Entity param(Decl.Param p) {
    Type type = globals.types.type(p.type());
    if (type == SpecialType.POISON) {
      return new Entity.Broken();
    }
    boolean tunable =
        type instanceof ScalarType s
            && (s.isInteger() || s == ScalarType.BOOL || s == ScalarType.DURATION);
    if (!tunable) {
      reporter.report(
          DiagnosticCode.TYPE_MISMATCH,
          p.type().span(),
          "a parameter is an integer, a `bool` or a `duration`, not `" + type.describe() + "`");
      return new Entity.Broken();
    }
    ScalarType scalar = (ScalarType) type;
    TypedExpr.Literal value = globals.constant(p.value(), type);
    if (value == null) {
      return new Entity.Broken();
    }
    long low = scalar.min();
    long high = scalar.max();
    if (p.low() != null) {
      TypedExpr.Literal lowest = globals.constant(p.low(), type);
      TypedExpr.Literal highest = globals.constant(p.high(), type);
      if (lowest == null || highest == null) {
        return new Entity.Broken();
      }
      low = lowest.value();
      high = highest.value();
      if (Operators.compare(scalar, low, high) > 0) {
        reporter.report(
            DiagnosticCode.PARAM_RANGE,
            p.low().span().to(p.high().span()),
            "the range of `" + p.name().text() + "` is empty",
            "write the lower bound first");
      } else if (Operators.compare(scalar, value.value(), low) < 0
          || Operators.compare(scalar, value.value(), high) > 0) {
        reporter.report(
            Diagnostic.of(
                    DiagnosticCode.PARAM_RANGE,
                    p.value().span(),
                    "the default of `" + p.name().text() + "` is outside its range")
                .related(p.low().span().to(p.high().span()), "both ends belong to the range"));
      }
    }
    return new Entity.Value(
        new Symbol.Param(p.name().text(), type, value.value(), low, high, p.doc(), p.span()));
  }

  private Entity struct(Decl.Struct struct) {
    Map<String, StructType.Field> fields = new LinkedHashMap<>();
    int offset = 0;
    int alignment = 1;
    boolean broken = false;
    for (Decl.Field field : struct.fields()) {
      Type type = globals.types.type(field.type());
      if (type == SpecialType.POISON || !globals.types.storable(type, field.type().span())) {
        broken = true;
        continue;
      }
      offset = roundUp(offset, type.alignment());
      String name = field.name().text();
      if (fields.put(name, new StructType.Field(name, type, offset)) != null) {
        reporter.report(
            DiagnosticCode.DUPLICATE_NAME,
            field.name().span(),
            "`" + name + "` is a field of `" + struct.name().text() + "` already");
        broken = true;
      }
      offset += type.size();
      alignment = Math.max(alignment, type.alignment());
    }
    if (!broken && (fields.isEmpty() || offset > TypeResolver.MAX_VALUE_SIZE)) {
      reporter.report(
          DiagnosticCode.BAD_SIZE,
          struct.name().span(),
          fields.isEmpty()
              ? "a struct has at least one field"
              : "a struct takes at most " + TypeResolver.MAX_VALUE_SIZE + " bytes");
      broken = true;
    }
    if (broken) {
      return new Entity.Broken();
    }
    return new Entity.TypeName(
        new StructType(
            struct.name().text(),
            List.copyOf(fields.values()),
            roundUp(offset, alignment),
            alignment,
            struct.name().span()));
  }

  /** The record of an event is laid out like a struct. */
  private Entity event(Decl.Event event) {
    Entity laidOut =
        struct(new Decl.Struct(event.doc(), event.name(), event.fields(), event.span()));
    if (!(laidOut instanceof Entity.TypeName type)) {
      return laidOut;
    }
    StructType record = (StructType) type.type();
    for (Decl.Field field : event.fields()) {
      Type of = record.field(field.name().text()).type();
      if (!of.isNumber()) {
        reporter.report(
            DiagnosticCode.TYPE_MISMATCH,
            field.type().span(),
            "an event is made of numbers, not of `" + of.describe() + "`");
        return new Entity.Broken();
      }
    }
    return new Entity.Value(
        new Symbol.Event(event.name().text(), record, event.doc(), event.span()));
  }

  private static int roundUp(int offset, int alignment) {
    return (offset + alignment - 1) / alignment * alignment;
  }

  private Entity enumeration(
      Name name, TypeRef reprRef, List<Decl.EnumConstant> declared, boolean flags) {
    Type repr = globals.types.type(reprRef);
    if (repr == SpecialType.POISON) {
      return new Entity.Broken();
    }
    if (!(repr instanceof ScalarType scalar) || !scalar.isInteger()) {
      reporter.report(
          DiagnosticCode.TYPE_MISMATCH,
          reprRef.span(),
          "an enum is made of integers, not of `" + repr.describe() + "`");
      return new Entity.Broken();
    }
    if (declared.isEmpty()) {
      reporter.report(DiagnosticCode.BAD_SIZE, name.span(), "an enum has at least one constant");
      return new Entity.Broken();
    }
    List<EnumType.Constant> constants = new ArrayList<>();
    long next = 0;
    for (Decl.EnumConstant constant : declared) {
      if (constant.value() != null) {
        TypedExpr.Literal literal = globals.constant(constant.value(), scalar);
        next = literal == null ? next : literal.value();
      } else if (Operators.compare(scalar, next, scalar.max()) > 0) {
        reporter.report(
            DiagnosticCode.LITERAL_RANGE,
            constant.name().span(),
            "the value " + next + " does not fit into `" + scalar.describe() + "`");
      }
      constants.add(new EnumType.Constant(constant.name().text(), next));
      next++;
    }
    return new Entity.TypeName(
        new EnumType(name.text(), scalar, flags, List.copyOf(constants), name.span()));
  }

  private Entity global(Decl.Var variable) {
    Type type = globals.types.global(variable.type());
    if (type == SpecialType.POISON || !globals.types.storable(type, variable.type().span())) {
      return new Entity.Broken();
    }
    TypedExpr value = null;
    if (variable.value() != null) {
      value = globals.initial(variable.value(), type);
      if (value == null) {
        return new Entity.Broken();
      }
    }
    return new Entity.Value(
        new Symbol.Global(variable.name().text(), type, value, variable.span()));
  }

  private Entity stat(Decl.Stat stat) {
    if (HistogramDeclarations.isHistogram(stat)) {
      return globals.histograms.declare(stat);
    }
    String kind = stat.kind() instanceof TypeRef.Named n ? n.name().text() : "";
    if (!kind.equals("counter") && !kind.equals("gauge")) {
      reporter.report(
          DiagnosticCode.NOT_THAT_KIND,
          stat.kind().span(),
          "a statistic is a `counter`, a `gauge` or a `histogram<T>`");
      return new Entity.Broken();
    }
    Symbol.StatKind symbolKind =
        kind.equals("counter") ? Symbol.StatKind.COUNTER : Symbol.StatKind.GAUGE;
    return new Entity.Value(
        new Symbol.Stat(stat.name().text(), symbolKind, stat.doc(), stat.span()));
  }

  private Entity function(Decl.Fn fn) {
    List<Type> parameters = new ArrayList<>();
    int registers = 0;
    for (Decl.Field parameter : fn.parameters()) {
      Type type = globals.types.parameter(parameter.type());
      boolean fits =
          type.isNumber() || type == SpecialType.RUNNABLE || type instanceof ReferenceType;
      if (type != SpecialType.POISON && !fits) {
        reporter.report(
            DiagnosticCode.TYPE_MISMATCH,
            parameter.type().span(),
            "a parameter is a number, a task, or a reference",
            "write `&" + type.describe() + "`");
        type = SpecialType.POISON;
      }
      parameters.add(type);
      registers += type == SpecialType.RUNNABLE ? 2 : 1;
    }
    if (registers > ARGUMENT_REGISTERS) {
      reporter.report(
          Diagnostic.of(
                  DiagnosticCode.TOO_MANY_PARAMETERS,
                  fn.name().span(),
                  "the parameters of `" + fn.name().text() + "` need " + registers + " registers")
              .note("there are 5; a `runnable` takes two"));
    }
    Type result = fn.result() == null ? SpecialType.VOID : globals.types.type(fn.result());
    if (result == SpecialType.RUNNABLE || result instanceof StructType) {
      reporter.report(
          DiagnosticCode.TYPE_MISMATCH,
          fn.result().span(),
          "a function returns a number, not `" + result.describe() + "`",
          result == SpecialType.RUNNABLE
              ? "take the task as a parameter, and keep, run or drop it here"
              : "take a `&" + result.describe() + "` as a parameter, and fill it in");
      result = SpecialType.POISON;
    }
    return new Entity.Value(
        new Symbol.Function(
            fn.name().text(), fn.inline(), List.copyOf(parameters), result, fn.name().span()));
  }

  private Entity helper(Decl.ExternFn fn) {
    if (fn.unsupported() != null) {
      return new Entity.NotYet(fn.unsupported());
    }
    if (fn.binding() instanceof Expr.Ref ref
        && globals.use(ref.name().text()) instanceof Entity.Value value
        && value.symbol() instanceof Symbol.ExternVar variable) {
      List<Type> index = fn.parameters().stream().map(p -> globals.types.type(p.type())).toList();
      return new Entity.Reader(variable, index);
    }
    if (fn.binding() instanceof Expr.Ref ref) {
      return new Entity.Library(fn.name().text(), ref.name().text());
    }
    TypedExpr.Literal number = globals.constant(fn.binding(), ScalarType.U32);
    List<Type> parameters = new ArrayList<>();
    if (!fn.variadic()) {
      fn.parameters().forEach(p -> parameters.add(globals.types.parameter(p.type())));
    }
    Symbol.Helper helper =
        new Symbol.Helper(
            fn.name().text(),
            (int) number.value(),
            List.copyOf(parameters),
            fn.result() == null ? SpecialType.VOID : globals.types.type(fn.result()),
            fn.ignorable(),
            fn.contexts().stream().map(Name::text).collect(Collectors.toUnmodifiableSet()),
            fn.doc());
    return fn.variadic() ? new Entity.Printer(helper) : new Entity.Value(helper);
  }

  Symbol.Context context(Decl.ExternContext c) {
    int size = (int) globals.count(c.size(), TypeResolver.MAX_VALUE_SIZE, "a context");
    List<Symbol.ContextMember> members = members(c.members(), List.of());
    Symbol.ContextField selector = null;
    for (Decl.ContextMember member : c.members()) {
      if (member instanceof Decl.ContextField field && field.selector()) {
        selector = (Symbol.ContextField) find(members, field.name().text());
      }
    }
    return new Symbol.Context(c.name().text(), c.section(), size, selector, members);
  }

  Symbol.Hook hook(Decl.ExternHook h, Symbol.Context context) {
    Type result = h.result() == null ? SpecialType.VOID : globals.types.type(h.result());
    TypedExpr.Literal number =
        h.number() == null ? null : globals.constant(h.number(), context.selector().type());
    TypedExpr.Literal byDefault =
        h.defaultResult() == null ? null : globals.constant(h.defaultResult(), result);
    return new Symbol.Hook(
        h.name().text(),
        context,
        number == null ? null : number.value(),
        result,
        byDefault == null ? 0 : byDefault.value(),
        members(h.members(), context.members()),
        h.doc());
  }

  private List<Symbol.ContextMember> members(
      List<Decl.ContextMember> declared, List<Symbol.ContextMember> shared) {
    List<Symbol.ContextMember> members = new ArrayList<>(shared);
    for (Decl.ContextMember member : declared) {
      if (member instanceof Decl.ContextField field) {
        Type type = globals.types.type(field.type());
        members.add(
            new Symbol.ContextField(
                field.name().text(), type, offset(field.offset()), field.writable(), field.doc()));
      } else if (member instanceof Decl.ContextTask task) {
        Symbol.ContextField presence =
            task.presenceType() == null
                ? null
                : new Symbol.ContextField(
                    task.name().text(),
                    globals.types.type(task.presenceType()),
                    offset(task.presenceOffset()),
                    false,
                    "");
        members.add(
            new Symbol.ContextTask(
                task.name().text(),
                (Symbol.ContextField) find(members, task.gtid().text()),
                (Symbol.ContextField) find(members, task.barrier().text()),
                presence,
                task.doc()));
      }
    }
    return List.copyOf(members);
  }

  private int offset(Expr expr) {
    return (int) globals.constant(expr, ScalarType.U32).value();
  }

  static Symbol.ContextMember find(List<Symbol.ContextMember> members, String name) {
    for (Symbol.ContextMember member : members) {
      if (member.name().equals(name)) {
        return member;
      }
    }
    return null;
  }
}

package org.gpol.compiler.sema;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gpol.compiler.ast.Decl;
import org.gpol.compiler.ast.Expr;
import org.gpol.compiler.ast.Name;
import org.gpol.compiler.checked.EnumType;
import org.gpol.compiler.checked.ScalarType;
import org.gpol.compiler.checked.Symbol;
import org.gpol.compiler.checked.Type;
import org.gpol.compiler.checked.TypedExpr;
import org.gpol.compiler.diagnostics.Diagnostic;
import org.gpol.compiler.diagnostics.DiagnosticCode;
import org.gpol.compiler.diagnostics.SourceFile;
import org.gpol.compiler.diagnostics.SourceSpan;

/**
 * The names of the prelude and of the policy. A declaration is understood when it is first asked
 * for, so the order of declarations means nothing, and one that needs itself is noticed.
 */
final class Globals {
  final Reporter reporter;
  final TypeResolver types;
  final UntypedConstants untyped;
  final ContainerDeclarations containers;
  final HistogramDeclarations histograms;
  final CpuMasks masks;

  private final ExprChecker constants;
  private final DeclResolver resolver;
  private final Map<String, Declared> names = new LinkedHashMap<>();
  private final Map<String, Symbol.Hook> hooks = new LinkedHashMap<>();
  private final Map<String, String> laterHooks = new LinkedHashMap<>();
  private final Map<String, Symbol.Context> contexts = new LinkedHashMap<>();

  /** One declared name. */
  private static final class Declared {
    final Decl decl;
    final SourceSpan span;
    final boolean prelude;
    Entity entity;
    boolean inProgress;
    boolean used;

    Declared(Decl decl, SourceSpan span, boolean prelude, Entity entity) {
      this.decl = decl;
      this.span = span;
      this.prelude = prelude;
      this.entity = entity;
    }
  }

  Globals(Reporter reporter) {
    this.reporter = reporter;
    this.types = new TypeResolver(this, reporter);
    this.untyped = new UntypedConstants(this);
    this.constants = new ExprChecker(this);
    this.resolver = new DeclResolver(this);
    this.containers = new ContainerDeclarations(this);
    this.histograms = new HistogramDeclarations(this);
    this.masks = new CpuMasks(this);
  }

  /** Makes the names of {@code declarations} known. */
  void declare(List<Decl> declarations, boolean prelude) {
    for (Decl decl : declarations) {
      if (decl instanceof Decl.Policy) {
        continue;
      }
      if (decl instanceof Decl.Extern extern && !prelude) {
        reporter.report(
            DiagnosticCode.PRELUDE_ONLY,
            extern.span(),
            "`extern` declares the target; only a prelude may do that");
      } else if (decl instanceof Decl.Named named) {
        add(named.name(), decl, prelude, null);
      } else if (decl instanceof Decl.Extern extern
          && !(extern instanceof Decl.ExternHook || extern instanceof Decl.ExternContext)) {
        add(extern.name(), decl, true, null);
      }
    }
    // Constants of enums are names of their own, so the enums have to be understood now.
    for (Decl decl : declarations) {
      if (decl instanceof Decl.Enumeration e) {
        enumConstants(e.name(), e.constants(), prelude);
      } else if (prelude && decl instanceof Decl.ExternEnum e) {
        enumConstants(e.name(), e.constants(), true);
      }
    }
    if (prelude) {
      declareHooks(declarations);
    }
    // What is made of the library's declarations adds those now, while names are collected.
    for (Decl decl : declarations) {
      if (decl instanceof Decl.Map map && ContainerDeclarations.isContainer(map)) {
        entity(map.name().text());
      } else if (decl instanceof Decl.Stat stat && HistogramDeclarations.isHistogram(stat)) {
        entity(stat.name().text());
      }
    }
  }

  private void declareHooks(List<Decl> declarations) {
    for (Decl decl : declarations) {
      if (decl instanceof Decl.ExternContext context) {
        contexts.put(context.name().text(), resolver.context(context));
      }
    }
    for (Decl decl : declarations) {
      if (decl instanceof Decl.ExternHook hook) {
        if (hook.unsupported() != null) {
          laterHooks.put(hook.name().text(), hook.unsupported());
        } else {
          hooks.put(hook.name().text(), resolver.hook(hook, contexts.get(hook.context().text())));
        }
      }
    }
  }

  private void add(Name name, Decl decl, boolean prelude, Entity entity) {
    Declared before = names.get(name.text());
    if (before != null && !(before.prelude && before.entity instanceof Entity.NotYet)) {
      Diagnostic d =
          Diagnostic.of(
              DiagnosticCode.DUPLICATE_NAME,
              name.span(),
              "`" + name.text() + "` is declared already");
      reporter.report(
          before.prelude
              ? d.note("the prelude declares it; choose another name")
              : d.related(before.span, "here"));
      return;
    }
    Entity known = entity;
    if (decl instanceof Decl.ExternFn fn && fn.unsupported() != null) {
      known = new Entity.NotYet(fn.unsupported());
    }
    names.put(name.text(), new Declared(decl, name.span(), prelude, known));
  }

  private void enumConstants(Name name, List<Decl.EnumConstant> constants, boolean prelude) {
    if (!(entity(name.text()) instanceof Entity.TypeName typeName)
        || !(typeName.type() instanceof EnumType type)) {
      return;
    }
    for (Decl.EnumConstant constant : constants) {
      for (EnumType.Constant value : type.constants()) {
        if (value.name().equals(constant.name().text())) {
          Entity entity =
              constant.unsupported() != null
                  ? new Entity.NotYet(constant.unsupported())
                  : new Entity.Constant(value.value(), type);
          add(constant.name(), null, prelude, entity);
          break;
        }
      }
    }
  }

  /** The meaning of {@code name}, which counts as used; null if there is none. */
  Entity use(String name) {
    Declared declared = names.get(name);
    if (declared == null) {
      return null;
    }
    declared.used = true;
    return entity(name);
  }

  /** The meaning of {@code name}; null if there is none. */
  Entity entity(String name) {
    Declared declared = names.get(name);
    if (declared == null) {
      return null;
    }
    if (declared.entity != null) {
      return declared.entity;
    }
    if (declared.inProgress) {
      reporter.report(
          DiagnosticCode.RECURSIVE_TYPE,
          declared.span,
          "`" + name + "` is declared in terms of itself");
      declared.entity = new Entity.Broken();
      return declared.entity;
    }
    declared.inProgress = true;
    Entity entity = resolver.entity(declared.decl);
    if (declared.entity == null) {
      declared.entity = entity;
    }
    return declared.entity;
  }

  Symbol.Hook hook(String name) {
    return hooks.get(name);
  }

  /** All data that the loader fills in, but for arrays that nobody asks for. */
  List<Symbol.ExternVar> externs() {
    List<Symbol.ExternVar> externs = new ArrayList<>();
    for (Map.Entry<String, Declared> entry : names.entrySet()) {
      if (entry.getValue().decl instanceof Decl.ExternVar
          && entity(entry.getKey()) instanceof Entity.Value value
          && value.symbol() instanceof Symbol.ExternVar variable
          && (variable.type().isNumber() || entry.getValue().used)) {
        externs.add(variable);
      }
    }
    return List.copyOf(externs);
  }

  /** Why the hook can't be used yet, or null. */
  String laterHook(String name) {
    return laterHooks.get(name);
  }

  List<Symbol.Hook> hooks() {
    return List.copyOf(hooks.values());
  }

  Set<String> hookNames() {
    return hooks.keySet();
  }

  /** Where the policy declares {@code name}; null if it does not. */
  SourceSpan declaredByPolicy(String name) {
    Declared declared = names.get(name);
    return declared == null || declared.prelude ? null : declared.span;
  }

  Set<String> valueNames() {
    return names.keySet();
  }

  Set<String> typeNames() {
    Set<String> result = new LinkedHashSet<>();
    names.forEach(
        (name, declared) -> {
          boolean type =
              declared.decl instanceof Decl.Struct
                  || declared.decl instanceof Decl.Enumeration
                  || declared.decl instanceof Decl.ExternEnum
                  || declared.decl instanceof Decl.Alias;
          if (type) {
            result.add(name);
          }
        });
    return result;
  }

  /** Warns of what the policy declares and never uses. */
  /** Warns of declarations of {@code file} that nobody uses; others may use those of a library. */
  void reportUnused(SourceFile file) {
    names.forEach(
        (name, declared) -> {
          boolean matters =
              !declared.prelude
                  && declared.decl != null
                  && !declared.used
                  && declared.span.file() == file;
          if (matters && !name.startsWith("_")) {
            reporter.report(
                DiagnosticCode.UNUSED,
                declared.span,
                "`" + name + "` is never used",
                "remove it, or begin its name with `_`");
          }
        });
  }

  /** The constant value of {@code expr} as a value of {@code type}; null if it is none. */
  TypedExpr.Literal constant(Expr expr, Type type) {
    TypedExpr value = constants.value(expr, type, null);
    if (value == null) {
      return null;
    }
    if (value instanceof TypedExpr.Literal literal) {
      return literal;
    }
    reporter.report(
        DiagnosticCode.NOT_CONSTANT, expr.span(), "this must be known when the policy is compiled");
    return null;
  }

  /** A value of {@code type} that is made of constants; null if {@code expr} is none. */
  TypedExpr initial(Expr expr, Type type) {
    TypedExpr value = constants.value(expr, type, null);
    return value != null && isConstant(value) ? value : null;
  }

  private boolean isConstant(TypedExpr value) {
    List<TypedExpr> parts =
        value instanceof TypedExpr.StructValue struct
            ? struct.values()
            : value instanceof TypedExpr.ArrayValue array ? array.values() : List.of();
    if (!parts.isEmpty()) {
      return parts.stream().allMatch(this::isConstant);
    }
    if (value instanceof TypedExpr.Literal || value instanceof TypedExpr.Zero) {
      return true;
    }
    reporter.report(
        DiagnosticCode.NOT_CONSTANT,
        value.span(),
        "this must be known when the policy is compiled");
    return false;
  }

  /** A constant count of at least 1, or -1 if it is wrong and reported. */
  long count(Expr expr, long most, String what) {
    BigInteger value = untyped.evaluate(expr, null);
    if (value == null) {
      TypedExpr.Literal literal = constant(expr, ScalarType.U32);
      if (literal == null) {
        return -1;
      }
      value = BigInteger.valueOf(literal.value());
    }
    if (value.signum() <= 0 || value.compareTo(BigInteger.valueOf(most)) > 0) {
      reporter.report(
          DiagnosticCode.BAD_SIZE,
          expr.span(),
          what + " has room for 1 to " + most + " entries, not for " + value);
      return -1;
    }
    return value.longValueExact();
  }
}

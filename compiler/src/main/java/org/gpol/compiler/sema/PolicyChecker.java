package org.gpol.compiler.sema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gpol.bpf.text.Spelling;
import org.gpol.compiler.ast.Decl;
import org.gpol.compiler.ast.Unit;
import org.gpol.compiler.checked.CheckedPolicy;
import org.gpol.compiler.checked.EnumType;
import org.gpol.compiler.checked.Local;
import org.gpol.compiler.checked.SpecialType;
import org.gpol.compiler.checked.StructType;
import org.gpol.compiler.checked.Symbol;
import org.gpol.compiler.checked.Type;
import org.gpol.compiler.checked.TypedStmt;
import org.gpol.compiler.diagnostics.Diagnostic;
import org.gpol.compiler.diagnostics.DiagnosticCode;
import org.gpol.compiler.diagnostics.DiagnosticSink;
import org.gpol.compiler.diagnostics.SourceSpan;

/** Checks one policy against one prelude. */
public final class PolicyChecker {
  private final Unit unit;
  private final Unit prelude;
  private final Reporter reporter;
  private final Globals globals;
  private final ExprChecker exprs;
  private final ContractChecker contracts;
  private final TestChecker tests;
  private final List<CheckedPolicy.Function> functions = new ArrayList<>();
  private final List<Local> locals = new ArrayList<>();
  private final Map<String, CheckedPolicy.Handler> handlers = new LinkedHashMap<>();

  private PolicyChecker(Unit unit, Unit prelude, DiagnosticSink sink) {
    this.unit = unit;
    this.prelude = prelude;
    this.reporter = new Reporter(sink);
    this.globals = new Globals(reporter);
    this.exprs = new ExprChecker(globals);
    this.contracts = new ContractChecker(globals, reporter);
    this.tests = new TestChecker(globals, reporter);
  }

  /** The checked policy, unless there were errors, which are then in {@code sink}. */
  public static Optional<CheckedPolicy> check(Unit unit, Unit prelude, DiagnosticSink sink) {
    return new PolicyChecker(unit, prelude, sink).check();
  }

  /** All local names of {@code unit}, with what is known of their types in spite of any errors. */
  public static List<Local> locals(Unit unit, Unit prelude, DiagnosticSink sink) {
    PolicyChecker checker = new PolicyChecker(unit, prelude, sink);
    checker.check();
    return List.copyOf(checker.locals);
  }

  private Optional<CheckedPolicy> check() {
    int before = reporter.errorCount();
    globals.declare(prelude.declarations(), true);
    globals.declare(unit.declarations(), false);
    String name = policyName();
    unit.declarations().forEach(this::declaration);
    for (Decl decl : unit.declarations()) {
      if (decl instanceof Decl.Test test) {
        tests.check(test, contracts.contracts());
      }
    }
    // What is checked may ask for more of the library.
    List<Decl> library = globals.containers.declared();
    for (int i = 0; i < library.size(); i++) {
      declaration(library.get(i));
    }
    if (handlers.isEmpty() && reporter.errorCount() == before) {
      reporter.report(
          DiagnosticCode.NO_HANDLER,
          unit.file().span(0, 0),
          "this policy does nothing: it has no `on HOOK(ctx) { … }`");
    }
    if (reporter.errorCount() == before) {
      new CallGraph(functions, reporter).check();
      HelperPlaces places = new HelperPlaces(functions, globals, reporter);
      handlers.values().forEach(places::check);
      new MissingHandlers(globals, reporter).check(handlers);
      globals.reportUnused(unit.file());
    }
    return reporter.errorCount() == before ? Optional.of(policy(name)) : Optional.empty();
  }

  /** Those of the policy, and of the containers in it. */
  private List<Decl> declarations() {
    List<Decl> all = new ArrayList<>(unit.declarations());
    all.addAll(globals.containers.declared());
    return all;
  }

  private String policyName() {
    List<Decl> declarations = unit.declarations();
    Decl.Policy found = null;
    for (Decl decl : declarations) {
      if (decl instanceof Decl.Policy policy) {
        if (found != null) {
          reporter.report(
              Diagnostic.of(
                      DiagnosticCode.POLICY_NAME, policy.span(), "a file holds only one policy")
                  .related(found.span(), "this is its name already"));
        } else if (decl != declarations.get(0)) {
          reporter.report(
              DiagnosticCode.POLICY_NAME, policy.span(), "`policy` comes before everything else");
        }
        found = policy;
      }
    }
    if (found == null) {
      reporter.report(
          DiagnosticCode.POLICY_NAME,
          unit.file().span(0, 0),
          "the policy has no name",
          "begin the file with `policy NAME;`");
      return "";
    }
    return found.name().text();
  }

  private void declaration(Decl decl) {
    if (decl instanceof Decl.Fn fn) {
      function(fn);
    } else if (decl instanceof Decl.Handler handler) {
      handler(handler);
    } else if (decl instanceof Decl.Contract n) {
      contracts.check(n);
    } else if (decl instanceof Decl.Named named && !(decl instanceof Decl.Policy)) {
      globals.entity(named.name().text());
    }
  }

  private void function(Decl.Fn fn) {
    if (!(globals.entity(fn.name().text()) instanceof Entity.Value value)
        || !(value.symbol() instanceof Symbol.Function symbol)
        || !symbol.span().equals(fn.name().span())) {
      return;
    }
    Scope scope = new Scope(symbol.result(), null, null);
    StmtChecker checker = new StmtChecker(globals, exprs, scope);
    List<Local> parameters = new ArrayList<>();
    for (int i = 0; i < fn.parameters().size(); i++) {
      Type type = symbol.parameters().get(i);
      Decl.Field parameter = fn.parameters().get(i);
      Local before = scope.find(parameter.name().text());
      if (before != null) {
        reporter.report(
            Diagnostic.of(
                    DiagnosticCode.DUPLICATE_NAME,
                    parameter.name().span(),
                    "there are two parameters `" + parameter.name().text() + "`")
                .related(before.span(), "the other one"));
      }
      parameters.add(
          before != null
              ? scope.declare(
                  parameter.name().text(), SpecialType.POISON, false, parameter.name().span())
              : checker.declare(parameter.name(), type, false));
    }
    int errors = reporter.errorCount();
    TypedStmt.Block body = checker.body(fn.body());
    locals.addAll(scope.all());
    if (reporter.errorCount() == errors) {
      new TaskFlow(reporter).function(parameters, body);
    }
    functions.add(new CheckedPolicy.Function(symbol, List.copyOf(parameters), body));
  }

  private void handler(Decl.Handler decl) {
    String name = decl.hook().text();
    Symbol.Hook hook = globals.hook(name);
    if (hook == null) {
      String reason = globals.laterHook(name);
      if (reason != null) {
        reporter.notYet(decl.hook(), reason);
      } else {
        reporter.report(
            DiagnosticCode.UNKNOWN_HOOK,
            decl.hook().span(),
            "there is no hook `" + name + "`" + Spelling.didYouMean(name, globals.hookNames()));
      }
      return;
    }
    CheckedPolicy.Handler before = handlers.get(name);
    if (before != null) {
      reporter.report(
          Diagnostic.of(
                  DiagnosticCode.DUPLICATE_NAME,
                  decl.hook().span(),
                  "`" + name + "` has a handler already")
              .related(before.span(), "here"));
    }
    Scope scope = new Scope(hook.result(), hook, decl.context().text());
    int errors = reporter.errorCount();
    TypedStmt.Block body = new StmtChecker(globals, exprs, scope).body(decl.body());
    locals.addAll(scope.all());
    SourceSpan head = decl.hook().span();
    if (reporter.errorCount() == errors) {
      new TaskFlow(reporter).handler(hook, decl.context().text(), body, head);
    }
    handlers.putIfAbsent(name, new CheckedPolicy.Handler(hook, body, head));
  }

  private CheckedPolicy policy(String name) {
    List<Symbol.Param> params = new ArrayList<>();
    List<Symbol.Global> variables = new ArrayList<>();
    List<Symbol.Map> maps = new ArrayList<>();
    List<Symbol.Stat> stats = new ArrayList<>();
    List<Symbol.Event> events = new ArrayList<>();
    List<StructType> structs = new ArrayList<>();
    List<EnumType> enums = new ArrayList<>();
    for (Decl decl : declarations()) {
      if (!(decl instanceof Decl.Named named) || decl instanceof Decl.Alias) {
        continue;
      }
      Entity entity = globals.entity(named.name().text());
      if (entity instanceof Entity.Value value) {
        if (value.symbol() instanceof Symbol.Param p) {
          params.add(p);
        } else if (value.symbol() instanceof Symbol.Global g) {
          variables.add(g);
        } else if (value.symbol() instanceof Symbol.Map m) {
          maps.add(m);
        } else if (value.symbol() instanceof Symbol.Stat s) {
          stats.add(s);
        } else if (value.symbol() instanceof Symbol.Event e) {
          events.add(e);
        }
      } else if (entity instanceof Entity.TypeName type) {
        if (type.type() instanceof StructType s) {
          structs.add(s);
        } else if (type.type() instanceof EnumType e) {
          enums.add(e);
        }
      }
    }
    return new CheckedPolicy(
        unit.file(),
        name,
        params,
        variables,
        globals.externs(),
        maps,
        stats,
        events,
        structs,
        enums,
        List.copyOf(functions),
        List.copyOf(handlers.values()),
        contracts.contracts(),
        tests.tests());
  }
}

package org.gpol.compiler.sema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.gpol.compiler.checked.CheckedPolicy;
import org.gpol.compiler.checked.Symbol;
import org.gpol.compiler.checked.TypedExpr;
import org.gpol.compiler.checked.TypedStmt;
import org.gpol.compiler.diagnostics.Diagnostic;
import org.gpol.compiler.diagnostics.DiagnosticCode;

/** Some helpers are for some kinds of programs only, also where a function calls them. */
final class HelperPlaces {
  private final Map<Symbol.Function, TypedStmt.Block> bodies = new HashMap<>();
  private final Globals globals;
  private final Reporter reporter;
  private final Set<TypedExpr> reported = new HashSet<>();

  HelperPlaces(List<CheckedPolicy.Function> functions, Globals globals, Reporter reporter) {
    functions.forEach(function -> bodies.put(function.symbol(), function.body()));
    this.globals = globals;
    this.reporter = reporter;
  }

  void check(CheckedPolicy.Handler handler) {
    look(handler.body(), handler.hook(), new ArrayList<>(), new HashSet<>());
  }

  private void look(
      TypedStmt.Block body,
      Symbol.Hook hook,
      List<TypedExpr.Call> path,
      Set<Symbol.Function> seen) {
    TypedWalk.expressions(
        body,
        e -> {
          if (e instanceof TypedExpr.HelperCall call) {
            check(call, hook, path);
          } else if (e instanceof TypedExpr.Call call && seen.add(call.function())) {
            path.add(call);
            TypedStmt.Block callee = bodies.get(call.function());
            if (callee != null) {
              look(callee, hook, path, seen);
            }
            path.remove(path.size() - 1);
          }
        });
  }

  private void check(TypedExpr.HelperCall call, Symbol.Hook hook, List<TypedExpr.Call> path) {
    Set<String> contexts = call.helper().contexts();
    if (contexts.isEmpty() || contexts.contains(hook.context().name()) || !reported.add(call)) {
      return;
    }
    Diagnostic d =
        Diagnostic.of(
                DiagnosticCode.HELPER_PLACE,
                call.span(),
                "`" + call.helper().name() + "` can't be called in `" + hook.name() + "`")
            .note("the kernel allows it in " + String.join(" and ", places(contexts)));
    for (TypedExpr.Call step : path) {
      d = d.related(step.span(), "`" + step.function().name() + "` is called here");
    }
    reporter.report(d);
  }

  /** The hooks that have one of {@code contexts}; messages go by that name. */
  private Set<String> places(Set<String> contexts) {
    Set<String> places = new TreeSet<>();
    for (Symbol.Hook hook : globals.hooks()) {
      if (contexts.contains(hook.context().name())) {
        places.add(hook.number() == null ? "`" + hook.name() + "`" : "the handlers of messages");
      }
    }
    return places;
  }
}

package org.gpol.compiler.sema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gpol.compiler.checked.CheckedPolicy;
import org.gpol.compiler.checked.TypedExpr;
import org.gpol.compiler.diagnostics.Diagnostic;
import org.gpol.compiler.diagnostics.DiagnosticCode;
import org.gpol.compiler.diagnostics.SourceSpan;

/** Who calls whom; no function may come back to itself. */
final class CallGraph {
  private final Map<String, Map<String, SourceSpan>> calls = new LinkedHashMap<>();
  private final Map<String, SourceSpan> declared = new LinkedHashMap<>();
  private final Set<String> done = new LinkedHashSet<>();
  private final Reporter reporter;

  CallGraph(List<CheckedPolicy.Function> functions, Reporter reporter) {
    this.reporter = reporter;
    for (CheckedPolicy.Function function : functions) {
      Map<String, SourceSpan> callees = new LinkedHashMap<>();
      TypedWalk.expressions(
          function.body(),
          e -> {
            if (e instanceof TypedExpr.Call call) {
              callees.putIfAbsent(call.function().name(), call.span());
            }
          });
      calls.put(function.symbol().name(), callees);
      declared.put(function.symbol().name(), function.symbol().span());
    }
  }

  void check() {
    for (String name : calls.keySet()) {
      visit(name, new ArrayList<>());
    }
  }

  private void visit(String name, List<String> path) {
    int at = path.indexOf(name);
    if (at >= 0) {
      cycle(path.subList(at, path.size()));
      return;
    }
    if (done.contains(name) || !calls.containsKey(name)) {
      return;
    }
    path.add(name);
    for (String callee : calls.get(name).keySet()) {
      visit(callee, path);
    }
    path.remove(path.size() - 1);
    done.add(name);
  }

  private void cycle(List<String> names) {
    String first = names.get(0);
    Diagnostic d =
        Diagnostic.of(
                DiagnosticCode.RECURSION,
                declared.get(first),
                "`"
                    + first
                    + "` calls itself"
                    + (names.size() == 1 ? "" : ", by way of `" + names.get(1) + "`"))
            .note("the stack of a policy is small and fixed, so recursion is not allowed");
    for (int i = 0; i < names.size(); i++) {
      String callee = names.get((i + 1) % names.size());
      d = d.related(calls.get(names.get(i)).get(callee), "`" + callee + "` is called here");
    }
    reporter.report(d);
  }
}

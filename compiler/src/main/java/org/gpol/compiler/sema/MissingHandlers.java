package org.gpol.compiler.sema;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gpol.compiler.checked.CheckedPolicy;
import org.gpol.compiler.checked.Symbol;
import org.gpol.compiler.diagnostics.Diagnostic;
import org.gpol.compiler.diagnostics.DiagnosticCode;

/** A message that brings a task and has no handler loses the task, as surely as a missing push. */
final class MissingHandlers {
  private final Globals globals;
  private final Reporter reporter;

  MissingHandlers(Globals globals, Reporter reporter) {
    this.globals = globals;
    this.reporter = reporter;
  }

  void check(Map<String, CheckedPolicy.Handler> handlers) {
    boolean takesTasks = handlers.values().stream().anyMatch(h -> brings(h.hook()));
    if (!takesTasks) {
      return;
    }
    List<String> missing = new ArrayList<>();
    for (Symbol.Hook hook : globals.hooks()) {
      if (brings(hook) && !handlers.containsKey(hook.name())) {
        missing.add(hook.name());
      }
    }
    CheckedPolicy.Handler first = handlers.values().iterator().next();
    for (String name : missing) {
      reporter.report(
          Diagnostic.of(
                  DiagnosticCode.UNHANDLED_MESSAGE,
                  first.span(),
                  "nothing handles `" + name + "`: the tasks that it brings are lost")
              .hint("add `on " + name + "(m) { … }`"));
    }
  }

  private static boolean brings(Symbol.Hook hook) {
    return hook.members().stream().anyMatch(m -> m instanceof Symbol.ContextTask);
  }
}

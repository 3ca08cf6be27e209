package org.gpol.compiler.sema;

import org.gpol.compiler.ast.Name;
import org.gpol.compiler.diagnostics.Diagnostic;
import org.gpol.compiler.diagnostics.DiagnosticCode;
import org.gpol.compiler.diagnostics.DiagnosticSink;
import org.gpol.compiler.diagnostics.SourceSpan;

/** Shorthand for reporting; the messages stand where the rules are. */
final class Reporter {
  private final DiagnosticSink sink;

  Reporter(DiagnosticSink sink) {
    this.sink = sink;
  }

  void report(Diagnostic diagnostic) {
    sink.report(diagnostic);
  }

  void report(DiagnosticCode code, SourceSpan span, String message) {
    sink.report(Diagnostic.of(code, span, message));
  }

  void report(DiagnosticCode code, SourceSpan span, String message, String hint) {
    sink.report(Diagnostic.of(code, span, message).hint(hint));
  }

  void notYet(SourceSpan span, String feature) {
    sink.report(Diagnostic.of(DiagnosticCode.UNSUPPORTED, span, "not supported yet: " + feature));
  }

  void notYet(Name name, String reason) {
    sink.report(
        Diagnostic.of(
            DiagnosticCode.UNSUPPORTED,
            name.span(),
            "not supported yet: `" + name.text() + "`: " + reason));
  }

  int errorCount() {
    return sink.errorCount();
  }
}

package org.gpol.compiler;

import java.util.Optional;
import org.gpol.compiler.checked.CheckedPolicy;
import org.gpol.compiler.diagnostics.DiagnosticSink;
import org.gpol.compiler.diagnostics.SourceFile;
import org.gpol.compiler.imports.ImportResolver;
import org.gpol.compiler.imports.Imports;
import org.gpol.compiler.prelude.Prelude;
import org.gpol.compiler.sema.PolicyChecker;

/** The first half of the compiler: from source text to a checked policy for ghOSt. */
public final class FrontEnd {
  private FrontEnd() {}

  /**
   * Reads and checks {@code source}. Whatever the text, this returns; all that is wrong with it is
   * in {@code sink}, warnings also of a policy that is right.
   */
  public static Optional<CheckedPolicy> check(SourceFile source, DiagnosticSink sink) {
    return check(source, Imports.NONE, sink);
  }

  /** As above, for a policy whose imported files come from {@code imports}. */
  public static Optional<CheckedPolicy> check(
      SourceFile source, Imports imports, DiagnosticSink sink) {
    return check(source, imports, null, sink);
  }

  /** As above, with the tests in {@code tests} too, unless that is null. */
  public static Optional<CheckedPolicy> check(
      SourceFile source, Imports imports, SourceFile tests, DiagnosticSink sink) {
    return ImportResolver.parse(source, imports, tests, sink)
        .flatMap(unit -> PolicyChecker.check(unit, Prelude.ghost(), sink));
  }
}

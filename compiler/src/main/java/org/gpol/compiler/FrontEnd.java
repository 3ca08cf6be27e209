package org.gpol.compiler;

import java.util.Optional;
import org.gpol.compiler.checked.CheckedPolicy;
import org.gpol.compiler.diagnostics.DiagnosticSink;
import org.gpol.compiler.diagnostics.SourceFile;
import org.gpol.compiler.parse.ParserFrontend;
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
    return ParserFrontend.parse(source, sink)
        .flatMap(unit -> PolicyChecker.check(unit, Prelude.ghost(), sink));
  }
}

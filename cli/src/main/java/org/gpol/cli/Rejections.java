package org.gpol.cli;

import org.gpol.bpf.code.SourceLocation;
import org.gpol.bpf.object.ElfReader;
import org.gpol.vm.VerifierRejection;
import org.gpol.vm.verifier.Rejection;

/** Shows a verifier's rejection where it belongs: at the line of the policy. */
final class Rejections {
  private Rejections() {}

  /**
   * Prints the rejection with its source line and what was known there; gives the failure that ends
   * the command.
   */
  static CommandFailure report(String path, VerifierRejection rejected, Console console) {
    Rejection rejection = rejected.rejection();
    console.err().println("rejected: " + rejection.message());
    SourceLocation where = rejection.location();
    if (where != null) {
      String number = Integer.toString(where.line());
      String gutter = " ".repeat(number.length());
      console.err().println(gutter + "--> " + where);
      console.err().println(gutter + " |");
      console.err().println(number + " | " + where.text());
      console.err().println(gutter + " | " + " ".repeat(Math.max(0, where.column() - 1)) + "^");
    }
    console
        .err()
        .println("  = program `" + rejected.program() + "`, instruction " + rejection.slot());
    if (rejection.message().endsWith(" " + ElfReader.MISSING_TYPE)) {
      console
          .err()
          .println("  = the object asks here for a type or member that the platform does not have");
    }
    if (!rejection.stateExcerpt().isEmpty()) {
      console.err().println("  = known there: " + rejection.stateExcerpt());
    }
    return new CommandFailure(ExitCode.REJECTED, path + ": the verifier rejects the policy");
  }
}

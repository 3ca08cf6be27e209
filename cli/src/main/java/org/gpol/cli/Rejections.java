package org.gpol.cli;

import org.gpol.cli.verify.RejectionText;
import org.gpol.vm.VerifierRejection;

/** Shows a verifier's rejection where it belongs: at the line of the policy. */
final class Rejections {
  private Rejections() {}

  /**
   * Prints the rejection with its source line and what led there; gives the failure that ends the
   * command.
   */
  static CommandFailure report(String path, VerifierRejection rejected, Console console) {
    console
        .err()
        .print(
            RejectionText.of(
                rejected.program(), rejected.section(), rejected.rejection(), rejected.explain()));
    return new CommandFailure(ExitCode.REJECTED, path + ": the verifier rejects the policy");
  }
}

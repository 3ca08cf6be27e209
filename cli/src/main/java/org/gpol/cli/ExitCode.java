package org.gpol.cli;

/** The exit codes that scripts may rely on; see {@code gpol help}. */
public enum ExitCode {
  OK(0, "success"),
  INPUT_ERRORS(1, "the input has errors, a contract was violated, or a test failed"),
  USAGE(2, "the command line has errors"),
  REJECTED(3, "the verifier rejected the policy"),
  POLICY_FAILED(4, "the policy failed at run time: a stall, a lost task, a fault"),
  IO(5, "a file could not be read or written"),
  BUG(70, "a bug in gpol"),
  INTERRUPTED(130, "interrupted; what was printed is partial");

  private final int status;
  private final String meaning;

  ExitCode(int status, String meaning) {
    this.status = status;
    this.meaning = meaning;
  }

  /** The process's exit status. */
  public int status() {
    return status;
  }

  /** What the status tells, for the help page. */
  public String meaning() {
    return meaning;
  }
}

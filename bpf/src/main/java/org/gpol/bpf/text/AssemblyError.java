package org.gpol.bpf.text;

/**
 * One mistake in assembly text.
 *
 * @param line 1-based
 * @param column 1-based, in characters
 * @param message what was expected and what stands there, one line
 * @param help how to mend it, or empty
 */
public record AssemblyError(int line, int column, String message, String help) {
  /** {@code LINE:COLUMN: MESSAGE; HELP} on one line. */
  @Override
  public String toString() {
    return line + ":" + column + ": " + message + (help.isEmpty() ? "" : "; " + help);
  }
}

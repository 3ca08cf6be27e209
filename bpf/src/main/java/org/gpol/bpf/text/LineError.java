package org.gpol.bpf.text;

/** Ends the reading of one line at a column; the next line is read all the same. */
final class LineError extends Exception {
  private static final long serialVersionUID = 1L;

  private final int column;
  private final String help;

  LineError(int column, String message, String help) {
    super(message, null, false, false);
    this.column = column;
    this.help = help;
  }

  AssemblyError at(int line) {
    return new AssemblyError(line, column, getMessage(), help);
  }
}

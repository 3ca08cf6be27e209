package org.gpol.compiler.diagnostics;

/** Whether a diagnostic stops the compilation. */
public enum Severity {
  ERROR("error"),
  WARNING("warning");

  private final String word;

  Severity(String word) {
    this.word = word;
  }

  /** As messages begin with it. */
  public String word() {
    return word;
  }
}

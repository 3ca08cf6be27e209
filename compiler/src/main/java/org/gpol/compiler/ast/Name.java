package org.gpol.compiler.ast;

import org.gpol.compiler.diagnostics.SourceSpan;

/** A name where it was written. */
public record Name(String text, SourceSpan span) {
  @Override
  public String toString() {
    return text;
  }
}

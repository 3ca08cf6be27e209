package org.gpol.compiler.checked;

import org.gpol.compiler.diagnostics.SourceSpan;

/** A local name of a function or handler. One object per declaration, compared by identity. */
public final class Local implements Symbol {
  private final String name;
  private final Type type;
  private final boolean mutable;
  private final SourceSpan span;

  /** A local declared at {@code span}. */
  public Local(String name, Type type, boolean mutable, SourceSpan span) {
    this.name = name;
    this.type = type;
    this.mutable = mutable;
    this.span = span;
  }

  @Override
  public String name() {
    return name;
  }

  /** A number, a struct, an array, a reference, a queue handle or a runnable. */
  public Type type() {
    return type;
  }

  /** True for {@code var}. */
  public boolean mutable() {
    return mutable;
  }

  /** Where it is declared. */
  public SourceSpan span() {
    return span;
  }

  @Override
  public String toString() {
    return name;
  }
}

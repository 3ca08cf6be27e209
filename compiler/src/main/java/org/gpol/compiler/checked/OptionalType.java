package org.gpol.compiler.checked;

/** A value that may not be there; it has to be opened. */
public record OptionalType(Type value) implements Type {
  @Override
  public int size() {
    return 0;
  }

  @Override
  public int alignment() {
    return 1;
  }

  @Override
  public String describe() {
    return value.describe() + "?";
  }
}

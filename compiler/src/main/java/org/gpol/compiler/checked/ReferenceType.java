package org.gpol.compiler.checked;

/** A reference to a value that lives in a map: a pointer that is not null. */
public record ReferenceType(Type target) implements Type {
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
    return "reference to " + target.describe();
  }
}

package org.gpol.compiler.checked;

/**
 * A fixed array inside a struct or a global.
 *
 * @param length at least 1
 */
public record ArrayType(Type element, int length) implements Type {
  @Override
  public int size() {
    return element.size() * length;
  }

  @Override
  public int alignment() {
    return element.alignment();
  }

  @Override
  public String describe() {
    return element.describe() + "[" + length + "]";
  }
}

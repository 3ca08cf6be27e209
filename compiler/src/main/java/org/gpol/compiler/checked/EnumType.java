package org.gpol.compiler.checked;

import java.util.List;
import org.gpol.compiler.diagnostics.SourceSpan;

/**
 * A closed set of constants, or a set of flags that can be joined.
 *
 * @param flags values are any union of the constants
 * @param span where it is declared; one declaration, one type
 */
public record EnumType(
    String name, ScalarType repr, boolean flags, List<Constant> constants, SourceSpan span)
    implements Type {
  /**
   * A constant.
   *
   * @param value extended to 64 bits by the sign of the representation
   */
  public record Constant(String name, long value) {}

  @Override
  public int size() {
    return repr.size();
  }

  @Override
  public int alignment() {
    return repr.alignment();
  }

  @Override
  public String describe() {
    return name;
  }
}

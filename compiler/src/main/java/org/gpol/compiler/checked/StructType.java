package org.gpol.compiler.checked;

import java.util.List;
import org.gpol.compiler.diagnostics.SourceSpan;

/**
 * A struct with the layout of C: fields in order, each at the next multiple of its alignment, the
 * size rounded up to the greatest alignment.
 *
 * @param span where it is declared; one declaration, one type
 */
public record StructType(String name, List<Field> fields, int size, int alignment, SourceSpan span)
    implements Type {
  /**
   * A field.
   *
   * @param offset bytes from the start of the struct
   */
  public record Field(String name, Type type, int offset) {}

  /** The field called {@code name}, or null. */
  public Field field(String name) {
    for (Field field : fields) {
      if (field.name.equals(name)) {
        return field;
      }
    }
    return null;
  }

  @Override
  public String describe() {
    return name;
  }
}

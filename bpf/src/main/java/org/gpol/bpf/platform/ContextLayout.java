package org.gpol.bpf.platform;

import java.util.List;

/**
 * The memory that R1 points at when a program starts. As in ghOSt, any aligned access inside it is
 * valid, read or write; the fields say which bytes mean something.
 *
 * @param size in bytes
 */
public record ContextLayout(String name, int size, List<ContextField> fields) {
  /** Copies the list. */
  public ContextLayout {
    fields = List.copyOf(fields);
  }

  /**
   * True if a load or store of {@code bytes} at {@code offset} is allowed: inside, and aligned to
   * its own size.
   */
  public boolean allows(long offset, int bytes) {
    return offset >= 0 && offset + bytes <= size && offset % bytes == 0;
  }

  /** The field called {@code name}; throws {@link IllegalArgumentException} if there is none. */
  public ContextField field(String name) {
    for (ContextField field : fields) {
      if (field.name().equals(name)) {
        return field;
      }
    }
    throw new IllegalArgumentException(this.name + " has no field " + name);
  }
}

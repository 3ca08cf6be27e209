package org.gpol.bpf.platform;

import java.util.List;

/**
 * The memory that R1 points at when a program starts. Any aligned access inside it is valid; the
 * fields say which bytes mean something.
 *
 * @param size in bytes
 * @param hidden bytes at the start that no program sees
 * @param readOnly true where programs only look on, as at tracepoints
 */
public record ContextLayout(
    String name, int size, List<ContextField> fields, int hidden, boolean readOnly) {
  /** Copies the list. */
  public ContextLayout {
    fields = List.copyOf(fields);
  }

  /** All of which may be read and written, as ghOSt's contexts. */
  public ContextLayout(String name, int size, List<ContextField> fields) {
    this(name, size, fields, 0, false);
  }

  /**
   * True if a load or store of {@code bytes} at {@code offset} is allowed: inside, and aligned to
   * its own size.
   */
  public boolean allows(long offset, int bytes, boolean write) {
    return covers(offset, bytes, write) && offset % bytes == 0;
  }

  /** True if all of {@code bytes} at {@code offset} may be read, or written. */
  public boolean covers(long offset, long bytes, boolean write) {
    return offset >= hidden && offset + bytes <= size && !(write && readOnly);
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

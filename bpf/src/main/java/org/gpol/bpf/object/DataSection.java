package org.gpol.bpf.object;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The initial content of a global-data map ({@code .rodata}, {@code .data}, {@code .bss}), an array
 * with one value. Immutable.
 */
public final class DataSection {
  private final int map;
  private final byte[] content;
  private final boolean readOnly;

  /**
   * A section.
   *
   * @param map index into {@link BpfObject#maps()}
   * @param content as long as the map's value; copied
   * @param readOnly programs may not write it, and the verifier knows its content once loaded
   */
  public DataSection(int map, byte[] content, boolean readOnly) {
    this.map = map;
    this.content = content.clone();
    this.readOnly = readOnly;
  }

  /** Index into {@link BpfObject#maps()} of the map that holds the section. */
  public int map() {
    return map;
  }

  /** A copy of the initial content. */
  public byte[] bytes() {
    return content.clone();
  }

  /** True if programs may not write it. */
  public boolean readOnly() {
    return readOnly;
  }

  /** The initial value of a variable in this section, extended to 64 bits by its kind. */
  public long read(Variable variable) {
    ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    boolean signed = variable.min() < 0 || variable.kind() == Variable.Kind.SIGNED;
    int at = variable.offset();
    return switch (variable.bytes()) {
      case 1 -> signed ? bytes.get(at) : bytes.get(at) & 0xffL;
      case 2 -> signed ? bytes.getShort(at) : bytes.getShort(at) & 0xffffL;
      case 4 -> signed ? bytes.getInt(at) : bytes.getInt(at) & 0xffff_ffffL;
      default -> bytes.getLong(at);
    };
  }
}

package org.gpol.bpf.object;

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
}

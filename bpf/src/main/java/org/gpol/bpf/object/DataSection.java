package org.gpol.bpf.object;

/**
 * The initial content of a global-data map ({@code .rodata}, {@code .data}, {@code .bss}), an array
 * with one value.
 *
 * @param map index into {@link BpfObject#maps()}
 * @param bytes as long as the map's value
 * @param readOnly programs may not write it, and the verifier knows its content once loaded
 */
public record DataSection(int map, byte[] bytes, boolean readOnly) {
  /** Copies the bytes. */
  public DataSection {
    bytes = bytes.clone();
  }

  /** A copy of the initial content. */
  @Override
  public byte[] bytes() {
    return bytes.clone();
  }
}

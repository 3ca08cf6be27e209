package org.gpol.bpf.btf;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Strings, each once and with a zero behind it, as ELF and BTF keep them; the empty one is at
 * offset 0.
 */
public final class StringTable {
  private final LittleEndianOutput bytes = new LittleEndianOutput().u8(0);
  private final Map<String, Integer> offsets = new HashMap<>(Map.of("", 0));

  /**
   * The offset of {@code text}, which is added if it is new.
   *
   * @throws IllegalArgumentException if it has a zero inside
   */
  public int offset(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a name with a zero in it: " + text.replace('\0', '?'));
    }
    return offsets.computeIfAbsent(text, this::append);
  }

  private int append(String text) {
    int offset = bytes.size();
    bytes.bytes(text.getBytes(StandardCharsets.UTF_8)).u8(0);
    return offset;
  }

  /** The table so far. */
  public byte[] toByteArray() {
    return bytes.toByteArray();
  }
}

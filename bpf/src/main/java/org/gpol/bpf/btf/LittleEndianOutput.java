package org.gpol.bpf.btf;

import java.io.ByteArrayOutputStream;

/** Bytes that grow at their end, numbers in little-endian order. */
public final class LittleEndianOutput {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** Appends the low 8 bits. */
  public LittleEndianOutput u8(int value) {
    bytes.write(value);
    return this;
  }

  /** Appends the low 16 bits. */
  public LittleEndianOutput u16(int value) {
    return u8(value).u8(value >>> 8);
  }

  /** Appends 32 bits. */
  public LittleEndianOutput u32(int value) {
    return u16(value).u16(value >>> 16);
  }

  /** Appends 64 bits. */
  public LittleEndianOutput u64(long value) {
    return u32((int) value).u32((int) (value >>> 32));
  }

  /** Appends all of {@code content}. */
  public LittleEndianOutput bytes(byte[] content) {
    bytes.writeBytes(content);
    return this;
  }

  /** Appends zeros up to the next multiple of {@code alignment}. */
  public LittleEndianOutput align(int alignment) {
    while (bytes.size() % alignment != 0) {
      bytes.write(0);
    }
    return this;
  }

  /** How much has been appended. */
  public int size() {
    return bytes.size();
  }

  /** A copy of everything so far. */
  public byte[] toByteArray() {
    return bytes.toByteArray();
  }
}

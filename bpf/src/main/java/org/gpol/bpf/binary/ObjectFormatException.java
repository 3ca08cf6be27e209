package org.gpol.bpf.binary;

/**
 * A file that is not what it should be, or that needs something that is not supported. The message
 * is one line and ends with the offset.
 */
public final class ObjectFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  private final long offset;

  /** Something at {@code offset} bytes from the start of the file. */
  public ObjectFormatException(long offset, String message) {
    super(message + " (at offset 0x" + Long.toHexString(offset) + ")");
    this.offset = offset;
  }

  /** Bytes from the start of the file to what is wrong. */
  public long offset() {
    return offset;
  }
}

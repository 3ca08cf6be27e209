package org.gpol.bpf.binary;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A part of a file, little endian. Positions count from the start of the part; failures name the
 * offset in the file.
 */
public final class ByteView {
  private final byte[] bytes;
  private final ByteBuffer buffer;
  private final int from;
  private final int length;
  private final long fileOffset;

  private ByteView(byte[] bytes, int from, int length, long fileOffset) {
    this.bytes = bytes;
    this.buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    this.from = from;
    this.length = length;
    this.fileOffset = fileOffset;
  }

  /** A whole file. The array is not copied: nobody may change it. */
  public static ByteView of(byte[] file) {
    return new ByteView(file, 0, file.length, 0);
  }

  /** Content that replaces this part of the file: offsets in failures stay what they are. */
  public ByteView with(byte[] content) {
    return new ByteView(content, 0, content.length, fileOffset);
  }

  /** The number of bytes. */
  public int size() {
    return length;
  }

  /** The bytes of {@code size} positions from {@code at}, which {@code what} names in failures. */
  public ByteView slice(long at, long size, String what) throws ObjectFormatException {
    if (at < 0 || size < 0 || at > length || size > length - at) {
      throw fail(
          Math.max(0, Math.min(at, length)),
          what
              + " should have "
              + Long.toUnsignedString(size)
              + " bytes from 0x"
              + Long.toHexString(fileOffset + at)
              + ", but there it ends at 0x"
              + Long.toHexString(fileOffset + length));
    }
    return new ByteView(bytes, from + (int) at, (int) size, fileOffset + at);
  }

  /** The byte at {@code at}, 0 to 255. */
  public int u8(int at) throws ObjectFormatException {
    return bytes[place(at, 1)] & 0xff;
  }

  /** The two bytes at {@code at}, 0 to 65535. */
  public int u16(int at) throws ObjectFormatException {
    return buffer.getShort(place(at, 2)) & 0xffff;
  }

  /** The four bytes at {@code at}. */
  public int s32(int at) throws ObjectFormatException {
    return buffer.getInt(place(at, 4));
  }

  /** The four bytes at {@code at}, not negative. */
  public long u32(int at) throws ObjectFormatException {
    return s32(at) & 0xffff_ffffL;
  }

  /** The eight bytes at {@code at}. */
  public long s64(int at) throws ObjectFormatException {
    return buffer.getLong(place(at, 8));
  }

  /** A copy of all bytes. */
  public byte[] copy() {
    return Arrays.copyOfRange(bytes, from, from + length);
  }

  /** The offset in the file of position {@code at}. */
  public long offset(long at) {
    return fileOffset + at;
  }

  /** A failure at position {@code at}. */
  public ObjectFormatException fail(long at, String message) {
    return new ObjectFormatException(fileOffset + at, message);
  }

  private int place(int at, int size) throws ObjectFormatException {
    if (at < 0 || at > length - size) {
      throw fail(length, "expected " + size + " more bytes, but this part ends here");
    }
    return from + at;
  }
}

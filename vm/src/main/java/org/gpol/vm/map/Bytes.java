package org.gpol.vm.map;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Comparing and copying of keys and values. Most have a few words: eight bytes at a time in a loop
 * beats the general array operations there.
 */
final class Bytes {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** From this size on the general operations are faster. */
  private static final int LARGE = 128;

  private Bytes() {}

  static boolean equal(byte[] left, int leftOffset, byte[] right, int rightOffset, int length) {
    if (length > LARGE) {
      int leftEnd = leftOffset + length;
      return Arrays.equals(left, leftOffset, leftEnd, right, rightOffset, rightOffset + length);
    }
    int i = 0;
    for (; i <= length - Long.BYTES; i += Long.BYTES) {
      if ((long) LONG.get(left, leftOffset + i) != (long) LONG.get(right, rightOffset + i)) {
        return false;
      }
    }
    for (; i < length; i++) {
      if (left[leftOffset + i] != right[rightOffset + i]) {
        return false;
      }
    }
    return true;
  }

  /** Copies {@code length} bytes; true if that changed {@code to}. */
  static boolean copy(byte[] from, int fromOffset, byte[] to, int toOffset, int length) {
    if (length > LARGE) {
      if (equal(from, fromOffset, to, toOffset, length)) {
        return false;
      }
      System.arraycopy(from, fromOffset, to, toOffset, length);
      return true;
    }
    long differ = 0;
    int i = 0;
    for (; i <= length - Long.BYTES; i += Long.BYTES) {
      long word = (long) LONG.get(from, fromOffset + i);
      differ |= word ^ (long) LONG.get(to, toOffset + i);
      LONG.set(to, toOffset + i, word);
    }
    for (; i < length; i++) {
      differ |= from[fromOffset + i] ^ to[toOffset + i];
      to[toOffset + i] = from[fromOffset + i];
    }
    return differ != 0;
  }

  /** A hash of {@code length} bytes, each of whose upper bits depends on all of them. */
  static long hash(byte[] bytes, int offset, int length, long seed) {
    long hash = seed;
    int i = 0;
    for (; i <= length - Long.BYTES; i += Long.BYTES) {
      hash = Mixing.step((long) LONG.get(bytes, offset + i), hash);
    }
    long rest = 0;
    for (; i < length; i++) {
      rest = (rest << 8) | (bytes[offset + i] & 0xff);
    }
    return Mixing.mix(rest, hash);
  }
}

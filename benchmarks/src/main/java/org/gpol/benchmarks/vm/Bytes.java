package org.gpol.benchmarks.vm;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Little-endian numbers in an array of bytes. */
final class Bytes {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Bytes() {}

  static int s32(byte[] memory, int at) {
    return (int) INT.get(memory, at);
  }

  static long u32(byte[] memory, int at) {
    return (int) INT.get(memory, at) & 0xffff_ffffL;
  }

  static void s32(byte[] memory, int at, int value) {
    INT.set(memory, at, value);
  }

  static long s64(byte[] memory, int at) {
    return (long) LONG.get(memory, at);
  }

  static void s64(byte[] memory, int at, long value) {
    LONG.set(memory, at, value);
  }

  static void increment64(byte[] memory, int at) {
    LONG.set(memory, at, (long) LONG.get(memory, at) + 1);
  }
}

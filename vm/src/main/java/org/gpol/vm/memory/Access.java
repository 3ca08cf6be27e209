package org.gpol.vm.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Loads and stores that check no more than Java itself does: what is outside ends in an {@link
 * IndexOutOfBoundsException} or a {@link NullPointerException}, and {@link AddressSpace#violation}
 * says what that means. The first argument is one of {@link AddressSpace#readable} and {@link
 * AddressSpace#scratch}. Little endian; an address need not be aligned.
 */
public final class Access {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Access() {}

  public static long load8(byte[][] regions, long address) {
    return regions[(int) (address >>> 32)][(int) address] & 0xffL;
  }

  public static long load16(byte[][] regions, long address) {
    return (short) SHORT.get(regions[(int) (address >>> 32)], (int) address) & 0xffffL;
  }

  public static long load32(byte[][] regions, long address) {
    return (int) INT.get(regions[(int) (address >>> 32)], (int) address) & 0xffff_ffffL;
  }

  public static long load64(byte[][] regions, long address) {
    return (long) LONG.get(regions[(int) (address >>> 32)], (int) address);
  }

  /** True if {@code address} lies in one of {@code regions}, or before or behind it. */
  public static boolean reaches(byte[][] regions, long address) {
    int number = (int) (address >>> 32);
    return number >= 0 && number < regions.length && regions[number] != null;
  }

  public static void store8(byte[][] regions, long address, long value) {
    regions[(int) (address >>> 32)][(int) address] = (byte) value;
  }

  public static void store16(byte[][] regions, long address, long value) {
    SHORT.set(regions[(int) (address >>> 32)], (int) address, (short) value);
  }

  public static void store32(byte[][] regions, long address, long value) {
    INT.set(regions[(int) (address >>> 32)], (int) address, (int) value);
  }

  public static void store64(byte[][] regions, long address, long value) {
    LONG.set(regions[(int) (address >>> 32)], (int) address, value);
  }
}

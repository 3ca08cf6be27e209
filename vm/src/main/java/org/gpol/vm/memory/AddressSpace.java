package org.gpol.vm.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.gpol.bpf.GpolBug;

/**
 * All regions of a machine by address, and the loads and stores of programs on them. Little endian.
 */
public final class AddressSpace {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Region numbers start here, so that small numbers and null are never addresses. */
  private static final int FIRST = 16;

  private Region[] regions = new Region[FIRST + 16];

  /** The bytes of each region by its number, null where there is none: what a load looks up. */
  private byte[][] bytes = new byte[FIRST + 16][];

  /** The same where a store may write without asking further: not in maps, whose writes count. */
  private byte[][] scratch = new byte[FIRST + 16][];

  private int next = FIRST;
  private long mutations;

  /** Adds a region with the next free address. Every second number stays free as a guard. */
  public Region add(Region.Kind kind, String name, byte[] content) {
    if (next + 1 >= regions.length) {
      int length = regions.length * 2;
      regions = Arrays.copyOf(regions, length);
      bytes = Arrays.copyOf(bytes, length);
      scratch = Arrays.copyOf(scratch, length);
    }
    Region region = new Region(this, kind, name, next, content);
    regions[next] = region;
    bind(next, region);
    next += 2;
    return region;
  }

  /** Notes which bytes are now at the addresses of {@code region}. */
  void bind(int number, Region region) {
    bytes[number] = region.bytes();
    scratch[number] = region.kind().scratch() ? region.bytes() : null;
  }

  /**
   * How often a write has changed map memory; unchanged means that no later run can see a
   * difference in it.
   */
  public long mutations() {
    return mutations;
  }

  /** Counts a write to map memory that did not go through a store here. */
  public void countMutation() {
    mutations++;
  }

  /**
   * The region that {@code address} falls into; throws {@link MemoryViolation} if there is none.
   */
  public Region region(long address) {
    int number = (int) (address >>> 32);
    Region region = number >= 0 && number < regions.length ? regions[number] : null;
    if (region == null) {
      throw new MemoryViolation("address " + hex(address) + " belongs to nothing");
    }
    return region;
  }

  /** The offset of {@code address} in {@code region}, with {@code size} bytes behind it. */
  public int checkedOffset(Region region, long address, int size) {
    int offset = (int) address;
    if (offset < 0 || size < 0 || offset > region.bytes().length - size) {
      throw new MemoryViolation(
          size
              + " bytes at offset "
              + offset
              + " of "
              + region.name()
              + ", which has "
              + region.bytes().length);
    }
    return offset;
  }

  public long load8(long address) {
    byte[] at = at(bytes, address);
    return holds(at, address, 1) ? at[(int) address] & 0xffL : outside(address, 1);
  }

  public long load16(long address) {
    byte[] at = at(bytes, address);
    return holds(at, address, 2)
        ? (short) SHORT.get(at, (int) address) & 0xffffL
        : outside(address, 2);
  }

  public long load32(long address) {
    byte[] at = at(bytes, address);
    return holds(at, address, 4)
        ? (int) INT.get(at, (int) address) & 0xffff_ffffL
        : outside(address, 4);
  }

  public long load64(long address) {
    byte[] at = at(bytes, address);
    return holds(at, address, 8) ? (long) LONG.get(at, (int) address) : outside(address, 8);
  }

  public void store8(long address, long value) {
    byte[] at = at(scratch, address);
    if (holds(at, address, 1)) {
      at[(int) address] = (byte) value;
    } else {
      storeChecked8(address, value);
    }
  }

  private void storeChecked8(long address, long value) {
    Region region = region(address);
    int offset = checkedOffset(region, address, 1);
    if (changes(region, region.bytes()[offset] != (byte) value)) {
      region.bytes()[offset] = (byte) value;
    }
  }

  public void store16(long address, long value) {
    byte[] at = at(scratch, address);
    if (holds(at, address, 2)) {
      SHORT.set(at, (int) address, (short) value);
    } else {
      storeChecked16(address, value);
    }
  }

  private void storeChecked16(long address, long value) {
    Region region = region(address);
    int offset = checkedOffset(region, address, 2);
    if (changes(region, (short) SHORT.get(region.bytes(), offset) != (short) value)) {
      SHORT.set(region.bytes(), offset, (short) value);
    }
  }

  public void store32(long address, long value) {
    byte[] at = at(scratch, address);
    if (holds(at, address, 4)) {
      INT.set(at, (int) address, (int) value);
    } else {
      storeChecked32(address, value);
    }
  }

  private void storeChecked32(long address, long value) {
    Region region = region(address);
    int offset = checkedOffset(region, address, 4);
    if (changes(region, (int) INT.get(region.bytes(), offset) != (int) value)) {
      INT.set(region.bytes(), offset, (int) value);
    }
  }

  public void store64(long address, long value) {
    byte[] at = at(scratch, address);
    if (holds(at, address, 8)) {
      LONG.set(at, (int) address, value);
    } else {
      storeChecked64(address, value);
    }
  }

  private void storeChecked64(long address, long value) {
    Region region = region(address);
    int offset = checkedOffset(region, address, 8);
    if (changes(region, (long) LONG.get(region.bytes(), offset) != value)) {
      LONG.set(region.bytes(), offset, value);
    }
  }

  /** The bytes that {@code address} falls into by {@code table}, or null. */
  private static byte[] at(byte[][] table, long address) {
    int number = (int) (address >>> 32);
    return Integer.compareUnsigned(number, table.length) < 0 ? table[number] : null;
  }

  /** Whether {@code size} bytes lie behind {@code address}. */
  private static boolean holds(byte[] at, long address, int size) {
    return at != null && (int) address >= 0 && (int) address <= at.length - size;
  }

  /** Says what is wrong with an access to {@code address}. */
  private long outside(long address, int size) {
    checkedOffset(region(address), address, size);
    throw new GpolBug("nothing is wrong with address " + hex(address));
  }

  /** The region of {@code address} for a helper that writes to it. */
  public Region writable(long address) {
    Region region = region(address);
    changes(region, true);
    return region;
  }

  /**
   * Whether a store has to be made. One that leaves a map as it is does not count as a mutation:
   * polls that keep writing what is there already are still recognised as repeating themselves.
   */
  private boolean changes(Region region, boolean differs) {
    if (region.kind() == Region.Kind.READ_ONLY_VALUES) {
      throw new MemoryViolation("write to " + region.name() + ", which is read-only");
    }
    if (differs && region.kind() == Region.Kind.MAP_VALUES) {
      mutations++;
    }
    return differs;
  }

  private static String hex(long address) {
    return "0x" + Long.toHexString(address);
  }
}

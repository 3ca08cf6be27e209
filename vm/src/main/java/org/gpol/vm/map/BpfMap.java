package org.gpol.vm.map;

import org.gpol.bpf.platform.MapSpec;
import org.gpol.vm.memory.AddressSpace;
import org.gpol.vm.memory.Region;

/**
 * A map. Keys and values are passed as arrays with an offset, so that helpers hand over program
 * memory without copying. Operations return 0 or a negated error number, as the system call does; a
 * type that lacks an operation answers {@code -EOPNOTSUPP}.
 */
public abstract class BpfMap {
  /** Create or replace. */
  public static final long BPF_ANY = 0;

  /** Create only. */
  public static final long BPF_NOEXIST = 1;

  /** Replace only; for a queue: push out the oldest when full. */
  public static final long BPF_EXIST = 2;

  private final MapSpec spec;
  private final AddressSpace memory;
  private final Region handle;

  BpfMap(MapSpec spec, AddressSpace memory) {
    this.spec = spec;
    this.memory = memory;
    this.handle = memory.add(Region.Kind.MAP, "map " + spec.name(), new byte[0]);
  }

  /** As declared. */
  public final MapSpec spec() {
    return spec;
  }

  /** The value of a pointer to the map itself. */
  public final long address() {
    return handle.base();
  }

  final AddressSpace memory() {
    return memory;
  }

  /** Bytes from one value to the next: values start at multiples of eight, as in Linux. */
  final int stride() {
    return (spec.valueSize() + 7) & ~7;
  }

  /** The address of the value of a key as {@code cpu} sees it, or 0. */
  public long lookup(byte[] key, int keyOffset, int cpu) {
    return 0;
  }

  /** Sets the value of a key; {@code flags} is one of the {@code BPF_*} constants. */
  public int update(byte[] key, int keyOffset, byte[] value, int valueOffset, long flags, int cpu) {
    return MapErrno.EOPNOTSUPP;
  }

  /** Removes a key. */
  public int delete(byte[] key, int keyOffset) {
    return MapErrno.EOPNOTSUPP;
  }

  /** Adds a value at the end. */
  public int push(byte[] value, int valueOffset, long flags) {
    return MapErrno.EOPNOTSUPP;
  }

  /** Takes the oldest value out, or zeroes {@code value} and answers {@code -ENOENT}. */
  public int pop(byte[] value, int valueOffset) {
    return MapErrno.EOPNOTSUPP;
  }

  /** Copies the oldest value, or zeroes {@code value} and answers {@code -ENOENT}. */
  public int peek(byte[] value, int valueOffset) {
    return MapErrno.EOPNOTSUPP;
  }

  /** The number of bytes that all values together take; throws if an array cannot be that large. */
  static int checkedSize(MapSpec spec, long bytes) {
    if (bytes > Integer.MAX_VALUE - 64) {
      throw new MapTooLargeException(spec.name(), bytes);
    }
    return (int) bytes;
  }
}

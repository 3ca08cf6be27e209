package org.gpol.vm.map;

import java.util.Optional;
import org.gpol.bpf.platform.MapType;
import org.gpol.vm.memory.Region;

/**
 * The lookup of an array as compiled programs call it, see {@link DirectHash}: a comparison and an
 * addition, as Linux's verifier puts it into programs.
 *
 * @param entries how many values there are
 * @param base the address of the first value
 * @param stride bytes from one value to the next
 */
public record DirectArray(int entries, long base, int stride) {
  /** The lookup in {@code map}, if it is an array whose values are in one region. */
  public static Optional<DirectArray> of(BpfMap map) {
    if (map.spec().type() != MapType.ARRAY
        || !(map instanceof ArrayMap array)
        || !array.isOnePiece()) {
      return Optional.empty();
    }
    Region values = array.values();
    return Optional.of(new DirectArray(map.spec().maxEntries(), values.base(), map.stride()));
  }

  /** Does as {@link BpfMap#lookup}. */
  public long lookup(byte[] key, int keyOffset) {
    int index = (int) IndexedMap.INT.get(key, keyOffset);
    return Integer.compareUnsigned(index, entries) < 0 ? base + (long) index * stride : 0;
  }
}

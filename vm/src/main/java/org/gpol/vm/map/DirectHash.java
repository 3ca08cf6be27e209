package org.gpol.vm.map;

import java.util.Optional;
import org.gpol.bpf.platform.MapType;
import org.gpol.vm.memory.AddressSpace;
import org.gpol.vm.memory.Region;

/**
 * The frequent operations of a hash map with short keys, values without fields and all values in
 * one array, as compiled programs call them. What is known of the map is kept in a record, because
 * HotSpot takes the fields of a record that is a constant for constants. What is rare is left to
 * the map, and to the caller to ask it: HotSpot stops inlining methods that have become too much
 * code by what they themselves have inlined.
 *
 * @param base the address of the first value
 * @param stride bytes from one value to the next
 */
@SuppressWarnings("ArrayRecordComponent") // never compared: the array is there to be a constant
public record DirectHash(
    HashTableMap map,
    WordKeyTable keys,
    AddressSpace memory,
    byte[] values,
    long base,
    int stride,
    int keySize,
    int valueSize) {
  /** The operations of {@code map}, if it is as they need it. */
  public static Optional<DirectHash> of(BpfMap map) {
    boolean suits =
        map.spec().type() == MapType.HASH
            && map.layout().plain()
            && !MapFlag.RDONLY_PROG.in(map.spec().flags());
    if (!suits
        || !(map instanceof HashTableMap hash)
        || !(hash.keys() instanceof WordKeyTable keys)) {
      return Optional.empty();
    }
    return hash.valuesTogether().map(region -> of(hash, keys, region));
  }

  private static DirectHash of(HashTableMap map, WordKeyTable keys, Region values) {
    return new DirectHash(
        map,
        keys,
        map.memory(),
        values.bytes(),
        values.base(),
        map.stride(),
        map.spec().keySize(),
        map.spec().valueSize());
  }

  /** Does as {@link BpfMap#lookup}. */
  public long lookup(byte[] key, int keyOffset) {
    int slot = keys.find(WordKeyTable.word(key, keyOffset, keySize));
    return slot == KeyTable.NONE ? 0 : base + (long) slot * stride;
  }

  /** Does as {@link BpfMap#update} if that overwrites a value; else answers false. */
  public boolean overwrite(byte[] key, int keyOffset, byte[] value, int valueOffset, long flags) {
    int slot =
        flags == BpfMap.BPF_ANY
            ? keys.find(WordKeyTable.word(key, keyOffset, keySize))
            : KeyTable.NONE;
    if (slot == KeyTable.NONE) {
      return false;
    }
    if (Bytes.copy(value, valueOffset, values, slot * stride, valueSize)) {
      memory.countMutation();
    }
    return true;
  }
}

package org.gpol.vm.map;

import static org.gpol.vm.map.BpfMap.BPF_ANY;
import static org.gpol.vm.map.BpfMap.BPF_EXIST;
import static org.gpol.vm.map.BpfMap.BPF_NOEXIST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gpol.bpf.platform.MapField;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.platform.MapType;
import org.gpol.vm.memory.MemoryViolation;
import org.junit.jupiter.api.Test;

/** Hash maps as Linux's hashtab.c has them. */
class HashTableMapTest {
  private final MapBench hash = new MapBench(MapSpec.hash("h", 4, 8, 3));

  @Test
  void update_byItsFlags_answersAsLinux() {
    assertEquals(-2, hash.put(1, 5, BPF_EXIST));
    assertEquals(0, hash.put(1, 5, BPF_NOEXIST));
    assertEquals(-17, hash.put(1, 6, BPF_NOEXIST));
    assertEquals(0, hash.put(1, 7, BPF_EXIST));
    assertEquals(0, hash.put(1, 8, BPF_ANY));
    assertEquals(-22, hash.put(1, 9, 3));
    assertEquals(8L, hash.get(1));
  }

  @Test
  void update_ofANewKeyWhenFull_isRefused_andOfAnOldOneIsNot() {
    hash.put(1, 1, BPF_ANY);
    hash.put(2, 2, BPF_ANY);
    hash.put(3, 3, BPF_ANY);

    assertEquals(-7, hash.put(4, 4, BPF_ANY));
    assertEquals(0, hash.put(2, 20, BPF_ANY));
    assertNull(hash.get(4));
    assertEquals(20L, hash.get(2));
  }

  @Test
  void delete_makesRoom_andASecondOneFindsNothing() {
    hash.put(1, 1, BPF_ANY);
    hash.put(2, 2, BPF_ANY);
    hash.put(3, 3, BPF_ANY);

    assertEquals(0, hash.remove(2));
    assertEquals(-2, hash.remove(2));
    assertNull(hash.get(2));
    assertEquals(0, hash.put(4, 4, BPF_ANY));
    assertEquals(1L, hash.get(1));
    assertEquals(3L, hash.get(3));
    assertEquals(4L, hash.get(4));
  }

  @Test
  void value_whileItsKeyExists_staysWhereItIs() {
    hash.put(1, 1, BPF_ANY);
    long address = hash.address(1);
    hash.put(2, 2, BPF_ANY);
    hash.put(1, 10, BPF_ANY);
    hash.remove(2);

    assertEquals(address, hash.address(1));
    assertEquals(10, hash.memory.load64(address));
  }

  @Test
  void mutations_onlySuccessfulChanges_areCounted() {
    hash.put(1, 1, BPF_ANY);
    long before = hash.memory.mutations();
    hash.get(1);
    hash.put(1, 2, BPF_NOEXIST);
    hash.remove(9);
    assertEquals(before, hash.memory.mutations());

    hash.remove(1);
    assertEquals(before + 1, hash.memory.mutations());
  }

  @Test
  void keys_thatDifferInOneByteOnly_areDifferent() {
    MapBench large = new MapBench(MapSpec.hash("h", 4, 8, 256));
    for (int i = 0; i < 256; i++) {
      large.put(i << 24 | 7, i, BPF_ANY);
    }

    for (int i = 0; i < 256; i++) {
      assertEquals((long) i, large.get(i << 24 | 7));
    }
  }

  @Test
  void keys_pickedToCollide_doNotStayTogether() {
    int bits = 18;
    MapBench large = new MapBench(MapSpec.hash("h", 8, 8, 1 << bits));
    byte[] key = new byte[8];
    int keys = 0;
    for (long i = 0; keys < 20_000; i++) {
      // The upper bits of the first hash are what picks the bucket.
      if (Mixing.multiply(i, 0) >>> 56 == 0) {
        ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN).putLong(i);
        assertEquals(0, large.map.update(key, 0, MapBench.value(i), 0, BPF_ANY, 0));
        keys++;
      }
    }

    KeyTable table = ((HashTableMap) large.map).keys();
    assertEquals(20_000, table.count());
    assertTrue(table.longestChain() <= 33, "longest chain " + table.longestChain());
  }

  @Test
  void forEach_goesByPlaces_andFreedPlacesAreTakenFirst() {
    MapBench map = new MapBench(MapSpec.hash("h", 4, 8, 10));
    for (int key : new int[] {30, 10, 20, 40}) {
      map.put(key, key * 2L, BPF_ANY);
    }
    map.remove(10);
    map.put(5, 10, BPF_ANY);
    List<Long> seen = new ArrayList<>();
    long count =
        map.map.forEach(
            (key, value) -> {
              assertEquals(map.memory.load64(value), 2L * map.memory.load32(key));
              seen.add(map.memory.load32(key));
              return true;
            },
            0);

    assertEquals(4, count);
    assertEquals(List.of(30L, 5L, 20L, 40L), seen);
  }

  @Test
  void forEach_thatDeletesWhatItSees_seesAllAndEmptiesTheMap() {
    MapBench map = new MapBench(MapSpec.hash("h", 4, 8, 100));
    for (int key = 0; key < 100; key++) {
      map.put(key, key, BPF_ANY);
    }
    byte[] key = new byte[4];

    long count =
        map.map.forEach(
            (k, value) -> {
              MapBench.copy(map.memory, k, key);
              return map.map.delete(key, 0) == 0;
            },
            0);

    assertEquals(100, count);
    assertEquals(0, map.map.forEach((k, value) -> true, 0));
  }

  @Test
  void forEach_stopped_countsTheLast_andNestedOnesKeepTheirKeys() {
    for (int key = 0; key < 3; key++) {
      hash.put(key, key, BPF_ANY);
    }
    List<Long> pairs = new ArrayList<>();
    long outer =
        hash.map.forEach(
            (key, value) -> {
              hash.map.forEach((k, v) -> hash.memory.load32(k) != 1, 0);
              pairs.add(hash.memory.load32(key));
              return pairs.size() < 2;
            },
            0);

    assertEquals(2, outer);
    assertEquals(List.of(0L, 1L), pairs);
  }

  @Test
  void key_thatAVisitorSees_isNotToBeWritten() {
    hash.put(1, 1, BPF_ANY);

    assertThrows(
        MemoryViolation.class,
        () ->
            hash.map.forEach(
                (key, value) -> {
                  hash.memory.store32(key, 2);
                  return true;
                },
                0));
    assertEquals(1, hash.map.forEach((key, value) -> true, 0));
  }

  @Test
  void update_thatChangesNothing_isNoMutation() {
    hash.put(1, 1, BPF_ANY);
    long before = hash.memory.mutations();

    assertEquals(0, hash.put(1, 1, BPF_ANY));
    assertEquals(before, hash.memory.mutations());
  }

  @Test
  void perCpu_aNewKey_isZeroForTheOtherCpus() {
    MapBench map = new MapBench(new MapSpec("p", MapType.PERCPU_HASH, 4, 8, 1, null), 3);
    byte[] key = MapBench.key(1);
    map.map.update(key, 0, MapBench.value(7), 0, BPF_ANY, 2);
    map.map.update(key, 0, MapBench.value(8), 0, BPF_ANY, 1);
    map.remove(1);
    map.map.update(key, 0, MapBench.value(9), 0, BPF_ANY, 0);

    for (int cpu = 0; cpu < 3; cpu++) {
      assertEquals(cpu == 0 ? 9 : 0, map.memory.load64(map.map.lookupPercpu(key, 0, cpu)));
      assertEquals(map.map.lookup(key, 0, cpu), map.map.lookupPercpu(key, 0, cpu));
    }
    assertEquals(0, map.map.lookupPercpu(key, 0, 3));
    assertEquals(0, map.map.lookupPercpu(key, 0, -1));
    assertEquals(0, hash.map.lookupPercpu(key, 0, 0));
  }

  @Test
  void lru_whenFull_givesUpTheOldestThatWasNotLookedUp() {
    MapBench lru = new MapBench(new MapSpec("l", MapType.LRU_HASH, 4, 8, 3, null));
    for (int key = 1; key <= 3; key++) {
      assertEquals(0, lru.put(key, key, BPF_ANY));
    }
    lru.get(1);

    assertEquals(0, lru.put(4, 4, BPF_ANY));
    assertEquals(1L, lru.get(1));
    assertNull(lru.get(2));
    assertEquals(3L, lru.get(3));
    assertEquals(4L, lru.get(4));
  }

  @Test
  void lru_ifAllWereLookedUp_theOldestGoes() {
    MapBench lru = new MapBench(new MapSpec("l", MapType.LRU_HASH, 4, 8, 3, null));
    for (int key = 1; key <= 3; key++) {
      lru.put(key, key, BPF_ANY);
      lru.get(key);
    }

    assertEquals(0, lru.put(4, 4, BPF_NOEXIST));
    assertNull(lru.get(1));
  }

  @Test
  void lru_aRepeatedLookup_isAMutationOnlyOnce() {
    MapBench lru = new MapBench(new MapSpec("l", MapType.LRU_HASH, 4, 8, 3, null));
    lru.put(1, 1, BPF_ANY);
    long before = lru.memory.mutations();
    lru.get(1);
    assertEquals(before + 1, lru.memory.mutations());
    lru.get(1);
    assertEquals(before + 1, lru.memory.mutations());
  }

  @Test
  void lru_withAListForEachCpu_evictsOnlyWhatItsCpuAdded() {
    MapSpec spec = new MapSpec("l", MapType.LRU_HASH, 4, 8, 3, null).withFlags(1 << 1);
    MapBench lru = new MapBench(spec, 2);
    for (int key = 1; key <= 4; key++) {
      lru.map.update(MapBench.key(key), 0, MapBench.value(key), 0, BPF_ANY, key % 2);
    }
    lru.map.update(MapBench.key(5), 0, MapBench.value(5), 0, BPF_ANY, 1);

    assertNull(lru.get(1));
    assertEquals(2L, lru.get(2));
    assertEquals(3L, lru.get(3));
    assertEquals(4L, lru.get(4));
  }

  @Test
  void update_ofAValueWithFields_leavesTheLockAndGivesUpTheRest() {
    List<MapField> fields =
        List.of(
            new MapField(MapField.Kind.SPIN_LOCK, 0, ""),
            new MapField(MapField.Kind.KPTR, 8, "task_struct"));
    MapBench map = new MapBench(MapSpec.hash("h", 4, 24, 3).withFields(fields));
    List<String> freed = new ArrayList<>();
    map.registry.setFieldListener((m, value, field, old) -> freed.add(field.kind() + " " + old));
    byte[] value = new byte[24];
    Arrays.fill(value, (byte) 1);
    map.map.update(MapBench.key(1), 0, value, 0, BPF_ANY, 0);
    long address = map.address(1);
    assertEquals(0, map.memory.load64(address + 8));
    assertEquals(0x0101010100000000L, map.memory.load64(address));
    assertEquals(0x0101010101010101L, map.memory.load64(address + 16));
    map.memory.store32(address, 1);
    map.memory.store64(address + 8, 77);

    map.map.update(MapBench.key(1), 0, value, 0, BpfMap.BPF_F_LOCK, 0);
    assertEquals(77, map.memory.load64(address + 8));
    map.map.update(MapBench.key(1), 0, value, 0, BPF_ANY, 0);
    assertEquals(0, map.memory.load64(address + 8));
    assertEquals(1, map.memory.load32(address));
    map.memory.store64(address + 8, 78);
    map.remove(1);
    assertEquals(List.of("KPTR 77", "KPTR 78"), freed);
  }

  @Test
  void updateUnderALock_ofAValueWithoutOne_isInvalid() {
    assertEquals(-22, hash.put(1, 1, BpfMap.BPF_F_LOCK));
    assertEquals(-22, hash.put(1, 1, 8));
  }

  @Test
  void largeMaps_takeMemoryAsKeysCome_andValuesStayWhereTheyAre() {
    MapBench map = new MapBench(MapSpec.hash("h", 4, 1 << 12, (1 << 19) - 1));
    byte[] value = new byte[1 << 12];
    long[] addresses = new long[600];
    for (int key = 0; key < addresses.length; key++) {
      value[0] = (byte) key;
      assertEquals(0, map.map.update(MapBench.key(key), 0, value, 0, BPF_ANY, 0));
      addresses[key] = map.address(key);
    }

    for (int key = 0; key < addresses.length; key++) {
      assertEquals(addresses[key], map.address(key));
      assertEquals(key & 0xff, map.memory.load8(addresses[key]));
    }
  }
}

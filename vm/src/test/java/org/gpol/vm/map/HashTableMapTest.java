package org.gpol.vm.map;

import static org.gpol.vm.map.BpfMap.BPF_ANY;
import static org.gpol.vm.map.BpfMap.BPF_EXIST;
import static org.gpol.vm.map.BpfMap.BPF_NOEXIST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.gpol.bpf.platform.MapSpec;
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
}

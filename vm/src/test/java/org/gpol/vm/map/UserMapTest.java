package org.gpol.vm.map;

import static org.gpol.vm.map.BpfMap.BPF_ANY;
import static org.gpol.vm.map.BpfMap.BPF_F_LOCK;
import static org.gpol.vm.map.BpfMap.BPF_NOEXIST;
import static org.gpol.vm.map.MapBench.key;
import static org.gpol.vm.map.MapBench.value;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gpol.bpf.platform.MapField;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.platform.MapType;
import org.junit.jupiter.api.Test;

/** What {@code bpf(2)} answers. */
class UserMapTest {
  private static final int RDONLY = 1 << 3;
  private static final int WRONLY = 1 << 4;

  private final byte[] out = new byte[8];

  private static UserMap user(MapSpec spec) {
    return new MapBench(spec, 2).map.user();
  }

  private static List<Integer> keysOf(UserMap map) {
    List<Integer> keys = new ArrayList<>();
    byte[] next = new byte[4];
    for (byte[] key = null; map.nextKey(key, next) == 0; key = next.clone()) {
      keys.add((int) next[0]);
    }
    return keys;
  }

  @Test
  void array_lookupUpdateAndKeys() {
    UserMap array = user(MapSpec.array("a", 8, 3));
    assertEquals(0, array.update(key(1), value(5), BPF_ANY));
    assertEquals(0, array.lookup(key(1), out, 0));
    assertArrayEquals(value(5), out);
    assertEquals(-2, array.lookup(key(3), out, 0));
    assertEquals(-22, array.delete(key(1)));
    assertEquals(-524, array.lookupAndDelete(key(1), out));
    assertEquals(List.of(0, 1, 2), keysOf(array));
    assertEquals(0, array.nextKey(key(17), out));
    assertEquals(0, out[0]);
  }

  @Test
  void perCpu_valuesOfAllCpus_areOneBehindTheOther() {
    for (MapType type : List.of(MapType.PERCPU_ARRAY, MapType.PERCPU_HASH)) {
      MapBench bench = new MapBench(new MapSpec("p", type, 4, 5, 2, null), 2);
      UserMap map = bench.map.user();
      assertEquals(16, map.valueSize());
      byte[] in = new byte[16];
      in[0] = 1;
      in[8] = 2;
      in[13] = 3;
      assertEquals(0, map.update(key(1), in, BPF_ANY));
      byte[] values = new byte[16];
      assertEquals(0, map.lookup(key(1), values, 0));
      in[13] = 0;
      assertArrayEquals(in, values);
      assertEquals(1, bench.memory.load8(bench.map.lookup(key(1), 0, 0)));
      assertEquals(2, bench.memory.load8(bench.map.lookup(key(1), 0, 1)));
    }
  }

  @Test
  void hash_lookupAndDelete_takesOut() {
    UserMap hash = user(MapSpec.hash("h", 4, 8, 3));
    hash.update(key(1), value(5), BPF_ANY);
    assertEquals(0, hash.lookupAndDelete(key(1), out));
    assertArrayEquals(value(5), out);
    assertEquals(-2, hash.lookupAndDelete(key(1), out));
    assertEquals(List.of(), keysOf(hash));
  }

  @Test
  void hash_keys_comeByPlace_andAnUnknownOneAsksForTheFirst() {
    UserMap hash = user(MapSpec.hash("h", 4, 8, 9));
    for (int k : new int[] {7, 3, 5}) {
      hash.update(key(k), value(k), BPF_ANY);
    }
    hash.delete(key(3));

    assertEquals(List.of(7, 5), keysOf(hash));
    assertEquals(0, hash.nextKey(key(3), out));
    assertEquals(7, out[0]);
  }

  @Test
  void lru_lookupFromOutside_doesNotKeepAnElement() {
    UserMap lru = user(new MapSpec("l", MapType.LRU_HASH, 4, 8, 2, null));
    lru.update(key(1), value(1), BPF_ANY);
    lru.update(key(2), value(2), BPF_ANY);
    lru.lookup(key(1), out, 0);
    lru.update(key(3), value(3), BPF_NOEXIST);

    assertEquals(-2, lru.lookup(key(1), out, 0));
    assertEquals(0, lru.lookup(key(2), out, 0));
  }

  @Test
  void queue_withoutKeys_pushesAndPops() {
    UserMap queue = user(MapSpec.queue("q", 8, 2));
    assertEquals(-2, queue.lookup(null, out, 0));
    assertEquals(0, queue.update(null, value(1), BPF_ANY));
    assertEquals(0, queue.update(null, value(2), BPF_ANY));
    assertEquals(-7, queue.update(null, value(3), BPF_ANY));
    assertEquals(0, queue.lookup(null, out, 0));
    assertEquals(1, out[0]);
    assertEquals(0, queue.lookupAndDelete(null, out));
    assertEquals(0, queue.lookupAndDelete(null, out));
    assertEquals(2, out[0]);
    assertEquals(-2, queue.lookupAndDelete(null, out));
    assertEquals(-22, queue.delete(null));
  }

  @Test
  void fields_areNeitherSeenNorSet() {
    List<MapField> lock = List.of(new MapField(MapField.Kind.SPIN_LOCK, 4, ""));
    MapBench bench = new MapBench(MapSpec.array("a", 12, 1).withFields(lock));
    byte[] ones = new byte[12];
    Arrays.fill(ones, (byte) 1);
    long address = bench.address(0);
    bench.memory.store32(address + 4, 1);
    assertEquals(0, bench.map.user().update(key(0), ones, BPF_F_LOCK));
    assertEquals(1, bench.memory.load32(address + 4));
    byte[] seen = new byte[12];
    assertEquals(0, bench.map.user().lookup(key(0), seen, BPF_F_LOCK));
    assertArrayEquals(new byte[] {1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1}, seen);
  }

  @Test
  void lookup_withOtherFlags_isInvalid() {
    UserMap array = user(MapSpec.array("a", 8, 3));
    assertEquals(-22, array.lookup(key(0), out, BPF_F_LOCK));
    assertEquals(-22, array.lookup(key(0), out, 1));
  }

  @Test
  void access_thatTheMapForbidsUserSpace_isNotPermitted() {
    UserMap readOnly = user(MapSpec.hash("h", 4, 8, 3).withFlags(RDONLY));
    assertEquals(-1, readOnly.update(key(0), value(1), BPF_ANY));
    assertEquals(-1, readOnly.delete(key(0)));
    assertEquals(-1, readOnly.lookupAndDelete(key(0), out));
    assertEquals(-2, readOnly.lookup(key(0), out, 0));
    UserMap writeOnly = user(MapSpec.hash("h", 4, 8, 3).withFlags(WRONLY));
    assertEquals(0, writeOnly.update(key(0), value(1), BPF_ANY));
    assertEquals(-1, writeOnly.lookup(key(0), out, 0));
    assertEquals(-1, writeOnly.nextKey(null, out));
  }

  @Test
  void freeze_stopsUserSpaceButNotPrograms() {
    MapBench bench = new MapBench(MapSpec.array("a", 8, 3));
    bench.map.user().freeze();
    assertEquals(-1, bench.map.user().update(key(0), value(1), BPF_ANY));
    assertEquals(0, bench.put(0, 1, BPF_ANY));
    assertEquals(0, bench.map.user().lookup(key(0), out, 0));
    assertEquals(1, out[0]);
  }

  @Test
  void update_ofWhatProgramsMayNotWrite_worksFromOutside() {
    MapBench bench = new MapBench(MapSpec.hash("h", 4, 8, 3).withFlags(1 << 7));
    assertEquals(0, bench.map.user().update(key(0), value(1), BPF_ANY));
    assertEquals(1L, bench.get(0));
    assertEquals(0, bench.map.user().delete(key(0)));
  }

  @Test
  void sizes_thatDoNotFit_areTheCallersFault() {
    UserMap hash = user(MapSpec.hash("h", 4, 8, 3));
    assertThrows(IllegalArgumentException.class, () -> hash.lookup(new byte[3], out, 0));
    assertThrows(IllegalArgumentException.class, () -> hash.lookup(null, out, 0));
    assertThrows(IllegalArgumentException.class, () -> hash.update(key(1), new byte[9], 0));
  }

  @Test
  void mapsThatUserSpaceCannotRead_sayThatTheyDoNotSupportIt() {
    UserMap ring = user(new MapSpec("r", MapType.RINGBUF, 0, 0, 4096, null));
    assertEquals(-524, ring.lookup(null, new byte[0], 0));
    assertEquals(-524, ring.update(null, new byte[0], 0));
    assertEquals(-524, ring.delete(null));
    assertEquals(-524, ring.nextKey(null, new byte[0]));
  }
}

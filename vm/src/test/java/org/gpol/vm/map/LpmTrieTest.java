package org.gpol.vm.map;

import static org.gpol.vm.map.BpfMap.BPF_ANY;
import static org.gpol.vm.map.BpfMap.BPF_EXIST;
import static org.gpol.vm.map.BpfMap.BPF_NOEXIST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.platform.MapType;
import org.junit.jupiter.api.Test;

/** Longest-prefix matching as Linux's lpm_trie.c has it. */
class LpmTrieTest {
  private static MapBench trie(int bytes, int entries) {
    MapSpec spec = new MapSpec("t", MapType.LPM_TRIE, 4 + bytes, 8, entries, null);
    return new MapBench(spec.withFlags(1));
  }

  private final MapBench trie = trie(4, 4);

  /** An address such as {@code 192.168.0.0/16} as a key. */
  private static byte[] key(String prefix) {
    String[] parts = prefix.split("[./]");
    byte[] key = new byte[8];
    key[0] = Byte.parseByte(parts[4]);
    for (int i = 0; i < 4; i++) {
      key[4 + i] = (byte) Integer.parseInt(parts[i]);
    }
    return key;
  }

  private int put(String prefix, long value, long flags) {
    return trie.map.update(key(prefix), 0, MapBench.value(value), 0, flags, 0);
  }

  private Long get(String prefix) {
    long address = trie.map.lookup(key(prefix), 0, 0);
    return address == 0 ? null : trie.memory.load64(address);
  }

  @Test
  void lookup_findsTheLongestPrefixThatMatches() {
    put("192.168.0.0/16", 16, BPF_ANY);
    put("192.168.1.0/24", 24, BPF_ANY);
    put("192.168.128.0/17", 17, BPF_ANY);

    assertEquals(24L, get("192.168.1.77/32"));
    assertEquals(16L, get("192.168.2.1/32"));
    assertEquals(17L, get("192.168.200.1/32"));
    assertEquals(16L, get("192.168.1.0/23"));
    assertNull(get("192.0.0.0/8"));
    assertNull(get("10.0.0.1/32"));
  }

  @Test
  void emptyPrefix_matchesEverything() {
    put("0.0.0.0/0", 1, BPF_ANY);

    assertEquals(1L, get("255.255.255.255/32"));
    assertEquals(1L, get("0.0.0.0/0"));
  }

  @Test
  void update_byItsFlags_answersAsLinux() {
    assertEquals(-2, put("10.0.0.0/8", 1, BPF_EXIST));
    assertEquals(0, put("10.0.0.0/8", 1, BPF_NOEXIST));
    assertEquals(-17, put("10.0.0.0/8", 1, BPF_NOEXIST));
    assertEquals(0, put("10.0.0.0/8", 2, BPF_EXIST));
    assertEquals(-22, put("10.0.0.0/8", 2, 3));
    assertEquals(-22, put("10.0.0.0/33", 2, BPF_ANY));
    put("10.0.0.0/9", 1, BPF_ANY);
    put("10.0.0.0/10", 1, BPF_ANY);
    put("10.0.0.0/11", 1, BPF_ANY);
    assertEquals(-28, put("10.0.0.0/12", 1, BPF_ANY));
    assertEquals(0, put("10.0.0.0/11", 3, BPF_ANY));
  }

  @Test
  void delete_ofAnExactPrefixOnly() {
    put("10.0.0.0/8", 8, BPF_ANY);
    put("10.1.0.0/16", 16, BPF_ANY);

    assertEquals(-2, trie.map.delete(key("10.1.0.0/15"), 0));
    assertEquals(-22, trie.map.delete(key("10.1.0.0/33"), 0));
    assertEquals(0, trie.map.delete(key("10.1.0.0/16"), 0));
    assertEquals(8L, get("10.1.2.3/32"));
    assertEquals(-2, trie.map.delete(key("10.1.0.0/16"), 0));
  }

  @Test
  void nextKey_givesLongerPrefixesFirst() {
    for (String p : List.of("10.0.0.0/8", "10.1.0.0/16", "10.128.0.0/16", "10.1.1.0/24")) {
      put(p, 1, BPF_ANY);
    }

    assertEquals(
        List.of("10.1.1.0/24", "10.1.0.0/16", "10.128.0.0/16", "10.0.0.0/8"), keysOf(trie));
  }

  private static List<String> keysOf(MapBench trie) {
    List<String> keys = new ArrayList<>();
    byte[] next = new byte[8];
    for (byte[] key = null; trie.map.user().nextKey(key, next) == 0; key = next.clone()) {
      int[] b = new int[4];
      for (int i = 0; i < 4; i++) {
        b[i] = next[4 + i] & 0xff;
      }
      keys.add(b[0] + "." + b[1] + "." + b[2] + "." + b[3] + "/" + next[0]);
    }
    return keys;
  }

  /** A reference that knows nothing of trees: prefixes as strings of 0 and 1. */
  @Property(tries = 300)
  void anySequence_behavesAsAListOfPrefixes(@ForAll @Size(max = 120) int[] operations) {
    int capacity = 20;
    MapBench small = trie(1, capacity);
    // In post-order a prefix comes behind all that it begins: as if it ended in a 2.
    TreeMap<String, Long> model = new TreeMap<>(Comparator.comparing(s -> s + "2"));
    for (int operation : operations) {
      int length = ((operation >>> 4) & 0xff) % 9;
      byte[] key = {(byte) length, 0, 0, 0, (byte) (operation >>> 12)};
      String bits = Integer.toBinaryString(0x100 | (key[4] & 0xff)).substring(1, 1 + length);
      if ((operation & 3) == 0) {
        assertEquals(model.remove(bits) == null ? -2 : 0, small.map.delete(key, 0));
      } else {
        boolean room = model.containsKey(bits) || model.size() < capacity;
        byte[] value = MapBench.value(operation);
        assertEquals(room ? 0 : -28, small.map.update(key, 0, value, 0, BPF_ANY, 0));
        if (room) {
          model.put(bits, (long) operation);
        }
      }
      checkAgainst(model, small);
    }
  }

  private static void checkAgainst(Map<String, Long> model, MapBench small) {
    List<String> keys = new ArrayList<>();
    byte[] next = new byte[5];
    for (byte[] key = null; small.map.user().nextKey(key, next) == 0; key = next.clone()) {
      keys.add(Integer.toBinaryString(0x100 | (next[4] & 0xff)).substring(1, 1 + next[0]));
    }
    assertEquals(new ArrayList<>(model.keySet()), keys);
    for (int data = 0; data < 256; data += 5) {
      String bits = Integer.toBinaryString(0x100 | data).substring(1);
      Long wanted = null;
      for (int length = 8; length >= 0 && wanted == null; length--) {
        wanted = model.get(bits.substring(0, length));
      }
      long address = small.map.lookup(new byte[] {8, 0, 0, 0, (byte) data}, 0, 0);
      assertEquals(wanted, address == 0 ? null : (Long) small.memory.load64(address));
    }
  }
}

package org.gpol.kernel.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopologyTest {
  @Test
  void parse_number_isFlat() {
    Topology four = Topology.parse("4");
    assertEquals(4, four.cpus());
    assertEquals(4, four.cores());
    assertEquals(1, four.llcs());
    assertEquals(0, four.llc(3));
  }

  @Test
  void parse_product_numbersThreadsThenCoresThenCachesThenNodes() {
    Topology big = Topology.parse("2n4l8c2t");
    assertEquals(128, big.cpus());
    assertEquals(64, big.cores());
    assertEquals(8, big.llcs());
    assertEquals(0, big.core(1));
    assertEquals(1, big.thread(1));
    assertEquals(1, big.llc(16));
    assertEquals(0, big.node(63));
    assertEquals(1, big.node(64));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "-1",
        "1025",
        "four",
        "4.5",
        "99999999999",
        "0n1l1c1t",
        "2n2l",
        "64n64l64c64t",
        "999999999n999999999l999999999c999999999t",
        "1n1l1c0t",
        "1n2l4c2t3"
      })
  void parse_impossible_isRefusedByName(String spec) {
    var refusal = assertThrows(IllegalArgumentException.class, () -> Topology.parse(spec));
    assertTrue(refusal.getMessage().contains("`" + spec + "`"), refusal.getMessage());
  }
}

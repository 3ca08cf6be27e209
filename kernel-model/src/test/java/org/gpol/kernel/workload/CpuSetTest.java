package org.gpol.kernel.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CpuSetTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | ''",
        "' ' | ''",
        "0 | 0",
        "0-3,8 | 0-3,8",
        "3,1,2 | 1-3",
        "8,0-3,2-4 | 0-4,8",
        "0-7:2 | 0,2,4,6",
        "0-3,8,10-14:2 | 0-3,8,10,12,14",
        "63-64 | 63-64",
        "5-5 | 5",
        "0-1023 | 0-1023",
        "1, 2 | 1-2",
      })
  void parse_cpulist_printsItsShortestForm(String text, String printed) {
    assertEquals(printed, CpuSet.parse(text).toString());
    assertEquals(CpuSet.parse(text), CpuSet.parse(printed));
    assertEquals(CpuSet.parse(text).hashCode(), CpuSet.parse(printed).hashCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "-1",
        "1-",
        "3-1",
        "1,,2",
        "1,",
        "1024",
        "0-1024",
        "99999999999",
        "1:2",
        "0-3:0",
        "0-3:",
        "+1",
        "0x1"
      })
  void parse_otherText_isRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> CpuSet.parse(text));
  }

  @Test
  void contains_atAndAroundWordBoundaries_isExact() {
    CpuSet set = CpuSet.of(0, 63, 64, 1023);
    for (int cpu = -70; cpu < 1100; cpu++) {
      assertEquals(cpu == 0 || cpu == 63 || cpu == 64 || cpu == 1023, set.contains(cpu), "" + cpu);
    }
    assertEquals(4, set.size());
    assertEquals(0, set.first());
    assertEquals(1023, set.last());
    assertEquals(1L << 63 | 1, set.word(0));
    assertEquals(0, set.word(100));
  }

  @Test
  void forEach_visitsEveryCpuInRisingOrder() {
    List<Integer> seen = new ArrayList<>();
    CpuSet.parse("700,62-65,1").forEach(seen::add);
    assertEquals(List.of(1, 62, 63, 64, 65, 700), seen);
  }

  @Test
  void nextFrom_pastTheLast_isMinusOne() {
    assertEquals(-1, CpuSet.of(5).nextFrom(6));
    assertEquals(5, CpuSet.of(5).nextFrom(-3));
    assertEquals(-1, CpuSet.NONE.nextFrom(0));
    assertEquals(-1, CpuSet.NONE.last());
    assertEquals(-1, CpuSet.NONE.first());
  }

  @Test
  void andOr_areIntersectionAndUnion() {
    CpuSet low = CpuSet.parse("0-3");
    CpuSet high = CpuSet.parse("3,900");
    assertEquals(CpuSet.of(3), low.and(high));
    assertEquals(CpuSet.parse("0-3,900"), low.or(high));
    assertEquals(CpuSet.NONE, low.and(CpuSet.of(900)));
    assertTrue(low.and(CpuSet.of(900)).isEmpty());
    assertEquals(low, CpuSet.ALL.and(low));
  }

  @Test
  void of_cpuOutOfRange_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> CpuSet.of(1024));
    assertThrows(IllegalArgumentException.class, () -> CpuSet.of(-1));
    assertThrows(IllegalArgumentException.class, () -> CpuSet.range(0, 1024));
    assertFalse(CpuSet.ALL.contains(1024));
    assertNotEquals(CpuSet.of(1), CpuSet.of(65));
  }
}

package org.gpol.vm.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeHelpersTest {
  private final HelperBench bench = new HelperBench();

  @ParameterizedTest
  @CsvSource({
    "5, 10000001", // ktime_get_ns
    "7, 4294967294", // get_prandom_u32
    "118, 2", // jiffies64
    "125, 10000501", // ktime_get_boot_ns
    "160, 8000000", // ktime_get_coarse_ns: the last tick of 4 ms
    "208, 11000001", // ktime_get_tai_ns
  })
  void clocksAndChance_askTheWorld_andBindTheRunToItsTime(int id, long wanted) {
    assertEquals(wanted, bench.call(id));
    assertTrue(bench.observed());
  }
}

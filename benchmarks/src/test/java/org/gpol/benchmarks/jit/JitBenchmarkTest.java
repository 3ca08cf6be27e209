package org.gpol.benchmarks.jit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class JitBenchmarkTest {
  @Test
  void syntheticPrograms_haveTheSizesThatAreMeasured() {
    for (int size : CompileTime.SIZES) {
      assertEquals(size, SyntheticProgram.of(size).size(), 5);
    }
  }

  @Test
  void table_hasARowForEachSize() {
    String table = CompileTime.table(1);

    assertEquals(CompileTime.SIZES.size() + 2, table.lines().count());
    assertTrue(table.contains("| 20,005 |"), table);
  }
}

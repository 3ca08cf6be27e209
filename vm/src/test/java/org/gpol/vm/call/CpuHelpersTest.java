package org.gpol.vm.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.gpol.vm.memory.MemoryViolation;
import org.junit.jupiter.api.Test;

class CpuHelpersTest {
  private static final int PER_CPU = 153;
  private static final int THIS_CPU = 154;

  private final HelperBench bench = new HelperBench();

  private long variable(String name) {
    return bench.helpers.variables().stream()
        .filter(binding -> binding.variable().name().equals(name))
        .map(binding -> bench.state.addVariable(binding, 2))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void processorAndNode_areTheWorlds() {
    bench.cpu = 1;

    assertEquals(1, bench.call(8));
    assertEquals(3, bench.call(42));
    assertFalse(bench.observed());
  }

  @Test
  void nrCpuIds_isReadInPlace() {
    long variable = variable("nr_cpu_ids");

    assertEquals(2, bench.memory.load32(variable));
    assertThrows(MemoryViolation.class, () -> bench.memory.store32(variable, 3));
  }

  @Test
  void cpuNumber_hasACopyForEachCpu() {
    long variable = variable("cpu_number");
    bench.cpu = 1;

    assertEquals(1, bench.memory.load32(bench.call(THIS_CPU, variable)));
    assertEquals(0, bench.memory.load32(bench.call(PER_CPU, variable, 0)));
    assertEquals(1, bench.memory.load32(bench.call(PER_CPU, variable, 1)));
    assertEquals(0, bench.call(PER_CPU, variable, 2));
    assertEquals(0, bench.call(PER_CPU, variable, -1));
    assertThrows(MemoryViolation.class, () -> bench.memory.load32(variable));
  }
}

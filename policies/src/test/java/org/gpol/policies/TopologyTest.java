package org.gpol.policies;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.gpol.kernel.hook.MessageType;
import org.gpol.kernel.model.Topology;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies see the machine that they run on. */
class TopologyTest {
  private static final String ASKS =
      """
      policy asks;
      var asked: u64; var next: u64; var its_core: u64; var its_llc: u64; var its_node: u64; var total: u64;
      on task_blocked(m) {
          let c = asked as cpu;
          next = sibling(c) as u64;
          its_core = core(c) as u64;
          its_llc = llc(c) as u64;
          its_node = node(c) as u64;
          total = 0;
          for other in cpus { if core(other) == core(c) { total += 1; } }
      }
      """;

  @ParameterizedTest
  @ValueSource(strings = {"1", "4", "1n1l2c2t", "2n2l3c4t", "2n8l32c2t"})
  void everyCpu_ofAnyMachine_isWhereTheMachineHasIt(String spec) {
    Topology topology = Topology.parse(spec);
    MessagePolicy policy = MessagePolicy.of(ASKS, topology);
    for (int cpu = 0; cpu < topology.cpus(); cpu++) {
      policy.set("asked", cpu);
      policy.send(MessageType.TASK_BLOCKED, 1, 1);
      assertEquals(topology.core(cpu), policy.get("its_core"));
      assertEquals(topology.llc(cpu), policy.get("its_llc"));
      assertEquals(topology.node(cpu), policy.get("its_node"));
      assertEquals(topology.threads(cpu), policy.get("total"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"4", "1n1l2c2t", "1n2l2c4t"})
  void sibling_goneOnWith_leadsThroughTheCoreAndBack(String spec) {
    Topology topology = Topology.parse(spec);
    MessagePolicy policy = MessagePolicy.of(ASKS, topology);
    for (int cpu = 0; cpu < topology.cpus(); cpu++) {
      long at = cpu;
      for (int step = 0; step < topology.threads(cpu); step++) {
        assertEquals(topology.core(cpu), topology.core((int) at));
        policy.set("asked", at);
        policy.send(MessageType.TASK_BLOCKED, 1, 1);
        at = policy.get("next");
      }
      assertEquals(cpu, at);
    }
  }
}

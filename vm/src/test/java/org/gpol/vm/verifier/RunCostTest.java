package org.gpol.vm.verifier;

import static org.gpol.vm.verifier.Fixture.ALL_MAPS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.text.Assembler;
import org.gpol.bpf.text.AssemblyException;
import org.gpol.vm.GenericPlatform;
import org.gpol.vm.engine.Bench;
import org.gpol.vm.proof.RunCost;
import org.gpol.vm.proof.RunCost.Repetition;
import org.junit.jupiter.api.Test;

/** The most that a run executes: a sum that tells of loops and callbacks, and that runs reach. */
class RunCostTest {
  private static final Assembler.Names NAMES =
      new Assembler.Names(
          Map.of("for_each_map_elem", TestHelpers.FOR_EACH, "loop", TestHelpers.LOOP),
          Map.of("tasks", Fixture.HASH));

  private static VerifierInput input(String... lines) {
    try {
      Code code = Assembler.assemble("a.s", String.join("\n", lines), NAMES);
      GenericPlatform platform = new GenericPlatform(64);
      return new VerifierInput(
          code, platform.programType("scalar").orElseThrow(), platform, ALL_MAPS, Map.of());
    } catch (AssemblyException e) {
      throw new AssertionError(e);
    }
  }

  private static long executed(VerifierInput input, int entries, byte[] context) {
    Bench bench = new Bench(1, ALL_MAPS.toArray(new MapSpec[0]));
    for (long key = 0; key < entries; key++) {
      byte[] bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(key).array();
      bench.map(Fixture.HASH).update(bytes, 0, new byte[16], 0, 0, 0);
    }
    bench.run(bench.prepare(input.code()), context);
    return bench.context.executed();
  }

  @Test
  void loop_ofARegistersNumberOfRounds_isReached() {
    VerifierInput input =
        input("r6 = *(u8 *)(r1 + 0)", "r0 = 0", "again: r0 += 1", "if r0 < r6 goto again", "exit");
    RunCost cost = Verifier.cost(input).orElseThrow();
    assertEquals(5, cost.once());
    RunCost.Part loop = cost.parts().get(0);
    assertEquals(List.of(Repetition.LOOP, 2, 254L), describe(loop));
    assertEquals(2, loop.each().most());
    byte[] most = new byte[64];
    most[0] = -1;
    assertEquals(cost.most(), executed(input, 0, most));
  }

  @Test
  void forEach_entryOfAFullMap_isReached() {
    VerifierInput input =
        input(
            "r1 = tasks ll",
            "r2 = &each ll",
            "r3 = 0",
            "r4 = 0",
            "call for_each_map_elem",
            "r0 = 0",
            "exit",
            "each: r0 = *(u64 *)(r3 + 0)",
            "r0 = 0",
            "exit");
    RunCost cost = Verifier.cost(input).orElseThrow();
    RunCost.Part entries = cost.parts().get(0);
    assertEquals(List.of(Repetition.EACH_ENTRY, 4, 100L), describe(entries));
    assertEquals(Fixture.HASH, entries.map());
    assertEquals(7 + 100 * 3, cost.most());
    assertEquals(10, cost.own());
    assertEquals(cost.most(), executed(input, 100, new byte[64]));
  }

  @Test
  void helperLoop_withALoopInIt_isReached() {
    VerifierInput input =
        input(
            "r1 = 40",
            "r2 = &round ll",
            "r3 = 0",
            "r4 = 0",
            "call loop",
            "r0 = 0",
            "exit",
            "round: r5 = 0",
            "more: r5 += 1",
            "if r5 != 10 goto more",
            "r0 = 0",
            "exit");
    RunCost cost = Verifier.cost(input).orElseThrow();
    RunCost.Part helper = cost.parts().get(0);
    assertEquals(List.of(Repetition.CALLED_BACK, 4, 40L), describe(helper));
    assertEquals(List.of(Repetition.LOOP, 8, 9L), describe(helper.each().parts().get(0)));
    assertEquals(7 + 40 * (5 + 9 * 2), cost.most());
    assertEquals(cost.most(), executed(input, 0, new byte[64]));
  }

  @Test
  void rounds_withoutAnInvariant_areFollowedAndAddedUp() {
    VerifierInput input =
        input("r0 = 0", "r6 = 1", "again: r6 <<= 1", "r0 += 1", "if r6 != 1024 goto again", "exit");
    RunCost cost = Verifier.cost(input).orElseThrow();
    assertEquals(List.of(Repetition.FOLLOWED, 2, 10L), describe(cost.parts().get(0)));
    assertEquals(3 + 10 * 3, cost.most());
    assertEquals(cost.most(), executed(input, 0, new byte[64]));
  }

  @Test
  void twoWays_costTheLongerOne() {
    VerifierInput input =
        input("r0 = *(u8 *)(r1 + 0)", "if r0 == 0 goto end", "r0 += 1", "r0 += 1", "end: exit");
    RunCost cost = Verifier.cost(input).orElseThrow();
    assertEquals(List.of(), cost.parts());
    assertEquals(5, cost.most());
  }

  private static List<Object> describe(RunCost.Part part) {
    return List.of(part.repetition(), part.instruction(), part.times());
  }
}

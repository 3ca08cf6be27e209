package org.gpol.vm.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.gpol.bpf.platform.MapField;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.vm.memory.MemoryViolation;
import org.junit.jupiter.api.Test;

class LockHelpersTest {
  private static final int LOCK = 93;
  private static final int UNLOCK = 94;

  private final HelperBench bench =
      new HelperBench(
          MapSpec.array("locked", 16, 1)
              .withFields(List.of(new MapField(MapField.Kind.SPIN_LOCK, 4, ""))));

  @Test
  void lock_isHeldUntilItIsDropped_andChangesNothingInBetween() {
    long lock = bench.value(0) + 4;
    long mutations = bench.memory.mutations();

    bench.call(LOCK, lock);
    assertThrows(MemoryViolation.class, () -> bench.call(LOCK, lock));
    bench.call(UNLOCK, lock);
    assertThrows(MemoryViolation.class, () -> bench.call(UNLOCK, lock));

    assertEquals(0, bench.memory.load32(lock));
    assertEquals(mutations, bench.memory.mutations());
  }
}

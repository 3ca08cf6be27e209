package org.gpol.vm.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Pointers, bounds, and which writes outlive a run. */
class AddressSpaceTest {
  private final AddressSpace memory = new AddressSpace();
  private final Region values = memory.add(Region.Kind.MAP_VALUES, "m", new byte[16]);
  private final Region stack = memory.add(Region.Kind.STACK, "the stack", new byte[16]);
  private final Region frozen = memory.add(Region.Kind.READ_ONLY_VALUES, ".rodata", new byte[16]);

  @Test
  void region_addressesOfManyRegions_areFoundAgain() {
    for (int i = 0; i < 1000; i++) {
      Region region = memory.add(Region.Kind.MAP_VALUES, "r" + i, new byte[1]);
      assertSame(region, memory.region(region.base()));
    }
  }

  @Test
  void region_nullSmallNumbersAndGuards_belongToNothing() {
    long[] wild = {0, 1, 4096, -1, values.base() - 1, values.base() + (1L << 32), stack.base() - 1};
    for (long address : wild) {
      assertThrows(MemoryViolation.class, () -> memory.region(address), Long.toHexString(address));
    }
  }

  @Test
  void load_lastBytes_fitExactly() {
    memory.store64(values.base() + 8, 0x1122_3344_5566_7788L);

    assertEquals(0x11, memory.load8(values.base() + 15));
    assertEquals(0x1122, memory.load16(values.base() + 14));
    assertEquals(0x1122_3344, memory.load32(values.base() + 12));
    assertEquals(0x1122_3344_5566_7788L, memory.load64(values.base() + 8));
  }

  @Test
  void access_oneByteTooFar_isAViolation() {
    long end = values.base() + 16;
    assertThrows(MemoryViolation.class, () -> memory.load8(end));
    assertThrows(MemoryViolation.class, () -> memory.load16(end - 1));
    assertThrows(MemoryViolation.class, () -> memory.load32(end - 3));
    assertThrows(MemoryViolation.class, () -> memory.load64(end - 7));
    assertThrows(MemoryViolation.class, () -> memory.store8(end, 0));
    assertThrows(MemoryViolation.class, () -> memory.store16(end - 1, 0));
    assertThrows(MemoryViolation.class, () -> memory.store32(end - 3, 0));
    assertThrows(MemoryViolation.class, () -> memory.store64(end - 7, 0));
  }

  @Test
  void store_toReadOnlyValues_isAViolation() {
    MemoryViolation violation =
        assertThrows(MemoryViolation.class, () -> memory.store8(frozen.base(), 1));

    assertEquals("write to .rodata, which is read-only", violation.getMessage());
    assertEquals(0, memory.load8(frozen.base()));
  }

  @Test
  void mutations_storesThatChangeMaps_areCounted() {
    long before = memory.mutations();
    memory.store8(values.base(), 1);
    long afterMap = memory.mutations();
    memory.store64(stack.base(), 1);

    assertTrue(afterMap > before);
    assertEquals(afterMap, memory.mutations());
  }
}

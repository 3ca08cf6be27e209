package org.gpol.vm.verifier.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class RegionTest {
  private static final MapRef MAP = new MapRef(1, false);

  @Test
  void withId_isTheSameMemoryUnderAnotherId() {
    assertEquals(new Region.MapValue(MAP, 9), new Region.MapValue(MAP, 2).withId(9));
    assertEquals(new Region.Reservation(9, 16), new Region.Reservation(2, 16).withId(9));
    assertEquals(new Region.Slice(9, 16), new Region.Slice(2, 16).withId(9));
    assertEquals(new Region.KernelObject("t", 9), new Region.KernelObject("t", 2).withId(9));
  }

  @Test
  void withId_ofMemoryWithoutId_changesNothing() {
    Region stack = new Region.Stack(2);

    assertEquals(stack, stack.withId(9));
    assertEquals(0, stack.id());
  }

  @Test
  void isCounted_ifAReferenceKeepsIt() {
    assertTrue(new Region.Reservation(1, 8).isCounted());
    assertTrue(new Region.KernelObject("task_struct", 1).isCounted());
    assertFalse(new Region.KernelObject("task_struct", 0).isCounted());
    assertFalse(new Region.Slice(1, 8).isCounted());
    assertFalse(new Region.MapValue(MAP, 1).isCounted());
  }

  @Test
  void isMemory_unlessOnlyHelpersOrCallsTakeIt() {
    List<Region> memory =
        List.of(
            new Region.Stack(0),
            new Region.Context(),
            new Region.MapValue(MAP, 0),
            new Region.MapKey(MAP),
            new Region.Reservation(1, 8),
            new Region.Variable(0));

    memory.forEach(region -> assertTrue(region.isMemory(), region::toString));
    assertFalse(new Region.MapHandle(MAP).isMemory());
    assertFalse(new Region.PercpuVariable(0).isMemory());
    assertFalse(new Region.Function(4).isMemory());
  }
}

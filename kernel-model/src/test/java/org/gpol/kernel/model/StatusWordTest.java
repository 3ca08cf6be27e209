package org.gpol.kernel.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gpol.kernel.hook.GhostAbi;
import org.junit.jupiter.api.Test;

class StatusWordTest {
  private final StatusWordTable table = new StatusWordTable(false);

  @Test
  void header_ofARegion_saysWhatItHolds() {
    assertTrue(table.create(3, 1));
    StatusWordRegion region = table.region(3);
    assertEquals(0, region.getInt(0));
    assertEquals(3, region.getInt(4));
    assertEquals(1, region.getInt(8));
    assertEquals(64, region.getInt(12));
    assertEquals(65534, region.getInt(16));
    assertEquals(65534, region.getInt(20));
    assertEquals(2_097_152, region.size());
  }

  @Test
  void entry_inMemory_isLaidOutAsInTheKernel() {
    table.create(0, 0);
    StatusWord word = table.allocate(0x1234_5678_9abcL, 9);
    word.switchTimeNs = 77;
    word.runtimeNs = 1L << 40;
    StatusWordRegion region = table.region(0);
    assertEquals(9, region.getInt(64));
    assertEquals(GhostAbi.SW_F_ALLOCATED | GhostAbi.SW_F_INUSE, region.getInt(68));
    assertEquals(0x1234_5678_9abcL, region.getLong(72));
    assertEquals(77, region.getLong(80));
    assertEquals(1L << 40, region.getLong(88));
    assertEquals(65533, region.getInt(20));
  }

  @Test
  void allocation_afterAFree_goesOnFromTheLast() {
    table.create(0, 0);
    StatusWord first = table.allocate(1, 0);
    table.allocate(2, 0);
    table.free(first);
    assertEquals(2, table.allocate(3, 0).index());
    assertEquals(65532, table.region(0).available());
  }

  @Test
  void free_leavesZeroes() {
    table.create(0, 0);
    StatusWord word = table.allocate(1, 5);
    table.free(word);
    for (int offset = 64; offset < 96; offset += 4) {
      assertEquals(0, table.region(0).getInt(offset));
    }
    assertNull(table.region(0).word(0));
  }

  @Test
  void regions_areFilledInTheirOrder_untilNoneHasRoom() {
    table.create(7, 0);
    for (int i = 0; i < StatusWordRegion.CAPACITY; i++) {
      assertEquals(7, table.allocate(1, 0).region());
    }
    assertNull(table.allocate(1, 0));
    assertFalse(table.create(7, 0));
    table.create(2, 0);
    assertEquals(2, table.allocate(1, 0).region());
  }
}

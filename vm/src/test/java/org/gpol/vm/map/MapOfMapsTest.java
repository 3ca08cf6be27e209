package org.gpol.vm.map;

import static org.gpol.vm.map.BpfMap.BPF_ANY;
import static org.gpol.vm.map.BpfMap.BPF_EXIST;
import static org.gpol.vm.map.BpfMap.BPF_NOEXIST;
import static org.gpol.vm.map.MapBench.key;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.gpol.bpf.object.MapEntry;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.platform.MapType;
import org.gpol.vm.memory.AddressSpace;
import org.junit.jupiter.api.Test;

/** Maps that hold maps or programs, as Linux's map_in_map.c and arraymap.c have them. */
class MapOfMapsTest {
  private static final MapSpec INNER = MapSpec.array("inner", 8, 3);
  private static final int INNER_MAP = 1 << 12;

  private final MapRegistry registry = new MapRegistry(new AddressSpace(), 1);
  private final BpfMap array = registry.add(MapSpec.arrayOfMaps("a", INNER, 4), false);
  private final BpfMap hash =
      registry.add(new MapSpec("h", MapType.HASH_OF_MAPS, 4, 4, 2, INNER), false);
  private final BpfMap fits = registry.add(INNER, false);
  private final BpfMap fitsToo = registry.add(INNER, false);
  private final BpfMap longer = registry.add(MapSpec.array("longer", 8, 4), false);
  private final BpfMap programs =
      registry.add(new MapSpec("p", MapType.PROG_ARRAY, 4, 4, 3, null), false);

  @Test
  void lookup_ofAnEmptySlot_isNull() {
    assertEquals(0, array.lookup(key(0), 0, 0));
    assertEquals(0, array.lookup(key(4), 0, 0));
    assertEquals(0, hash.lookup(key(0), 0, 0));
  }

  @Test
  void setInner_putsAMapIn_andAnotherInItsPlace() {
    for (BpfMap outer : List.of(array, hash)) {
      assertEquals(0, outer.setInner(key(1), 0, fits));
      assertEquals(fits.address(), outer.lookup(key(1), 0, 0));
      assertEquals(0, outer.setInner(key(1), 0, fitsToo));
      assertEquals(fitsToo.address(), outer.lookup(key(1), 0, 0));
      assertEquals(0, outer.delete(key(1), 0));
      assertEquals(0, outer.lookup(key(1), 0, 0));
      assertEquals(-2, outer.delete(key(1), 0));
    }
    assertEquals(-7, array.setInner(key(4), 0, fits));
    assertEquals(-7, array.delete(key(4), 0));
  }

  @Test
  void setInner_ofAnotherShape_isInvalid() {
    for (BpfMap outer : List.of(array, hash)) {
      assertEquals(-22, outer.setInner(key(0), 0, longer));
      assertEquals(-22, outer.setInner(key(0), 0, hash));
      BpfMap flagged = registry.add(INNER.withFlags(INNER_MAP), false);
      assertEquals(-22, outer.setInner(key(0), 0, flagged));
    }
  }

  @Test
  void setInner_ofAnotherSize_isFineForHashesAndForArraysThatAllowIt() {
    MapSpec any = INNER.withFlags(INNER_MAP);
    BpfMap outer = registry.add(MapSpec.arrayOfMaps("o", any, 1), false);
    BpfMap larger = registry.add(MapSpec.array("l", 8, 9).withFlags(INNER_MAP), false);
    assertEquals(0, outer.setInner(key(0), 0, larger));

    BpfMap ofHashes = registry.add(MapSpec.arrayOfMaps("o", MapSpec.hash("i", 4, 8, 1), 1), false);
    assertEquals(0, ofHashes.setInner(key(0), 0, registry.add(MapSpec.hash("x", 4, 8, 99), false)));
  }

  @Test
  void userSpace_putsMapsInByTheirIds() {
    byte[] id = new byte[4];
    assertEquals(-2, hash.user().lookup(key(7), id, 0));
    assertEquals(0, hash.user().update(key(7), key(fits.id()), BPF_NOEXIST));
    assertEquals(-17, hash.user().update(key(7), key(fitsToo.id()), BPF_NOEXIST));
    assertEquals(-2, hash.user().update(key(8), key(fitsToo.id()), BPF_EXIST));
    assertEquals(0, hash.user().update(key(8), key(fitsToo.id()), BPF_ANY));
    assertEquals(-7, hash.user().update(key(9), key(fitsToo.id()), BPF_ANY));
    assertEquals(-9, hash.user().update(key(7), key(12345), BPF_ANY));
    assertEquals(-22, hash.user().update(key(7), key(longer.id()), BPF_ANY));
    assertEquals(0, hash.user().lookup(key(8), id, 0));
    assertEquals(fitsToo.id(), id[0]);

    assertEquals(-22, array.user().update(key(0), key(fits.id()), BPF_NOEXIST));
    assertEquals(0, array.user().update(key(0), key(fits.id()), BPF_ANY));
    assertEquals(-2, array.user().lookup(key(1), id, 0));
    assertEquals(0, array.user().lookup(key(0), id, 0));
    assertEquals(fits.id(), id[0]);
  }

  @Test
  void setEntries_fillsWhatTheObjectNames_andOtherArraysOnDemand() {
    BpfMap other = registry.add(MapSpec.arrayOfMaps("other", INNER, 2), false);
    List<MapEntry> entries =
        List.of(new MapEntry(0, 2, 3), new MapEntry(1, 77, 2), new MapEntry(5, 1, 8));
    registry.setEntries(entries);

    assertEquals(fitsToo.address(), array.lookup(key(2), 0, 0));
    assertEquals(0, array.lookup(key(0), 0, 0));
    assertEquals(fits.address(), hash.lookup(key(77), 0, 0));
    assertEquals(8, programs.program(1));
    assertTrue(other.lookup(key(1), 0, 0) != 0);
    assertEquals(other.lookup(key(1), 0, 0), other.lookup(key(1), 0, 0));
  }

  @Test
  void setEntries_ofAMapThatDoesNotFit_saysWhich() {
    MapCreationException e =
        assertThrows(
            MapCreationException.class, () -> registry.setEntries(List.of(new MapEntry(0, 2, 4))));

    assertEquals("map `a` cannot hold entry 2 (error -22)", e.getMessage());
  }

  @Test
  void programs_areFoundByIndex() {
    assertEquals(-1, programs.program(0));
    assertEquals(0, programs.setProgram(0, 0));
    assertEquals(0, programs.setProgram(2, 5));
    assertEquals(-7, programs.setProgram(3, 5));
    assertEquals(0, programs.program(0));
    assertEquals(5, programs.program(2));
    assertEquals(-1, programs.program(1));
    assertEquals(-1, programs.program(3));
    assertEquals(-1, programs.program(-1));
    assertEquals(0, programs.delete(key(2), 0));
    assertEquals(-1, programs.program(2));
  }
}

package org.gpol.vm.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.gpol.bpf.platform.MapField;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.platform.MapType;
import org.junit.jupiter.api.Test;

/** What the kernel refuses when a map is created, and how we say so. */
class MapCreationTest {
  private static final int NO_PREALLOC = 1;
  private static final int NO_COMMON_LRU = 1 << 1;
  private static final int RDONLY_PROG = 1 << 7;
  private static final int WRONLY_PROG = 1 << 8;
  private static final int MMAPABLE = 1 << 10;
  private static final int INNER_MAP = 1 << 12;

  private static final MapSpec ARRAY = MapSpec.array("m", 8, 3);
  private static final MapSpec HASH = MapSpec.hash("m", 4, 8, 3);
  private static final MapSpec LRU = new MapSpec("m", MapType.LRU_HASH, 4, 8, 3, null);

  private static MapCreationException refused(MapSpec spec) {
    return assertThrows(MapCreationException.class, () -> new MapBench(spec));
  }

  @Test
  void flags_thatFitTheType_areAccepted() {
    new MapBench(ARRAY.withFlags(MMAPABLE | INNER_MAP));
    new MapBench(HASH.withFlags(NO_PREALLOC));
    new MapBench(LRU.withFlags(NO_COMMON_LRU));
  }

  @Test
  void flags_thatDoNotFitTheType_areNamed() {
    MapCreationException e = refused(HASH.withFlags(MMAPABLE | 1 << 20));

    assertEquals(-22, e.errno());
    assertEquals("map `m` has flags that do not fit: BPF_F_MMAPABLE, 0x100000", e.getMessage());
    assertEquals(-22, refused(ARRAY.withFlags(NO_PREALLOC)).errno());
    assertEquals(-22, refused(HASH.withFlags(NO_COMMON_LRU)).errno());
    assertEquals(-22, refused(MapSpec.queue("m", 8, 3).withFlags(NO_PREALLOC)).errno());
    assertEquals(-22, refused(ARRAY.withFlags(RDONLY_PROG | WRONLY_PROG)).errno());
  }

  @Test
  void lru_withoutPreallocation_isNotSupported() {
    assertEquals(-524, refused(LRU.withFlags(NO_PREALLOC)).errno());
  }

  @Test
  void values_largerThanACpuMayHave_areRefused() {
    MapCreationException e = refused(MapSpec.percpuArray("m", 32769, 1));

    assertEquals(-7, e.errno());
    assertTrue(e.getMessage().contains("32769 bytes, of at most 32768"), e.getMessage());
    new MapBench(MapSpec.percpuArray("m", 32768, 1));
  }

  @Test
  void fields_whereTheTypeHasNone_areNotSupported() {
    List<MapField> timer = List.of(new MapField(MapField.Kind.TIMER, 8, ""));
    List<MapField> lock = List.of(new MapField(MapField.Kind.SPIN_LOCK, 0, ""));
    new MapBench(MapSpec.hash("m", 4, 24, 3).withFields(timer));
    new MapBench(HASH.withFields(lock));

    assertEquals(-95, refused(LRU.withFields(lock)).errno());
    assertEquals(-95, refused(MapSpec.percpuArray("m", 24, 1).withFields(timer)).errno());
  }

  @Test
  void fields_outsideTheValueOrOnTopOfEachOther_areInvalid() {
    MapField lock = new MapField(MapField.Kind.SPIN_LOCK, 5, "");
    MapField pointer = new MapField(MapField.Kind.KPTR, 0, "task_struct");

    assertEquals(-22, refused(HASH.withFields(List.of(lock))).errno());
    assertEquals(
        -22, refused(MapSpec.hash("m", 4, 16, 3).withFields(List.of(pointer, lock))).errno());
    assertEquals(-22, refused(MapSpec.hash("m", 4, 4, 3).withFields(List.of(pointer))).errno());
  }

  @Test
  void fields_ofAMapThatProgramsMayNotWrite_areRefused() {
    List<MapField> lock = List.of(new MapField(MapField.Kind.SPIN_LOCK, 0, ""));

    assertEquals(-13, refused(HASH.withFields(lock).withFlags(RDONLY_PROG)).errno());
  }

  @Test
  void maps_insideMapsInsideMaps_areRefused() {
    MapSpec inner = MapSpec.arrayOfMaps("inner", HASH, 2);

    assertEquals(-22, refused(MapSpec.arrayOfMaps("m", inner, 2)).errno());
  }
}

package org.gpol.bpf.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Maps whose sizes do not suit their type do not exist. */
class MapSpecTest {
  private static final MapSpec INNER = MapSpec.queue("inner", 8, 16);

  @Test
  void factories_sizesGiven_addTheKeySizeOfTheType() {
    assertEquals(4, MapSpec.array("a", 1, 1).keySize());
    assertEquals(4, MapSpec.percpuArray("a", 1, 1).keySize());
    assertEquals(4, MapSpec.arrayOfMaps("a", INNER, 1).keySize());
    assertEquals(4, MapSpec.arrayOfMaps("a", INNER, 1).valueSize());
    assertEquals(0, MapSpec.queue("a", 1, 1).keySize());
    assertEquals(12, MapSpec.hash("a", 12, 1, 1).keySize());
  }

  @ParameterizedTest
  @CsvSource({
    "ARRAY, 8, 'map m cannot have keys of 8 bytes'",
    "PERCPU_ARRAY, 0, 'map m cannot have keys of 0 bytes'",
    "QUEUE, 4, 'map m cannot have keys of 4 bytes'",
    "HASH, 0, 'map m cannot have keys of 0 bytes'",
    "HASH, -1, 'map m cannot have keys of -1 bytes'",
    "ARRAY_OF_MAPS, 4, 'map m and maps inside do not fit its type'",
  })
  void constructor_sizesThatDoNotSuitTheType_areRefused(MapType type, int keySize, String why) {
    refuses(why, type, keySize, 8, 1, null);
  }

  @Test
  void constructor_innerMapOfAnotherType_isRefused() {
    refuses("map m and maps inside do not fit its type", MapType.ARRAY, 4, 4, 1, INNER);
  }

  @Test
  void constructor_noRoom_isRefused() {
    refuses("map m has no room", MapType.ARRAY, 4, 0, 1, null);
    refuses("map m has no room", MapType.ARRAY, 4, 8, 0, null);
  }

  private static void refuses(
      String why, MapType type, int keySize, int valueSize, int entries, MapSpec inner) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new MapSpec("m", type, keySize, valueSize, entries, inner));
    assertEquals(why, e.getMessage());
  }
}

package org.gpol.bpf.object;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.gpol.bpf.platform.MapField;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the types of {@code fields.c} say of its maps. */
class MapFieldsTest {
  @ParameterizedTest
  @ValueSource(strings = {"clang-14", "clang-19"})
  void read_valueWithLocksTimersAndPointers_knowsWhereTheyAre(String clang) throws Exception {
    byte[] file = ClangObject.checkedIn("fields", clang).bytes();
    BpfObject object = ElfReader.read("fields", file, NoPlatform.EMPTY);
    assertEquals(
        List.of(
            new MapField(MapField.Kind.SPIN_LOCK, 4, ""),
            new MapField(MapField.Kind.TIMER, 8, ""),
            new MapField(MapField.Kind.KPTR, 32, "task_struct"),
            new MapField(MapField.Kind.KPTR, 48, "task_struct")),
        object.maps().get(0).fields());
  }

  @ParameterizedTest
  @ValueSource(strings = {"clang-14", "clang-19"})
  void read_ringBufferOfOddSize_isRoundedUp(String clang) throws Exception {
    byte[] file = ClangObject.checkedIn("fields", clang).bytes();
    BpfObject object = ElfReader.read("fields", file, NoPlatform.EMPTY);
    assertEquals(8192, object.maps().get(1).maxEntries());
  }
}

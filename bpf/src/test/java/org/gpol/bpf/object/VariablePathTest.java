package org.gpol.bpf.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Variables of {@code counters.c} and parts of them, as users name them. */
class VariablePathTest {
  private BpfObject object;

  @BeforeEach
  void read() throws Exception {
    byte[] file = ClangObject.checkedIn("counters", "clang-19").bytes();
    object = ElfReader.read("counters", file, NoPlatform.EMPTY);
  }

  private String initial(String path) throws UnknownVariableException {
    Variable variable = VariablePath.find(object, path);
    DataSection section =
        object.data().stream()
            .filter(data -> data.map() == variable.map())
            .findFirst()
            .orElseThrow();
    return variable.text(section.read(variable));
  }

  @ParameterizedTest
  @CsvSource({
    "factor, 3",
    "limits[0], 1",
    "limits[3], 4",
    "shape.corners[0].x, 1",
    "shape.corners[0].y, -2",
    "shape.corners[1].y, 4",
    "shape.mode, FAST",
  })
  void find_numberAnywhere_isWhereCPutIt(String path, String value) throws Exception {
    assertEquals(value, initial(path));
  }

  @Test
  void find_character_isWrittenInQuotes() throws Exception {
    assertEquals("'s'", initial("shape.name"));
    assertEquals(Optional.of(122L), VariablePath.find(object, "shape.name").parse("'z'"));
    assertEquals(Optional.of(7L), VariablePath.find(object, "shape.name").parse("7"));
  }

  @Test
  void find_enumeration_takesNamesAndNumbers() throws Exception {
    Variable mode = VariablePath.find(object, "mode");
    assertEquals(Optional.of(7L), mode.parse("FAST"));
    assertEquals(Optional.of(1L), mode.parse("1"));
    assertEquals(Optional.empty(), mode.parse("FASTER"));
    assertEquals("3", mode.text(3));
  }

  @ParameterizedTest
  @CsvSource({
    "small, 255, 256",
    "small, 0, -1",
    "bias, -2147483648, -2147483649",
    "bias, 2147483647, 2147483648",
    "negate, 1, 2",
    "factor, 4294967295, 4294967296",
  })
  void find_limits_areThoseOfTheType(String path, long inside, long outside) throws Exception {
    Variable variable = VariablePath.find(object, path);
    assertEquals(true, variable.allows(inside));
    assertFalse(variable.allows(outside));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fctor | policy `counters` has no parameter `fctor`, did you mean `factor`?",
        "shape | `shape` is a structure: set its members, as shape.name",
        "limits | `limits` is an array: set its elements, as limits[0]",
        "limits[4] | `limits` has elements 0 to 3, and no 4",
        "shape.corners[0].z | `shape.corners[0]` has no member `z`, did you mean `x`? (it has x, y)",
        "shape.flags | `shape.flags` is a bit field, which cannot be set",
        "factor.x | `factor` has no members",
        "factor[0] | `factor` is no array",
        "shape. | cannot read `shape.`: behind `shape` comes .member or [number]",
        "limits[-1] | cannot read `limits[-1]`: behind `limits` comes .member or [number]",
      })
  void find_pathToNothing_saysWhatThereIs(String path, String message) {
    UnknownVariableException failure =
        assertThrows(UnknownVariableException.class, () -> VariablePath.find(object, path));
    assertEquals(message, failure.getMessage().substring(0, message.length()));
  }
}

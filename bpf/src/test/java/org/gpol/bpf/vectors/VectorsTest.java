package org.gpol.bpf.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.gpol.bpf.isa.OpcodeRow;
import org.gpol.bpf.isa.OpcodeTable;
import org.junit.jupiter.api.Test;

/**
 * The conformance vectors of the repository are what the specification says they must be, and leave
 * no row of the table of instructions out. {@code -Dgolden.update} writes them anew.
 */
class VectorsTest {
  private static final Path DIRECTORY =
      Path.of(System.getProperty("gpol.root"), "bpf/src/test/resources/conformance");

  private static Map<String, String> generated() {
    Map<String, String> files = new TreeMap<>();
    new ArithmeticVectors(files).write();
    new BranchVectors(files).write();
    new MemoryVectors(files).write();
    return files;
  }

  private static Map<String, String> committed() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.list(DIRECTORY)) {
      for (Path path : paths.filter(p -> p.toString().endsWith(".data")).toList()) {
        String name = path.getFileName().toString();
        files.put(name.substring(0, name.length() - ".data".length()), Files.readString(path));
      }
    }
    return files;
  }

  @Test
  void files_allOfThem_areWhatTheSpecificationGives() throws IOException {
    Map<String, String> generated = generated();
    if (System.getProperty("golden.update") != null) {
      for (Map.Entry<String, String> file : generated.entrySet()) {
        Files.writeString(DIRECTORY.resolve(file.getKey() + ".data"), file.getValue());
      }
    }
    Map<String, String> committed = committed();
    assertEquals(generated.keySet(), committed.keySet());
    generated.forEach((name, text) -> assertEquals(text, committed.get(name), name));
  }

  @Test
  void rows_ofTheTableOfInstructions_eachHaveAVector() throws IOException {
    List<byte[]> slots = new ArrayList<>();
    for (String text : committed().values()) {
      List<String> words = text.lines().filter(line -> line.matches("0x[0-9a-f]{16}.*")).toList();
      for (int i = 0; i < words.size(); i++) {
        byte[] slot = slot(words.get(i));
        slots.add(slot);
        // The second half of a wide instruction is no instruction.
        i += slot[0] == 0x18 ? 1 : 0;
      }
    }
    assertTrue(slots.size() > 10_000, "only " + slots.size());
    List<OpcodeRow> missing =
        OpcodeTable.rows().stream()
            .filter(row -> slots.stream().noneMatch(slot -> row.matches(slot, 0)))
            .toList();
    assertEquals(List.of(), missing);
  }

  private static byte[] slot(String line) {
    return ByteBuffer.allocate(8)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(Long.parseUnsignedLong(line.substring(2, 18), 16))
        .array();
  }
}

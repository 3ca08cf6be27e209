package org.gpol.cli.conformance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A {@code .data} file of the bpf_conformance suite: a program as words or as assembly in ubpf's
 * dialect, memory, and what must come of it. Shares nothing with gpol's assembler and codec.
 */
final class ConformanceFile {
  private final Map<String, List<String>> sections = new HashMap<>();

  private ConformanceFile(String text) {
    List<String> section = new ArrayList<>();
    for (String line : text.lines().toList()) {
      if (line.startsWith("--")) {
        section = sections.computeIfAbsent(line.substring(2).strip(), name -> new ArrayList<>());
      } else {
        section.add(line);
      }
    }
  }

  static ConformanceFile read(Path path) throws IOException {
    return new ConformanceFile(Files.readString(path));
  }

  /** True if the program wants maps, which no bare machine has. */
  boolean needsMaps() {
    return sections.containsKey("map");
  }

  /** True if the program must be refused or stopped. */
  boolean expectsFailure() {
    return sections.containsKey("error");
  }

  /** R0 at the end. */
  long result() {
    List<String> lines = plain("result");
    return UbpfAssembler.number(lines.get(lines.size() - 1));
  }

  byte[] memory() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String line : plain("mem")) {
      for (String word : line.split("\\s+")) {
        bytes.write(Integer.parseInt(word, 16));
      }
    }
    return bytes.toByteArray();
  }

  byte[] program() {
    if (!sections.containsKey("raw")) {
      return UbpfAssembler.assemble(plain("asm"));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String line : plain("raw")) {
      for (String word : line.split("\\s+")) {
        long slot = Long.parseUnsignedLong(word.replaceFirst("^0x", ""), 16);
        ByteBuffer slotBytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        bytes.writeBytes(slotBytes.putLong(slot).array());
      }
    }
    return bytes.toByteArray();
  }

  /** The lines of a section without comments and empty ones. */
  private List<String> plain(String name) {
    return sections.getOrDefault(name, List.of()).stream()
        .map(line -> line.replaceFirst("#.*", "").strip())
        .filter(line -> !line.isEmpty())
        .toList();
  }
}

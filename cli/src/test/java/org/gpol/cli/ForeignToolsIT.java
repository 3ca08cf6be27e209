package org.gpol.cli;

import static org.gpol.cli.CliHarness.file;
import static org.gpol.cli.CliHarness.gpol;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tools of others understand the objects that are written; each is asked where it is installed. */
class ForeignToolsIT {
  /** The first llvm-objdump that finds source lines in BTF instead of DWARF. */
  private static final int LINES_FROM_BTF = 19;

  private static final int NEWEST_LLVM = 25;

  @TempDir Path dir;
  private String object;

  @BeforeEach
  void build() {
    object = dir.resolve("percpu_fifo.bpf.o").toString();
    gpol("build", file("policies/percpu_fifo.gpol"), "-o", object);
  }

  @Test
  void llvmObjdump_disassemblesEveryProgram() throws Exception {
    String listing = run(llvm("llvm-objdump", 11), "-d", object);
    assertTrue(listing.contains("<msg_send>:"), listing);
    assertTrue(listing.contains("exit"), listing);
  }

  @Test
  void llvmObjdump_showsPolicyLinesBesideInstructions() throws Exception {
    String listing = run(llvm("llvm-objdump", LINES_FROM_BTF), "-d", "-S", object);
    String line =
        Files.readAllLines(Path.of(file("policies/percpu_fifo.gpol"))).stream()
            .filter(text -> text.contains(".push(t)"))
            .findFirst()
            .orElseThrow();
    assertTrue(listing.contains("; " + line), listing);
  }

  @Test
  void llvmReadelf_findsNothingToWarnAbout() throws Exception {
    String listing = run(llvm("llvm-readelf", 11), "-a", object);
    assertFalse(listing.contains("warning"), listing);
    assertTrue(listing.contains("EM_BPF"), listing);
    assertTrue(listing.contains("R_BPF_64_64"), listing);
  }

  @ParameterizedTest
  @ValueSource(strings = {"c", "raw"})
  void bpftool_dumpsTheTypes(String format) throws Exception {
    String dump = run(bpftool(), "btf", "dump", "file", object, "format", format);
    assertTrue(dump.contains("barrier"), dump);
  }

  @Test
  void bpftool_generatesASkeletonThatNamesMapsAndParameters() throws Exception {
    String skeleton = run(bpftool(), "gen", "skeleton", object);
    assertTrue(skeleton.contains("struct bpf_map *queues;"), skeleton);
    assertTrue(skeleton.contains("slice;"), skeleton);
  }

  private static String bpftool() {
    return find("bpftool").orElseGet(() -> missing("bpftool"));
  }

  /** The newest version of a tool of LLVM's, which must not be older than {@code oldest}. */
  private static String llvm(String tool, int oldest) throws Exception {
    for (int version = NEWEST_LLVM; version >= oldest; version--) {
      Optional<String> found = find(tool + "-" + version);
      if (found.isPresent()) {
        return found.get();
      }
    }
    Optional<String> plain = find(tool);
    if (plain.isPresent()) {
      String version = run(plain.get(), "--version").replaceAll("(?s).*?version (\\d+)\\..*", "$1");
      if (version.matches("\\d+") && Integer.parseInt(version) >= oldest) {
        return plain.get();
      }
    }
    return missing(tool + " " + oldest);
  }

  private static String missing(String tool) {
    assumeTrue(false, tool + " is not installed: what it makes of our objects is not checked");
    return "";
  }

  private static Optional<String> find(String tool) {
    List<String> folders = new ArrayList<>();
    folders.addAll(List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)));
    folders.addAll(List.of("/usr/sbin", "/usr/local/sbin"));
    return folders.stream()
        .map(folder -> Path.of(folder, tool))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), () -> String.join(" ", command) + "\n" + output);
    return output;
  }
}

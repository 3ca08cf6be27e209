package org.gpol.vm.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.gpol.bpf.code.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clang makes of C programs that Linux accepts is accepted. */
class ClangProgramsTest {
  /** Linux follows the rounds of these one by one, never widens, and gives up. */
  private static final Set<String> TOO_MUCH_FOR_LINUX =
      Set.of("loop_with_a_function", "every_task");

  @TempDir Path directory;

  /** Objects that were compiled beforehand, so that this needs no compiler. */
  @ParameterizedTest
  @ValueSource(strings = {"programs-14-v2.o", "programs-19-v4.o"})
  void compiledPrograms_areAccepted(String object) throws IOException {
    assertAccepted(new ClangObject(resource(object)));
  }

  @ParameterizedTest
  @CsvSource({"14,v1", "14,v2", "14,v3", "19,v1", "19,v2", "19,v3", "19,v4"})
  void programs_compiledNow_areAccepted(String clang, String cpu) throws Exception {
    assertAccepted(compiled(clang, cpu));
  }

  /** The programs are what they claim to be: such as Linux accepts. */
  @ParameterizedTest
  @CsvSource({"14,v2", "19,v4"})
  void programs_areAcceptedByLinux(String clang, String cpu) throws Exception {
    ClangObject object = new ClangObject(resource("programs-" + clang + "-" + cpu + ".o"));
    object.programs.keySet().removeAll(TOO_MUCH_FOR_LINUX);
    List<Code> codes = List.copyOf(object.programs.values());
    List<String> names = List.copyOf(object.programs.keySet());
    List<String> verdicts = new KernelOracle(directory, object.maps, object.frozen).ask(codes);
    List<String> refused = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      if (!verdicts.get(i).startsWith("accept")) {
        refused.add(names.get(i) + ": " + verdicts.get(i));
      }
    }
    assertTrue(refused.isEmpty(), () -> String.join("\n", refused));
  }

  @Test
  void object_holdsAllPrograms() throws IOException {
    assertEquals(33, new ClangObject(resource("programs-19-v4.o")).programs.size());
  }

  private static void assertAccepted(ClangObject object) {
    List<String> refused = new ArrayList<>();
    for (Map.Entry<String, Code> program : object.programs.entrySet()) {
      VerificationResult result =
          Fixture.verify(program.getValue(), object.maps, object.frozen, path -> {});
      result.rejection().ifPresent(r -> refused.add(program.getKey() + ": " + r));
    }
    assertTrue(refused.isEmpty(), () -> String.join("\n", refused));
  }

  private ClangObject compiled(String clang, String cpu) throws Exception {
    for (String file : List.of("machine.h", "programs.c")) {
      Files.write(directory.resolve(file), resource(file));
    }
    Path object = directory.resolve("programs.o");
    try {
      Process process =
          new ProcessBuilder(
                  "clang-" + clang,
                  "-target",
                  "bpf",
                  "-O2",
                  "-mcpu=" + cpu,
                  "-c",
                  directory.resolve("programs.c").toString(),
                  "-o",
                  object.toString())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("log").toFile())
              .start();
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
      assertEquals(0, process.exitValue(), Files.readString(directory.resolve("log")));
    } catch (IOException e) {
      assumeTrue(false, "there is no clang-" + clang + " here");
    }
    return new ClangObject(Files.readAllBytes(object));
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = ClangProgramsTest.class.getResourceAsStream("clang/" + name)) {
      return in.readAllBytes();
    }
  }
}

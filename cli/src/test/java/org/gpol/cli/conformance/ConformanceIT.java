package org.gpol.cli.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.gpol.cli.exec.Plugin;
import org.gpol.cli.exec.Plugin.Answer;
import org.gpol.cli.exec.Plugin.Outcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Both engines answer every vector as the vector says, over the suite's protocol.
 * -Dconformance.dir=DIRECTORY runs those of the public suite, or any others in its form.
 */
class ConformanceIT {
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

  @ParameterizedTest
  @ValueSource(strings = {"--interp", "--jit"})
  void vectors_ofTheRepository_allPass(String engine) throws IOException {
    Path directory = Path.of(System.getProperty("gpol.root"), "bpf/src/test/resources/conformance");

    int ran = run(directory, engine);

    assertTrue(ran > 150, "only " + ran);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--interp", "--jit"})
  void vectors_ofThePublicSuite_allPass(String engine) throws IOException {
    String directory = System.getProperty("conformance.dir");
    assumeTrue(
        directory != null, "no -Dconformance.dir=DIRECTORY with the vectors of bpf_conformance");

    int ran = run(Path.of(directory), engine);

    assertNotEquals(0, ran, "no .data file in " + directory);
  }

  /** Runs all files below {@code directory} but those that need maps; returns how many. */
  private static int run(Path directory, String engine) throws IOException {
    List<String> failures = new ArrayList<>();
    int ran = 0;
    for (Path path : files(directory)) {
      ConformanceFile file = ConformanceFile.read(path);
      if (!file.needsMaps()) {
        String failure = failure(file, engine);
        if (failure != null) {
          failures.add(path.getFileName() + ": " + failure);
        }
        ran++;
      }
    }
    assertEquals(List.of(), failures, failures.size() + " of " + ran + " failed");
    return ran;
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      return paths.filter(path -> path.toString().endsWith(".data")).sorted().toList();
    }
  }

  private static String failure(ConformanceFile file, String engine) {
    byte[] program = HEX.formatHex(file.program()).getBytes(StandardCharsets.US_ASCII);
    byte[] memory = file.memory();
    List<String> args =
        memory.length == 0 ? List.of(engine) : List.of(HEX.formatHex(memory), engine);
    Answer answer = Plugin.answer(args, program);
    if (file.expectsFailure()) {
      return answer.outcome() == Outcome.RAN ? "ran to " + answer.line() : null;
    }
    String expected = Long.toHexString(file.result());
    return answer.outcome() == Outcome.RAN && answer.line().equals(expected)
        ? null
        : answer.line() + " instead of " + expected;
  }
}

package org.gpol.cli;

import static org.gpol.cli.CliHarness.gpol;
import static org.gpol.cli.CliHarness.gpolReading;
import static org.gpol.cli.CliHarness.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.gpol.cli.CliHarness.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gpol fmt}. */
class FmtIT {
  private static final String UGLY = "policy  p ;const A=1 ; // one\n";
  private static final String TIDY = "policy p;\nconst A = 1;  // one\n";

  @TempDir Path directory;

  @Test
  void fmt_untidyFile_isWrittenAnewAndThenLeftAlone() throws IOException {
    String path = write(directory, "p.gpol", UGLY);
    assertEquals(new Outcome(ExitCode.OK, "", ""), gpol("fmt", path));
    assertEquals(TIDY, Files.readString(Path.of(path)));
    assertEquals(new Outcome(ExitCode.OK, "", ""), gpol("fmt", "--check", path));
    try (Stream<Path> left = Files.list(directory)) {
      assertEquals(1, left.count());
    }
  }

  @Test
  void fmt_check_namesTheFileAndWritesNothing() throws IOException {
    String path = write(directory, "p.gpol", UGLY);
    assertEquals(new Outcome(ExitCode.INPUT_ERRORS, path + "\n", ""), gpol("fmt", "--check", path));
    assertEquals(UGLY, Files.readString(Path.of(path)));
  }

  @Test
  void fmt_dash_printsStandardInputFormatted() {
    assertEquals(new Outcome(ExitCode.OK, TIDY, ""), gpolReading(UGLY, "fmt", "-"));
  }

  @Test
  void fmt_fileWithErrors_isNotTouchedAndOthersAreFormatted() throws IOException {
    String broken = write(directory, "broken.gpol", "policy  p ; const = ;");
    String ugly = write(directory, "p.gpol", UGLY);
    Outcome outcome = gpol("fmt", broken, ugly);
    assertEquals(ExitCode.INPUT_ERRORS, outcome.code());
    assertTrue(outcome.err().contains("error[E0001]"), outcome.err());
    assertEquals("policy  p ; const = ;", Files.readString(Path.of(broken)));
    assertEquals(TIDY, Files.readString(Path.of(ugly)));
  }

  @Test
  void fmt_notUtf8_isRefused() throws IOException {
    Path path = directory.resolve("p.gpol");
    Files.write(path, new byte[] {'/', '/', (byte) 0xff});
    assertEquals(ExitCode.INPUT_ERRORS, gpol("fmt", path.toString()).code());
    assertEquals(3, Files.size(path));
  }

  @Test
  void fmt_noFile_isAUsageError() {
    assertEquals(ExitCode.USAGE, gpol("fmt").code());
    assertEquals(ExitCode.IO, gpol("fmt", directory.resolve("none.gpol").toString()).code());
  }
}

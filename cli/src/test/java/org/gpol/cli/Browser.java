package org.gpol.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * The machine's Chromium, without a window. Tests that ask for it are skipped where there is none.
 */
final class Browser {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "headless_shell");
  private static final int TIMEOUT_S = 60;

  private final Path program;
  private final Path directory;

  private Browser(Path program, Path directory) {
    this.program = program;
    this.directory = directory;
  }

  /** Keeps its files in {@code directory}. */
  static Browser ofMachine(Path directory) {
    Optional<Path> found =
        NAMES.stream()
            .flatMap(
                name ->
                    Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .map(folder -> Path.of(folder, name)))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(found.isPresent(), "skipped: no Chromium on this machine, so no page is drawn");
    return new Browser(found.get(), directory);
  }

  /** The page's elements after its scripts have run, as text. */
  String elements(Path page) throws IOException, InterruptedException {
    Path out = directory.resolve("elements.html");
    run(out, "--dump-dom", page.toUri().toString());
    return Files.readString(out);
  }

  /** What the page looks like in a window of this size. */
  BufferedImage picture(Path page, int width, int height) throws IOException, InterruptedException {
    Path image = directory.resolve("page.png");
    run(
        directory.resolve("picture.log"),
        "--hide-scrollbars",
        "--window-size=" + width + "," + height,
        "--screenshot=" + image,
        page.toUri().toString());
    return ImageIO.read(image.toFile());
  }

  private void run(Path out, String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + directory.resolve("profile")));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(directory.resolve("browser.log").toFile())
            .start();
    try {
      assertTrue(process.waitFor(TIMEOUT_S, TimeUnit.SECONDS), "the browser does not end");
    } finally {
      process.destroyForcibly();
    }
  }
}

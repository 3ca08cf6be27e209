package org.gpol.benchmarks.compiler;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gpol.bpf.binary.ObjectFormatException;
import org.gpol.bpf.object.BpfObject;
import org.gpol.bpf.object.ElfReader;
import org.gpol.kernel.platform.ModelPlatform;

/**
 * The machine's clang, if it has one: named by {@code CLANG}, else the newest that is installed.
 */
final class Clang {
  /** Versions that are looked for by name. */
  private static final int OLDEST = 12;

  private static final int NEWEST = 30;

  private final String command;
  private final Path directory;
  private String trouble;

  /** Compiles into {@code directory}. */
  Clang(String command, Path directory) {
    this.command = command;
    this.directory = directory;
  }

  /** What {@code clang} is on this machine. */
  static Clang ofMachine(Path directory) {
    String named = System.getenv("CLANG");
    return new Clang(named == null ? newest() : named, directory);
  }

  /** {@code clang}, or where only versions of it are installed the newest of them. */
  private static String newest() {
    String plain = "clang";
    return Stream.concat(
            Stream.of(plain), IntStream.rangeClosed(-NEWEST, -OLDEST).mapToObj(n -> plain + n))
        .filter(Clang::isOnPath)
        .findFirst()
        .orElse(plain);
  }

  private static boolean isOnPath(String name) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)));
  }

  /** Why there is no object, or null. */
  String trouble() {
    return trouble;
  }

  /** The first line that clang says of itself. */
  String version() throws IOException {
    return run(List.of(command, "--version")).lines().findFirst().orElse(command);
  }

  /** The object of {@code source}; none where there is no clang or it refuses. */
  Optional<BpfObject> compile(Path source) throws IOException {
    String name = source.getFileName().toString().replace(".bpf.c", "");
    Path object = directory.resolve(name + ".o");
    List<String> flags =
        List.of("-O2", "-g", "-target", "bpf", "-mcpu=v3", "-ffreestanding", "-Wall");
    List<String> line = new ArrayList<>(List.of(command));
    line.addAll(flags);
    line.addAll(List.of("-Wno-unused-function", "-c", source.toString(), "-o", object.toString()));
    run(line);
    if (trouble != null) {
      return Optional.empty();
    }
    try {
      return Optional.of(ElfReader.read(name, Files.readAllBytes(object), ModelPlatform.INSTANCE));
    } catch (ObjectFormatException e) {
      throw new IOException(source + ": " + e.getMessage(), e);
    }
  }

  private String run(List<String> line) throws IOException {
    if (trouble != null) {
      return "";
    }
    Process process;
    try {
      process = new ProcessBuilder(line).redirectErrorStream(true).start();
    } catch (IOException e) {
      trouble = String.format(Locale.ROOT, "%s cannot be run", command);
      return "";
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        trouble = String.join(" ", line) + " failed: " + said.strip();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    return said;
  }
}

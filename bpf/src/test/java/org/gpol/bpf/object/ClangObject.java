package org.gpol.bpf.object;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A C program of the test resources as an object of clang: checked in from two versions, and
 * compiled anew by whatever clang the machine has.
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares objects
public record ClangObject(String program, String compiler, byte[] bytes) {
  private static final List<String> CHECKED_IN = List.of("clang-14", "clang-19");

  /** All objects of {@code program}. */
  public static List<ClangObject> all(String program) throws IOException {
    List<ClangObject> objects = new ArrayList<>();
    for (String compiler : CHECKED_IN) {
      objects.add(checkedIn(program, compiler));
    }
    compileHere(program).ifPresent(objects::add);
    return objects;
  }

  /** The object of {@code program} that {@code compiler} made once. */
  public static ClangObject checkedIn(String program, String compiler) throws IOException {
    return new ClangObject(program, compiler, resource(program + "." + compiler + ".o"));
  }

  /** A resource beside the C programs. */
  public static byte[] resource(String name) throws IOException {
    try (InputStream in = ClangObject.class.getResourceAsStream("/c/" + name)) {
      if (in == null) {
        throw new IOException("there is no resource /c/" + name);
      }
      return in.readAllBytes();
    }
  }

  /** The object that the newest clang of this machine makes; empty, with a message, without one. */
  private static Optional<ClangObject> compileHere(String program) throws IOException {
    Optional<Path> clang = newestClang();
    if (clang.isEmpty()) {
      System.out.println("no clang on the PATH: only the checked-in objects are read");
      return Optional.empty();
    }
    Path folder = Files.createTempDirectory("gpol-clang");
    try {
      for (String file : List.of(program + ".c", "bpf.h")) {
        Files.write(folder.resolve(file), resource(file));
      }
      Path object = folder.resolve(program + ".o");
      compile(clang.get(), folder.resolve(program + ".c"), object);
      return Optional.of(
          new ClangObject(program, clang.get().toString(), Files.readAllBytes(object)));
    } finally {
      delete(folder);
    }
  }

  private static void compile(Path clang, Path source, Path object) throws IOException {
    Process process =
        new ProcessBuilder(
                clang.toString(),
                "-target",
                "bpf",
                "-g",
                "-O2",
                "-c",
                source.toString(),
                "-o",
                object.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(clang + " says: " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static Optional<Path> newestClang() {
    List<String> names = new ArrayList<>();
    for (int version = 21; version >= 12; version--) {
      names.add("clang-" + version);
    }
    names.add("clang");
    String path = System.getenv().getOrDefault("PATH", "");
    for (String name : names) {
      for (String folder : path.split(java.io.File.pathSeparator, -1)) {
        Path candidate = Path.of(folder, name);
        if (Files.isExecutable(candidate)) {
          return Optional.of(candidate);
        }
      }
    }
    return Optional.empty();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  @Override
  public String toString() {
    return program + " by " + compiler;
  }
}

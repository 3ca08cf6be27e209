package org.gpol.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Which policies are tested, and where their tests stand. */
final class TestFiles {
  private static final String SUFFIX = ".gpol";
  private static final String TESTS = "_test.gpol";

  /**
   * A policy.
   *
   * @param tests the file beside it that has tests too, or null
   */
  record Target(String policy, String tests) {}

  private TestFiles() {}

  /** The policies of files and directories, each once, those of a directory by name. */
  static List<Target> targets(List<String> paths) throws CommandFailure {
    Set<String> policies = new LinkedHashSet<>();
    for (String path : paths) {
      if (Files.isDirectory(Path.of(path))) {
        inside(path).forEach(file -> policies.add(policyOf(file)));
      } else {
        policies.add(policyOf(path));
      }
    }
    List<Target> targets = new ArrayList<>();
    for (String policy : policies) {
      String stem = policy.endsWith(SUFFIX) ? policy.substring(0, policy.length() - 5) : policy;
      boolean beside = Files.isRegularFile(Path.of(stem + TESTS));
      targets.add(new Target(policy, beside ? stem + TESTS : null));
    }
    return targets;
  }

  private static List<String> inside(String directory) throws CommandFailure {
    try (Stream<Path> files = Files.list(Path.of(directory))) {
      return files.map(Path::toString).filter(file -> file.endsWith(SUFFIX)).sorted().toList();
    } catch (IOException e) {
      throw PolicyFile.unreadable(directory, e);
    }
  }

  private static String policyOf(String path) {
    return path.endsWith(TESTS) ? path.substring(0, path.length() - TESTS.length()) + SUFFIX : path;
  }

  /** The directories that hold what is tested. */
  static Set<Path> watched(List<String> paths) {
    Set<Path> directories = new LinkedHashSet<>();
    for (String path : paths) {
      Path file = Path.of(path).toAbsolutePath();
      directories.add(Files.isDirectory(file) ? file : file.getParent());
    }
    return directories;
  }
}

package org.gpol.testkit;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.trace.PerfettoTrace;
import org.gpol.kernel.workload.Workload;
import org.gpol.kernel.workload.WorkloadException;
import org.gpol.kernel.workload.rtapp.RtAppReader;
import org.gpol.testkit.scenario.FaultHunt.Finding;
import org.gpol.testkit.scenario.Scenario;

/**
 * A directory of what has gone wrong: for each kind of fault of a policy an rt-app file that begins
 * with the command that replays it, and a trace for the Perfetto UI beside it.
 */
public final class Failures {
  /** Where findings go unless somebody says otherwise. */
  public static final Path USUAL = Path.of("gpol-failures");

  /** How a file says on how many CPUs its fault shows. */
  private static final Pattern CPUS = Pattern.compile("--topology ([0-9]+) ");

  private final Path directory;

  /** The failures in {@code directory}, which need not be there yet. */
  public Failures(Path directory) {
    this.directory = directory;
  }

  /**
   * One that still fails.
   *
   * @param replay the command that shows it
   */
  public record Known(String kind, Path file, String replay) {}

  /** The first of the policy's failures from before that still is one. */
  public Optional<Known> known(PolicyUnderTest policy) throws IOException {
    for (Path file : filesOf(policy.name())) {
      String text = Files.readString(file);
      Matcher cpus = CPUS.matcher(text);
      if (!cpus.find()) {
        continue;
      }
      int count = Integer.parseInt(cpus.group(1));
      Optional<String> kind = fault(policy, file, text, count);
      if (kind.isPresent()) {
        return Optional.of(new Known(kind.get(), file, policy.replay(file, count)));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> fault(PolicyUnderTest policy, Path file, String text, int cpus)
      throws IOException {
    try {
      Workload workload = RtAppReader.parse(file.toString(), text);
      return PolicyUnderTest.fault(policy.run(workload, Topology.flat(cpus), 1));
    } catch (WorkloadException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private List<Path> filesOf(String policy) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> isOf(policy, file.getFileName().toString())).sorted().toList();
    }
  }

  private static boolean isOf(String policy, String file) {
    return file.startsWith(policy + "-") && file.endsWith(".json");
  }

  /**
   * Writes down what was found: each file whole or not at all.
   *
   * @param promised whether the policy has contracts that are not in its file, so that a copy that
   *     has them is written beside
   * @return with the command that shows it
   */
  public Known keep(PolicyUnderTest policy, Finding finding, boolean promised) throws IOException {
    Files.createDirectories(directory.toAbsolutePath());
    String stem = policy.name() + "-" + finding.kind().replace(' ', '-').toLowerCase(Locale.ROOT);
    Path file = directory.resolve(stem + ".json");
    Scenario scenario = finding.smallest();
    String replay = policy.replay(file, scenario.cpus());
    if (promised) {
      Path copy = directory.resolve(stem + ".gpol");
      write(copy, to -> to.write(bytes(policy.source().orElseThrow())));
      replay = policy.replay(copy.toString(), file, scenario.cpus());
    }
    String head = "/* " + finding.kind() + "\n * " + replay + "\n */\n";
    write(file, to -> to.write(bytes(head + scenario.rtApp())));
    write(directory.resolve(stem + ".pftrace"), to -> trace(policy, scenario, to));
    return new Known(finding.kind(), file, replay);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void trace(PolicyUnderTest policy, Scenario scenario, OutputStream to)
      throws IOException {
    Workload workload = scenario.workload();
    policy
        .simulation(workload, scenario.topology(), 1)
        .listener(new PerfettoTrace(to, scenario.cpus(), workload.tasks()))
        .run();
  }

  /** What writes a file. */
  @FunctionalInterface
  private interface Content {
    void writeTo(OutputStream stream) throws IOException;
  }

  private static void write(Path target, Content content) throws IOException {
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(part))) {
      content.writeTo(stream);
    }
    Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
  }
}

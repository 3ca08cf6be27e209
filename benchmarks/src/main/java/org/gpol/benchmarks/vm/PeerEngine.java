package org.gpol.benchmarks.vm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** An engine that is a C program of ours: compiled here and now, run once for each workload. */
final class PeerEngine implements Engine {
  private final String name;
  private final Path directory;
  private final Path source;
  private final int resultBits;
  private Path binary;
  private String trouble;

  /**
   * The C file {@code source}, built in {@code directory}.
   *
   * @param resultBits how many bits of a result it reports
   */
  PeerEngine(String name, Path source, Path directory, int resultBits) {
    this.name = name;
    this.directory = directory;
    this.source = source;
    this.resultBits = resultBits;
  }

  @Override
  public String name() {
    return name;
  }

  /** Why it measured nothing, in a few words; null if it did. */
  String trouble() {
    return trouble;
  }

  @Override
  public Optional<Measurement> measure(Workload workload, Plan plan) throws IOException {
    if (binary == null && trouble == null) {
      build();
    }
    if (trouble != null) {
      return Optional.empty();
    }
    Path memory = Files.write(directory.resolve(workload.name() + ".mem"), workload.memory());
    Path code = Files.write(directory.resolve(workload.name() + ".bin"), workload.code());
    String program = resultBits == 64 ? workload.name() : code.toString();
    String runs = Integer.toString(plan.checkedRuns());
    String window = Integer.toString(plan.windowMillis());
    String out = execute(List.of(binary.toString(), program, memory.toString(), runs, window));
    return trouble == null ? Optional.of(parse(out)) : Optional.empty();
  }

  private void build() throws IOException {
    Path target = directory.resolve(source.getFileName().toString().replace(".c", ""));
    execute(List.of("gcc", "-O2", source.toString(), "-o", target.toString()));
    binary = target;
  }

  private Measurement parse(String line) {
    String[] parts = line.strip().split(" ");
    long result = Long.parseUnsignedLong(parts[0], 16);
    byte[] memory = HexFormat.of().parseHex(parts[1]);
    return new Measurement(result, resultBits, memory, 0, Double.parseDouble(parts[2]));
  }

  private String execute(List<String> command) throws IOException {
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    try {
      int status = builder.start().waitFor();
      if (status != 0) {
        String message =
            Files.readString(err, StandardCharsets.UTF_8).lines().findFirst().orElse("");
        trouble = Path.of(command.get(0)).getFileName() + " exited with " + status + ": " + message;
      }
    } catch (IOException e) {
      trouble = command.get(0) + " cannot be run here";
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      trouble = "interrupted";
    }
    return Files.readString(out, StandardCharsets.US_ASCII);
  }
}

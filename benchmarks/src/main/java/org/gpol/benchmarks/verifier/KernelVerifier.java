package org.gpol.benchmarks.verifier;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.gpol.bpf.isa.InsnCodec;

/** The running kernel's verifier, asked by a C program that is compiled here and now. */
final class KernelVerifier {
  private final Path source;
  private final Path directory;
  private Path tool;
  private String trouble;

  /** Asked through the C file {@code source}, built in {@code directory}. */
  KernelVerifier(Path source, Path directory) {
    this.source = source;
    this.directory = directory;
  }

  /** Why it cannot be asked, in a few words; null if it can. */
  String trouble() {
    return trouble;
  }

  /** Its verdict, the time being the median of {@code times} loads. */
  Optional<Verdict> ask(Subject subject, int times) throws IOException {
    if (tool == null && trouble == null) {
      tool = directory.resolve("verify");
      run(List.of("gcc", "-O2", source.toString(), "-o", tool.toString()));
    }
    if (trouble != null) {
      return Optional.empty();
    }
    Path code = Files.write(directory.resolve("code"), InsnCodec.encode(subject.code().insns()));
    String memory = Integer.toString(subject.maps().get(0).valueSize());
    String answer = run(List.of(tool.toString(), code.toString(), memory, Integer.toString(times)));
    return trouble == null ? Optional.of(parse(answer)) : Optional.empty();
  }

  private static Verdict parse(String line) {
    String[] parts = line.strip().split(" ");
    return new Verdict(
        parts[0].equals("accepts"), Long.parseLong(parts[1]), Double.parseDouble(parts[2]));
  }

  private String run(List<String> command) throws IOException {
    Path out = directory.resolve("out");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectErrorStream(true).redirectOutput(out.toFile());
    String name = Path.of(command.get(0)).getFileName().toString();
    try {
      int status = builder.start().waitFor();
      if (status != 0) {
        String message = Files.readString(out).lines().findFirst().orElse("");
        trouble = name + " exited with " + status + ": " + message;
      }
    } catch (IOException e) {
      trouble = name + " cannot be run here";
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      trouble = "interrupted";
    }
    return Files.readString(out);
  }
}

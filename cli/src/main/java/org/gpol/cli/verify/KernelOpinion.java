package org.gpol.cli.verify;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.gpol.bpf.btf.BtfTable;
import org.gpol.bpf.object.BpfObject;
import org.gpol.bpf.object.ElfReader;
import org.gpol.bpf.object.ElfWriter;
import org.gpol.bpf.object.Program;

/**
 * What the running Linux kernel says of the same programs. Java cannot make the {@code bpf} system
 * call, so {@code bpftool} has to be there to load them, and the permission; nothing stays loaded.
 */
public final class KernelOpinion {
  private static final long SECONDS = 60;
  private static final Path PINS = Path.of("/sys/fs/bpf");

  private KernelOpinion() {}

  /** One line or more about the programs of the file at {@code path}. */
  public static String of(String path, List<Verdict> verdicts) {
    if (!Files.isDirectory(PINS)) {
      return "kernel: not asked: there is no BPF file system at " + PINS + "\n";
    }
    String bpftool = bpftool();
    if (bpftool == null) {
      return "kernel: not asked: bpftool is not installed\n";
    }
    boolean ghost =
        verdicts.stream().anyMatch(v -> v.program().program().section().startsWith("ghost"));
    if (ghost) {
      return "kernel: not asked: this kernel has no ghOSt program types\n";
    }
    try {
      return ask(bpftool, path, verdicts);
    } catch (IOException e) {
      return "kernel: not asked: " + e.getMessage() + "\n";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "kernel: not asked: interrupted\n";
    }
  }

  private static String bpftool() {
    String search = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
    for (String directory : search.split(File.pathSeparator)) {
      Path tool = Path.of(directory, "bpftool");
      if (!directory.isEmpty() && Files.isExecutable(tool)) {
        return tool.toString();
      }
    }
    return null;
  }

  private static String ask(String bpftool, String path, List<Verdict> verdicts)
      throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("gpol-verify");
    Path pin = PINS.resolve("gpol-verify-" + ProcessHandle.current().pid());
    Path log = directory.resolve("log");
    try {
      boolean object = Path.of(path).toFile().isFile() && isElf(Path.of(path));
      Path file = object ? Path.of(path) : written(directory, verdicts.get(0));
      List<String> command =
          object
              ? List.of(bpftool, "prog", "loadall", file.toString(), pin.toString())
              : List.of(bpftool, "prog", "load", file.toString(), pin.toString(), "type", "socket");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return "kernel: did not answer within " + SECONDS + " s\n";
      }
      return answer(process.exitValue(), Files.readString(log, StandardCharsets.UTF_8));
    } finally {
      delete(pin);
      delete(directory);
    }
  }

  private static boolean isElf(Path path) throws IOException {
    return ElfReader.isElf(Files.readAllBytes(path));
  }

  /** A bare program as a socket filter, of which the kernel's context differs from ours. */
  private static Path written(Path directory, Verdict verdict) throws IOException {
    Program bare = verdict.program().program();
    BpfObject object =
        new BpfObject(
            "verify",
            "GPL",
            List.of(new Program(bare.name(), "socket", bare.code())),
            verdict.program().input().maps(),
            List.of(),
            List.of(),
            List.of(),
            Set.of(),
            List.of(),
            BtfTable.EMPTY);
    return Files.write(directory.resolve("verify.bpf.o"), ElfWriter.write(object));
  }

  private static String answer(int status, String log) {
    if (status == 0) {
      return "kernel: accepted\n";
    }
    boolean permission = log.contains("Operation not permitted") || log.contains("EPERM");
    if (permission && !log.contains("processed ")) {
      return "kernel: not asked: no permission to load programs\n";
    }
    if (!log.contains("processed ")) {
      return "kernel: not asked: bpftool cannot load the object: " + last(log) + "\n";
    }
    List<String> lines = log.lines().toList();
    for (int i = 1; i < lines.size(); i++) {
      if (lines.get(i).startsWith("processed ")) {
        return "kernel: rejected: " + lines.get(i - 1) + "\n";
      }
    }
    return "kernel: rejected\n";
  }

  private static String last(String log) {
    return log.lines().reduce((a, b) -> b).orElse("it says nothing");
  }

  private static void delete(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      try (var inside = Files.list(path)) {
        for (Path each : inside.toList()) {
          delete(each);
        }
      }
    }
    Files.deleteIfExists(path);
  }
}

package org.gpol.vm.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.InsnCodec;
import org.gpol.bpf.isa.RefKind;
import org.gpol.bpf.platform.MapField;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.platform.MapType;

/**
 * The running Linux kernel as a judge of programs. A test that asks it is skipped where there is no
 * compiler or no permission to load programs.
 */
final class KernelOracle {
  private static final int RDONLY_PROG = 1 << 7;
  private static final int NO_PERMISSION = 4;

  private static final int SCHED_CLS = 3;

  /** Programs on tracepoints may read 96 bytes of their context as they like. */
  static final int RAW_TRACEPOINT = 17;

  private final int type;
  private final Path directory;
  private final List<MapSpec> maps;
  private final Map<Integer, byte[]> frozen;

  /** An oracle on networking programs with these maps, working in {@code directory}. */
  KernelOracle(Path directory, List<MapSpec> maps, Map<Integer, byte[]> frozen) {
    this(directory, maps, frozen, SCHED_CLS);
  }

  /** The same on programs of a type by its number in linux/bpf.h. */
  KernelOracle(Path directory, List<MapSpec> maps, Map<Integer, byte[]> frozen, int type) {
    this.type = type;
    this.directory = directory;
    this.maps = maps;
    this.frozen = frozen;
  }

  /** For each program {@code accept}, or {@code reject} and why. */
  List<String> ask(List<Code> programs) throws IOException, InterruptedException {
    Path tool = compiled();
    Path input = directory.resolve("input");
    Path output = directory.resolve("output");
    Files.writeString(input, "type " + type + "\n" + maps() + programs(programs));
    Process process =
        new ProcessBuilder(tool.toString())
            .redirectInput(input.toFile())
            .redirectOutput(output.toFile())
            .redirectErrorStream(true)
            .start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the kernel takes too long");
    String text = Files.readString(output);
    assumeTrue(process.exitValue() != NO_PERMISSION, "no permission to ask the kernel");
    assertEquals(0, process.exitValue(), text);
    List<String> verdicts =
        text.lines().map(line -> line.substring(line.indexOf(' ') + 1)).toList();
    assertEquals(programs.size(), verdicts.size(), text);
    return verdicts;
  }

  private Path compiled() throws IOException, InterruptedException {
    Path source = directory.resolve("kernel_verdict.c");
    try (InputStream in = KernelOracle.class.getResourceAsStream("kernel_verdict.c")) {
      Files.write(source, in.readAllBytes());
    }
    Path tool = directory.resolve("kernel_verdict");
    try {
      Process gcc =
          new ProcessBuilder("gcc", "-O1", "-o", tool.toString(), source.toString())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("gcc").toFile())
              .start();
      boolean compiled = gcc.waitFor(60, TimeUnit.SECONDS) && gcc.exitValue() == 0;
      assumeTrue(compiled, "gcc cannot compile the tool here");
    } catch (IOException e) {
      assumeTrue(false, "there is no gcc here");
    }
    return tool;
  }

  /** The pattern of maps of maps first, so that a program's map i is the kernel's map i + 1. */
  private String maps() {
    StringBuilder text = new StringBuilder();
    text.append(map(MapSpec.queue("inner", 16, 10), -1, null));
    for (int i = 0; i < maps.size(); i++) {
      MapSpec spec = maps.get(i);
      // Linux demands more of storage than its sizes; a queue keeps its place.
      MapSpec known = spec.type() == MapType.TASK_STORAGE ? MapSpec.queue("storage", 16, 10) : spec;
      text.append(map(known, spec.inner() == null ? -1 : 0, frozen.get(i)));
    }
    return text.toString();
  }

  private static String map(MapSpec spec, int inner, byte[] content) {
    String field = "none";
    for (MapField f : spec.fields()) {
      field =
          switch (f.kind()) {
            case SPIN_LOCK -> "lock";
            case TIMER -> "timer";
            case KPTR -> "kptr";
          };
    }
    return String.format(
        "map %d %d %d %d %d %d %s %s%n",
        spec.type().number(),
        spec.keySize(),
        spec.valueSize(),
        spec.maxEntries(),
        spec.flags() | (content == null ? 0 : RDONLY_PROG),
        inner,
        field,
        content == null ? "-" : HexFormat.of().formatHex(content));
  }

  private static String programs(List<Code> programs) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < programs.size(); i++) {
      Code code = programs.get(i);
      String starts =
          code.functions().stream()
              .map(function -> String.valueOf(code.slotOf(function.start())))
              .collect(Collectors.joining(","));
      text.append("prog ").append(i).append(' ').append(starts).append(' ');
      text.append(HexFormat.of().formatHex(encode(code))).append('\n');
    }
    return text.toString();
  }

  private static byte[] encode(Code code) {
    byte[] bytes = InsnCodec.encode(code.insns());
    for (int i = 0; i < code.size(); i++) {
      if (code.insn(i) instanceof Insn.LoadRef ref && ref.kind() != RefKind.CODE) {
        bytes[code.slotOf(i) * 8 + 4]++;
      }
    }
    return bytes;
  }
}

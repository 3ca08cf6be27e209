package org.gpol.vm.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.InsnCodec;
import org.gpol.bpf.isa.RefKind;
import org.gpol.bpf.platform.MapField;
import org.gpol.bpf.platform.MapSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The running Linux kernel gives the same verdict on the cases that it can be asked about. Skipped
 * where there is no compiler or no permission to load programs.
 */
class KernelVerdictTest {
  private static final int RDONLY_PROG = 1 << 7;
  private static final int NO_PERMISSION = 4;

  @TempDir Path directory;

  @Test
  void verdicts_areThoseOfLinux() throws Exception {
    List<Case> cases =
        VerifierCasesTest.all().filter(c -> c.linux() != Case.Linux.NOT_ASKED).toList();
    List<String> verdicts = ask(cases);
    assertEquals(cases.size(), verdicts.size(), verdicts::toString);
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      String verdict = verdicts.get(i).substring(verdicts.get(i).indexOf(' ') + 1);
      boolean same = verdict.startsWith("accept") == (cases.get(i).expected() == null);
      if (same != (cases.get(i).linux() == Case.Linux.AGREES)) {
        differences.add(
            cases.get(i).name() + ": " + cases.get(i).expected() + ", Linux: " + verdict);
      }
    }
    assertTrue(differences.isEmpty(), () -> String.join("\n", differences));
  }

  private List<String> ask(List<Case> cases) throws IOException, InterruptedException {
    Path tool = compiled();
    Path input = directory.resolve("input");
    Path output = directory.resolve("output");
    Files.writeString(input, maps() + programs(cases));
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
    return text.lines().toList();
  }

  private Path compiled() throws IOException, InterruptedException {
    Path source = directory.resolve("kernel_verdict.c");
    try (InputStream in = KernelVerdictTest.class.getResourceAsStream("kernel_verdict.c")) {
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

  private static String maps() {
    StringBuilder text = new StringBuilder();
    // The pattern of the map of maps; programs see the maps from index 1 on.
    MapSpec inner = Fixture.ALL_MAPS.get(Fixture.QUEUES).inner();
    text.append(map(inner, false, -1));
    for (int i = 0; i < Fixture.ALL_MAPS.size(); i++) {
      MapSpec spec = Fixture.ALL_MAPS.get(i);
      boolean storage = i == Fixture.STORAGE;
      // Linux demands more of storage than its sizes; no case that it is asked about uses it.
      text.append(storage ? "" : map(spec, i == Fixture.RODATA, spec.inner() == null ? -1 : 0));
    }
    return text.toString();
  }

  private static String map(MapSpec spec, boolean frozen, int inner) {
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
        spec.flags() | (frozen ? RDONLY_PROG : 0),
        inner,
        field,
        frozen ? HexFormat.of().formatHex(Fixture.frozen()) : "-");
  }

  private static String programs(List<Case> cases) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < cases.size(); i++) {
      Code code = cases.get(i).code();
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

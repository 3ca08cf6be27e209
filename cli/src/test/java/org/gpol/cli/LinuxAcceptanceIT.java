package org.gpol.cli;

import static org.gpol.cli.CliHarness.gpol;
import static org.gpol.cli.CliHarness.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs at tracepoints are programs that Linux has too, so its own verifier is asked about what
 * the compiler makes of policies, containers and all. Skipped where that cannot be done.
 */
class LinuxAcceptanceIT {
  private static final Path PINS =
      Path.of("/sys/fs/bpf/gpol-test-" + ProcessHandle.current().pid());

  private static final String CONTAINERS =
      """
      policy containers;
      struct Wait { since: time, name: u8[16] }
      struct Pair { cpu: u32, nice: i16 }
      map waits: heap<i32, Wait by since>[256];
      map recent: fifo<i32, duration>[64];
      map pairs: array<fifo<Pair, u64>[64]>[4];
      map ranks: heap<Pair, u32>[32];
      var weights: u32[4] = [1, 2, 3, 4];
      var mask: cpumask;
      stat late: counter;
      stat latency: histogram<duration>;
      event slow { pid: i32, by: duration }

      fn weigh(of: &u32[4], at: u32) -> u32 { if let w = of[at] { return w; } return 0; }

      on sched_wakeup(e) {
          _ = waits.push(e.pid, Wait { since: now(), name: e.comm });
          mask.set(this_cpu());
          var mine = [5 as u32, 6, 7, 8];
          _ = ranks.push(Pair { cpu: this_cpu() as u32, nice: 3 }, weigh(weights, random()) + weigh(mine, random()));
          if let r = ranks.get(Pair { cpu: 1, nice: 3 }) { late.add(r as u64); }
      }
      on sched_switch(e) {
          let w = waits.remove(e.next_pid) else { return; }
          let by = now() - w.value.since;
          latency.add(by);
          if by > 1ms && w.value.name != "swapper" { late.add(1); emit slow { pid: e.next_pid, by: by }; }
          if recent.len() == 64 { _ = recent.pop(); }
          _ = recent.push(e.next_pid, by);
          if let old = waits.min() { if now() - old.value.since > 1s { _ = waits.pop_min(); } }
          let q = pairs[this_cpu() as u32 % 4] else { return; }
          _ = q.push_front(Pair { cpu: 0, nice: -1 }, 3);
          if let f = q.front() { late.add(f.value); }
          _ = pairs.remove(Pair { cpu: 0, nice: -1 });
      }
      on sched_process_exit(e) { log("{} has gone, {} wait", e.pid, waits.len()); }
      """;

  @TempDir Path dir;

  /** The simplest program tells whether this machine lets us ask. */
  @BeforeEach
  void linuxCanBeAsked() throws Exception {
    String said = load("policy nothing;\non sched_switch(e) { }\n");
    assumeTrue(said.isEmpty(), "Linux's verifier cannot be asked here: " + said);
  }

  @Test
  void containersArraysAndMasks_inProgramsAtTracepoints_areAcceptedByLinux() throws Exception {
    assertEquals("", load(CONTAINERS));
  }

  @Test
  void policyOfThePage_isAcceptedByLinux() throws Exception {
    String page = Files.readString(CliHarness.ROOT.resolve("docs/tracing.md"));
    int begin = page.indexOf("policy runqlat;");
    assertEquals("", load(page.substring(begin, page.indexOf("```", begin))));
  }

  /**
   * Loads a policy into the kernel and takes it out again: nothing, or what was said against it.
   */
  private String load(String text) throws Exception {
    String object = dir.resolve("policy.bpf.o").toString();
    CliHarness.Outcome built = gpol("build", write(dir, "policy.gpol", text), "-o", object);
    assertEquals(ExitCode.OK, built.code(), built.err());
    Path log = dir.resolve("log");
    try {
      Process process =
          new ProcessBuilder(List.of("bpftool", "prog", "loadall", object, PINS.toString()))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      boolean ended = process.waitFor(1, TimeUnit.MINUTES);
      String said = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
      return ended && process.exitValue() == 0 ? "" : "it said: " + said;
    } catch (IOException e) {
      return e.getMessage();
    } finally {
      unpin();
    }
  }

  private static void unpin() throws IOException {
    if (Files.isDirectory(PINS)) {
      try (Stream<Path> pins = Files.walk(PINS)) {
        for (Path pin : pins.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(pin);
        }
      }
    }
  }
}

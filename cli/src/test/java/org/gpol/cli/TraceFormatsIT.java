package org.gpol.cli;

import static org.gpol.cli.CliHarness.file;
import static org.gpol.cli.CliHarness.gpol;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.HistogramLogReader;
import org.gpol.cli.CliHarness.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the trace and histogram files of a run say, read back by a reader of our own. */
class TraceFormatsIT {
  @TempDir Path dir;

  private Path trace(String name, String... more) {
    Path path = dir.resolve(name);
    List<String> args =
        new ArrayList<>(
            List.of(
                "run",
                file("policies/fifo.gpol"),
                "--workload",
                file("workloads/pair.json"),
                "--topology",
                "2",
                "--duration",
                "60ms"));
    args.addAll(List.of(more));
    if (more.length == 0) {
      args.addAll(List.of("--quiet", "--trace", path.toString()));
    }
    Outcome outcome = gpol(args.toArray(String[]::new));
    assertEquals("", outcome.err());
    assertEquals(ExitCode.OK, outcome.code());
    return path;
  }

  // ---- a reader of protocol buffers

  private static final class Field {
    final int number;
    final long value;
    private final byte[] bytes;

    Field(int number, long value, byte[] bytes) {
      this.number = number;
      this.value = value;
      this.bytes = bytes;
    }

    List<Field> message() {
      return fields(bytes);
    }

    String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private static List<Field> fields(byte[] message) {
    List<Field> fields = new ArrayList<>();
    int[] at = {0};
    while (at[0] < message.length) {
      long tag = varint(message, at);
      int wire = (int) tag & 7;
      if (wire == 0) {
        fields.add(new Field((int) (tag >>> 3), varint(message, at), null));
      } else if (wire == 1) {
        long value = 0;
        for (int i = 0; i < 8; i++) {
          value |= (message[at[0]++] & 0xffL) << (8 * i);
        }
        fields.add(new Field((int) (tag >>> 3), value, null));
      } else {
        assertEquals(2, wire);
        int length = (int) varint(message, at);
        byte[] part = java.util.Arrays.copyOfRange(message, at[0], at[0] + length);
        at[0] += length;
        fields.add(new Field((int) (tag >>> 3), length, part));
      }
    }
    assertEquals(message.length, at[0]);
    return fields;
  }

  private static long varint(byte[] bytes, int[] at) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = bytes[at[0]++];
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  private static Field only(List<Field> fields, int number) {
    List<Field> found = fields.stream().filter(f -> f.number == number).toList();
    assertEquals(1, found.size(), "field " + number);
    return found.get(0);
  }

  private static List<List<Field>> packets(Path trace) throws IOException {
    List<List<Field>> packets = new ArrayList<>();
    for (Field packet : fields(Files.readAllBytes(trace))) {
      assertEquals(1, packet.number);
      packets.add(packet.message());
    }
    return packets;
  }

  /** The ftrace events of each CPU by the number of their kind's field. */
  private static Map<Long, List<List<Field>>> bundles(Path trace) throws IOException {
    Map<Long, List<List<Field>>> byCpu = new TreeMap<>();
    for (List<Field> packet : packets(trace)) {
      for (Field bundle : packet) {
        if (bundle.number == 1) {
          List<List<Field>> events =
              byCpu.computeIfAbsent(only(bundle.message(), 1).value, cpu -> new ArrayList<>());
          bundle.message().stream()
              .filter(f -> f.number == 2)
              .forEach(f -> events.add(f.message()));
        }
      }
    }
    return byCpu;
  }

  // ---- Perfetto

  @Test
  void perfetto_switchesOfACpu_formAChain() throws IOException {
    Map<Long, List<List<Field>>> byCpu = bundles(trace("t.pftrace"));
    assertEquals(Set.of(0L, 1L), byCpu.keySet());
    for (List<List<Field>> events : byCpu.values()) {
      long running = 0;
      long before = 0;
      for (List<Field> event : events) {
        assertTrue(only(event, 1).value >= before);
        before = only(event, 1).value;
        if (event.stream().anyMatch(f -> f.number == 4)) {
          List<Field> change = only(event, 4).message();
          assertEquals(running, only(change, 2).value);
          assertEquals(running, only(event, 2).value);
          running = only(change, 6).value;
        }
      }
      assertTrue(before > 0 && before <= 60_000_000);
    }
  }

  @Test
  void perfetto_everyTaskThatBlocked_isWokenBeforeItRunsAgain() throws IOException {
    TreeMap<Long, List<List<Field>>> byTime = new TreeMap<>();
    for (List<List<Field>> events : bundles(trace("t.pftrace")).values()) {
      events.forEach(e -> byTime.computeIfAbsent(only(e, 1).value, t -> new ArrayList<>()).add(e));
    }
    Set<Long> asleep = new HashSet<>();
    int wakings = 0;
    for (List<List<Field>> instant : byTime.values()) {
      for (List<Field> event : instant) {
        for (Field kind : event) {
          if (kind.number == 20 || kind.number == 114) {
            assertEquals(kind.number == 20, asleep.remove(only(kind.message(), 2).value));
            wakings++;
          }
        }
      }
      for (List<Field> event : instant) {
        for (Field kind : event) {
          if (kind.number == 4 && only(kind.message(), 2).value > 1000) {
            long next = only(kind.message(), 6).value;
            assertFalse(asleep.contains(next), "thread " + next + " runs without being woken");
            if (only(kind.message(), 4).value == 1) {
              asleep.add(only(kind.message(), 2).value);
            }
          }
        }
      }
    }
    assertTrue(wakings > 10);
  }

  @Test
  void perfetto_flowsCountersAndInstants_areOnDescribedTracks() throws IOException {
    Set<Long> tracks = new HashSet<>();
    Map<Long, Long> flows = new HashMap<>();
    int ended = 0;
    int counters = 0;
    for (List<Field> packet : packets(trace("t.pftrace"))) {
      for (Field field : packet) {
        if (field.number == 60) {
          tracks.add(only(field.message(), 1).value);
        } else if (field.number == 11) {
          assertEquals(1, only(packet, 10).value, "sequence id");
          List<Field> event = field.message();
          assertTrue(tracks.contains(only(event, 11).value));
          for (Field part : event) {
            if (part.number == 47) {
              flows.put(part.value, only(packet, 8).value);
            } else if (part.number == 48) {
              assertTrue(flows.remove(part.value) <= only(packet, 8).value);
              ended++;
            } else if (part.number == 30) {
              assertTrue(part.value >= 0 && part.value <= 3);
              counters++;
            }
          }
        }
      }
    }
    assertTrue(ended > 0 && counters > 10, ended + " flows, " + counters + " counters");
    assertTrue(flows.size() <= 3, "flows that never end: " + flows);
  }

  @Test
  void perfetto_processTree_namesEveryThread() throws IOException {
    Set<String> names = new HashSet<>();
    for (List<Field> packet : packets(trace("t.pftrace"))) {
      for (Field tree : packet) {
        if (tree.number == 2) {
          tree.message().stream()
              .filter(f -> f.number == 2)
              .forEach(thread -> names.add(only(thread.message(), 2).text()));
        }
      }
    }
    assertTrue(
        names.containsAll(Set.of("producer", "consumer", "ghost_agent/0", "migration/1")),
        names.toString());
  }

  // ---- text

  @Test
  void ftrace_everyLine_isAnEventOfTheKernelsForm() throws IOException {
    List<String> lines = Files.readAllLines(trace("t.txt"));
    String head = " *\\S+-\\d+ +\\[\\d{3}\\] d\\.[.h]2\\. +\\d+\\.\\d{9}: ";
    String who = "comm=\\S+ pid=\\d+ prio=\\d+ ";
    Set<String> kinds = new HashSet<>();
    for (String line : lines) {
      if (!line.startsWith("#")) {
        assertTrue(
            line.matches(
                head
                    + "(sched_wakeup(_new)?: "
                    + who
                    + "target_cpu=\\d{3}|sched_migrate_task: "
                    + who
                    + "orig_cpu=\\d+ dest_cpu=\\d+|sched_switch: prev_comm=\\S+ prev_pid=\\d+"
                    + " prev_prio=\\d+ prev_state=(R\\+?|S|X) ==> next_comm=\\S+ next_pid=\\d+"
                    + " next_prio=\\d+)"),
            line);
        kinds.add(line.replaceAll("^.*\\d: (\\w+): .*", "$1"));
      }
    }
    assertTrue(kinds.containsAll(Set.of("sched_switch", "sched_wakeup", "sched_wakeup_new")));
  }

  @Test
  void csv_everyRow_hasTheColumnsOfTheHead() throws IOException {
    List<String> lines = Files.readAllLines(trace("t.csv"));
    assertEquals("time_ns,cpu,event,task,detail", lines.get(0));
    lines.forEach(line -> assertEquals(5, line.split(",", -1).length, line));
    assertTrue(lines.stream().anyMatch(line -> line.contains(",woken,consumer,")));
  }

  @ParameterizedTest
  @ValueSource(strings = {".pftrace", ".txt", ".csv", ".json", ".svg"})
  void trace_twice_isTheSame(String ending) throws IOException {
    assertArrayEquals(
        Files.readAllBytes(trace("first" + ending)), Files.readAllBytes(trace("second" + ending)));
  }

  // ---- histograms, and files in general

  @Test
  void hdr_log_isReadByHdrHistogramItself() throws IOException {
    Path log = dir.resolve("latency.hlog");
    trace("", "--quiet", "--hdr", log.toString());
    Map<String, Long> counts = new HashMap<>();
    try (HistogramLogReader reader = new HistogramLogReader(log.toFile())) {
      for (EncodableHistogram next = reader.nextIntervalHistogram();
          next != null;
          next = reader.nextIntervalHistogram()) {
        counts.put(next.getTag(), ((org.HdrHistogram.Histogram) next).getTotalCount());
      }
    }
    assertEquals(Set.of("wakeup", "runnable_to_latched", "latched_to_running"), counts.keySet());
    assertTrue(counts.get("wakeup") > 10);
  }

  @Test
  void output_thatCannotBeWritten_leavesNoFileBehind() throws IOException {
    Outcome outcome =
        gpol(
            "run",
            file("policies/fifo.gpol"),
            "--workload",
            file("workloads/pair.json"),
            "--trace",
            dir.resolve("a.pftrace").toString(),
            "--report",
            dir.resolve("no/such.html").toString());
    assertEquals(ExitCode.IO, outcome.code());
    try (var left = Files.list(dir)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void format_unknown_isAUsageErrorThatNamesAll() {
    Outcome outcome =
        gpol("run", "p.gpol", "--workload", "w.json", "--topology", "2", "--format", "perf");
    assertEquals(ExitCode.USAGE, outcome.code());
    assertNotNull(outcome.firstError());
    assertTrue(
        outcome.firstError().contains("perf-latency, perf-timehist, perf-map, schbench, ghost"));
  }

  @Test
  void perfetto_statisticsOfThePolicy_areCountersThatEndAtWhatTheReportSays() throws IOException {
    String policy =
        CliHarness.write(
            dir,
            "counting.gpol",
            """
            policy counting;
            stat ticks: counter;
            stat last_cpu: gauge;
            on sched_switch(e) { ticks.add(1); last_cpu.set(this_cpu() as i64); }
            """);
    Path path = dir.resolve("counting.pftrace");
    Outcome outcome =
        gpol(
            "run",
            policy,
            "--workload",
            file("workloads/pair.json"),
            "--duration",
            "60ms",
            "--quiet",
            "--json",
            dir.resolve("counting.json").toString(),
            "--trace",
            path.toString());
    assertEquals(ExitCode.OK, outcome.code(), outcome.err());
    Map<String, List<Long>> values = counters(path);
    List<Long> ticks = values.get("ticks");
    assertTrue(ticks.size() > 5, () -> "" + ticks);
    assertEquals(ticks.stream().sorted().toList(), ticks);
    long last = ticks.get(ticks.size() - 1);
    String report = Files.readString(dir.resolve("counting.json"));
    assertTrue(report.matches("(?s).*\"ticks\" ?: ?" + last + "\\b.*"), report);
    assertTrue(values.containsKey("last_cpu"));
  }

  /** The values of each counter track by its name. */
  private static Map<String, List<Long>> counters(Path trace) throws IOException {
    Map<Long, String> names = new HashMap<>();
    Map<String, List<Long>> values = new HashMap<>();
    for (List<Field> packet : packets(trace)) {
      for (Field field : packet) {
        if (field.number == 60) {
          List<Field> track = field.message();
          track.stream()
              .filter(f -> f.number == 2)
              .forEach(name -> names.put(only(track, 1).value, name.text()));
        } else if (field.number == 11) {
          List<Field> event = field.message();
          event.stream()
              .filter(f -> f.number == 30)
              .forEach(
                  value ->
                      values
                          .computeIfAbsent(
                              names.get(only(event, 11).value), name -> new ArrayList<>())
                          .add(value.value));
        }
      }
    }
    return values;
  }
}

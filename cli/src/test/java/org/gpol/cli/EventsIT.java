package org.gpol.cli;

import static org.gpol.cli.CliHarness.file;
import static org.gpol.cli.CliHarness.gpol;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gpol.cli.CliHarness.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a policy emits and counts arrives in files, traces and the report. */
class EventsIT {
  private static final String POLICY =
      """
      policy tells;
      import "lib/queue.gpol";

      /// A task came back to the queue.
      event queued { task: gtid, at: time, first: bool }

      on task_new(m)     { if let t = m.runnable { emit queued { task: t.gtid, at: now(), first: true }; wait(t); } }
      on task_wakeup(m)  { emit queued { task: m.gtid, at: now(), first: false }; wait(m.task); }
      on task_preempt(m) { wait(m.task); }
      on task_yield(m)   { wait(m.task); }
      on task_departed(m) { if let t = waiting.remove(m.gtid) { drop t; } }

      on pick_next_task(ctx) {
          ctx.dont_idle = true;
          let t = waiting.pop() else { return; }
          let id = t.gtid;
          run(t, 0) else { wait(t); return; }
          if let at = since[id] { waits.add(now() - at); }
      }
      """;

  private static final String LIBRARY =
      """
      stat waits: histogram<duration>;
      map since: hash<gtid, time>[1024];
      map waiting: fifo<runnable>[1024];

      fn wait(t: runnable) {
          _ = since.set(t.gtid, now());
          waiting.push(t) else { drop t; }
      }
      """;

  private static final Pattern EVENT =
      Pattern.compile(
          "\\{\"time_ns\":([0-9]+),\"cpu\":[0-9]+,\"event\":\"queued\",\"fields\":"
              + "\\{\"task\":[0-9]+,\"at\":([0-9]+),\"first\":(true|false)}}");

  @TempDir Path dir;

  @BeforeEach
  void writePolicy() throws IOException {
    Files.createDirectory(dir.resolve("lib"));
    Files.writeString(dir.resolve("lib/queue.gpol"), LIBRARY);
    Files.writeString(dir.resolve("tells.gpol"), POLICY);
  }

  private String at(String name) {
    return dir.resolve(name).toString();
  }

  private Outcome run(String policy, String... more) {
    String[] line = {"run", at(policy), "--workload", file("workloads/pair.json")};
    String[] all = java.util.Arrays.copyOf(line, line.length + more.length);
    System.arraycopy(more, 0, all, line.length, more.length);
    Outcome outcome = gpol(all);
    assertEquals(ExitCode.OK, outcome.code(), outcome.err());
    return outcome;
  }

  @Test
  void events_ofRun_areLinesOfJsonWithTimeCpuAndFields() throws IOException {
    run("tells.gpol", "--quiet", "--events", at("events.jsonl"));
    List<String> lines = Files.readAllLines(dir.resolve("events.jsonl"));
    long before = 0;
    for (String line : lines) {
      Matcher event = EVENT.matcher(line);
      assertTrue(event.matches(), line);
      assertEquals(event.group(1), event.group(2));
      assertTrue(Long.parseLong(event.group(1)) >= before);
      before = Long.parseLong(event.group(1));
    }
    long first = lines.stream().filter(line -> line.contains("\"first\":true")).count();
    assertEquals(3, first);
    assertTrue(lines.size() > 30, lines.size() + " events");
  }

  private static long number(String text, String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(text);
    assertTrue(found.find(), text);
    return Long.parseLong(found.group(1));
  }

  @Test
  void report_ofRun_countsEventsAndShowsHistograms() throws IOException {
    Outcome outcome = run("tells.gpol", "--json", at("report.json"));
    String report = Files.readString(dir.resolve("report.json"));
    long events = number(report, "\"queued\" : ([0-9]+)");
    assertTrue(events > 30, "events " + events);
    String waits = report.substring(report.indexOf("\"waits\" : {"));
    assertTrue(waits.indexOf("\"unit\" : \"ns\"") > 0);
    Matcher buckets = Pattern.compile("\\[ [0-9]+, [0-9]+, ([0-9]+) \\]").matcher(waits);
    long counted = 0;
    while (buckets.find()) {
      counted += Long.parseLong(buckets.group(1));
    }
    assertEquals(number(waits, "\"count\" : ([0-9]+)"), counted);
    assertTrue(outcome.out().contains("histogram  count"), outcome.out());
  }

  @Test
  void events_ofTheObjectThatWasBuilt_areThoseOfThePolicy() throws IOException {
    run("tells.gpol", "--quiet", "--events", at("source.jsonl"));
    assertEquals(ExitCode.OK, gpol("build", at("tells.gpol"), "-o", at("tells.o")).code());
    run("tells.o", "--quiet", "--events", at("object.jsonl"));
    assertEquals(
        Files.readString(dir.resolve("source.jsonl")),
        Files.readString(dir.resolve("object.jsonl")));
  }

  @Test
  void traces_ofEveryKind_haveTheEvents() throws IOException {
    for (String ending : List.of("txt", "csv", "json", "pftrace")) {
      run("tells.gpol", "--quiet", "--trace", at("trace." + ending));
      byte[] bytes = Files.readAllBytes(dir.resolve("trace." + ending));
      String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
      assertTrue(text.contains("queued task="), ending);
    }
  }
}

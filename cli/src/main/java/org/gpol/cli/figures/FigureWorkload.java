package org.gpol.cli.figures;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.gpol.bpf.GpolBug;
import org.gpol.cli.output.Durations;
import org.gpol.kernel.report.LatencySummary;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.kernel.report.TaskResult;
import org.gpol.kernel.synthetic.Builtins;
import org.gpol.kernel.workload.Workload;
import org.gpol.kernel.workload.rtapp.RtAppReader;

/** The workloads on which all policies are shown. */
public enum FigureWorkload {
  /** Some need little and soon, others all there is. */
  DESKTOP(
      "A desktop",
      "An interrupt thread of audio, a browser, a terminal, four compilers and an indexer, for a second.",
      "workloads/desktop.json --duration 1s") {
    @Override
    public Workload make() {
      try (InputStream file = FigureWorkload.class.getResourceAsStream("desktop.json")) {
        if (file == null) {
          throw new GpolBug("desktop.json is not among the resources");
        }
        String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        return RtAppReader.parse("desktop.json", text).withDuration(1_000_000_000);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    List<Row> rows() {
      return List.of(
          new Row("audio thread: wakeup p99", run -> time(audio(run).percentileNs(99))),
          new Row("compilers ran for", run -> time(compilersNs(run))));
    }
  },

  /** One in two hundred takes a hundred times as long as the others. */
  SERVER(
      "A server",
      "160,000 requests a second for 32 workers; of a thousand requests five take 1 ms and the others 10 us.",
      "server:" + FigureWorkload.SERVER_SETTINGS) {
    @Override
    public Workload make() {
      return Builtins.make("server:" + SERVER_SETTINGS, SEED);
    }

    @Override
    List<Row> rows() {
      return List.of(
          new Row("requests served", run -> number(response(run).count())),
          new Row("response p50", run -> time(response(run).percentileNs(50))),
          new Row("response p99", run -> time(response(run).percentileNs(99))),
          new Row("response, the worst", run -> time(response(run).maxNs())));
    }
  },

  /** Nothing but wake-ups. */
  MESSAGES(
      "Messages",
      "hackbench: two groups of 20 tasks, in which everybody who sends wakes everybody who receives, until all is sent.",
      "hackbench:" + FigureWorkload.MESSAGES_SETTINGS) {
    @Override
    public Workload make() {
      return Builtins.make("hackbench:" + MESSAGES_SETTINGS, SEED);
    }

    @Override
    List<Row> rows() {
      return List.of(new Row("done after", run -> time(run.durationNs())));
    }
  };

  /** Of everything random. */
  public static final long SEED = 1;

  private static final String SERVER_SETTINGS =
      "workers=32,throughput=160000,service=bimodal/10us/1ms/0.005,duration=300ms";
  private static final String MESSAGES_SETTINGS = "groups=2,fds=10,loops=200";

  private final String title;
  private final String story;
  private final String argument;

  FigureWorkload(String title, String story, String argument) {
    this.title = title;
    this.story = story;
    this.argument = argument;
  }

  String title() {
    return title;
  }

  String story() {
    return story;
  }

  /** What {@code gpol run --workload} is given for the same. */
  String argument() {
    return argument;
  }

  /** It, for a run. */
  public abstract Workload make();

  /** What is said of it beside what is said of all. */
  abstract List<Row> rows();

  private static LatencySummary audio(SimulationResult run) {
    return run.tasks().stream()
        .filter(task -> task.name().equals("audio-irq"))
        .findFirst()
        .orElseThrow()
        .wakeupLatency();
  }

  private static long compilersNs(SimulationResult run) {
    return run.tasks().stream()
        .filter(task -> task.name().startsWith("compile"))
        .mapToLong(TaskResult::runtimeNs)
        .sum();
  }

  private static LatencySummary response(SimulationResult run) {
    return run.latency().get("total");
  }

  private static String time(long ns) {
    return Durations.format(ns);
  }

  private static String number(long n) {
    return Row.number(n);
  }
}

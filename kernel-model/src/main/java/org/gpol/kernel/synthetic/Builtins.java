package org.gpol.kernel.synthetic;

import java.util.List;
import org.gpol.bpf.text.Spelling;
import org.gpol.kernel.workload.Workload;
import org.gpol.kernel.workload.WorkloadException;
import org.gpol.kernel.workload.rtapp.RtAppReader;

/** Workloads that have a name instead of a file. */
public enum Builtins {
  /** Messages between senders and receivers in groups. */
  HACKBENCH(
      "groups=1,fds=20,loops=100,run=2us", "every sender writes to every receiver of its group"),
  /** Message threads that wake workers. */
  SCHBENCH(
      "message_threads=2,worker_threads=4,run=30us,sleep=100us,duration=1s",
      "workers report to a message thread and wait to be woken"),
  /** Requests in an open loop. */
  SERVER(
      "workers=4,throughput=20000,service=10us,burst=1,dwell=10ms,think=0us,clients=0,duration=1s",
      "requests come by themselves (or from clients that wait and think) to a pool of workers");

  private final String defaults;
  private final String summary;

  Builtins(String defaults, String summary) {
    this.defaults = defaults;
    this.summary = summary;
  }

  /** As typed. */
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** All settings with their usual values. */
  public String defaults() {
    return defaults;
  }

  /** What it does, one line. */
  public String summary() {
    return summary;
  }

  /** Whether {@code text}, such as {@code hackbench:groups=2}, begins with a name of ours. */
  public static boolean isNamed(String text) {
    return find(text) != null;
  }

  private static Builtins find(String text) {
    String word = text.contains(":") ? text.substring(0, text.indexOf(':')) : text;
    for (Builtins builtin : values()) {
      if (builtin.word().equals(word)) {
        return builtin;
      }
    }
    return null;
  }

  /**
   * The workload of a name with its settings.
   *
   * @param seed of everything random in it
   * @throws WorkloadException for the user
   */
  public static Workload make(String text, long seed) {
    Builtins builtin = required(text);
    Settings settings = builtin.settings(text);
    return switch (builtin) {
      case HACKBENCH -> RtAppReader.parse("hackbench", Benchmarks.hackbench(settings));
      case SCHBENCH -> RtAppReader.parse("schbench", Benchmarks.schbench(settings));
      case SERVER -> RequestServer.make(settings, seed);
    };
  }

  /**
   * The same workload as an rt-app file.
   *
   * @throws WorkloadException if rt-app's format cannot say it
   */
  public static String rtApp(String text) {
    Builtins builtin = required(text);
    Settings settings = builtin.settings(text);
    return switch (builtin) {
      case HACKBENCH -> Benchmarks.hackbench(settings);
      case SCHBENCH -> Benchmarks.schbench(settings);
      case SERVER ->
          throw new WorkloadException(
              "rt-app's format cannot say what `server` does: it has no chance in it", "");
    };
  }

  private static Builtins required(String text) {
    Builtins builtin = find(text);
    if (builtin == null) {
      String word = text.contains(":") ? text.substring(0, text.indexOf(':')) : text;
      List<String> words = List.of("hackbench", "schbench", "server");
      throw new WorkloadException(
          "no workload is called `" + word + "`" + Spelling.didYouMean(word, words), "");
    }
    return builtin;
  }

  private Settings settings(String text) {
    List<String> known =
        List.of(defaults.split(",")).stream().map(s -> s.substring(0, s.indexOf('='))).toList();
    return new Settings(
        word(), text.contains(":") ? text.substring(text.indexOf(':') + 1) : "", known);
  }
}

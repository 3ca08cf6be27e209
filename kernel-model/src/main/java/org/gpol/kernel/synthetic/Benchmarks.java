package org.gpol.kernel.synthetic;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gpol.kernel.workload.WorkloadException;

/** Benchmarks of Linux's scheduler, written as rt-app files. */
final class Benchmarks {
  private static final int MAX_TASKS = 100_000;
  private static final long NS_PER_US = 1000;
  private static final double NS_PER_S = 1e9;

  private Benchmarks() {}

  /**
   * {@code hackbench}: in each group as many senders as receivers; every sender writes {@code
   * loops} messages to every receiver, one round after the other. A pipe is a semaphore that counts
   * the messages in it; it is never full, where hackbench's holds a few hundred.
   */
  static String hackbench(Settings settings) {
    int groups = settings.number("groups", 1, 1, 1000);
    int fds = settings.number("fds", 20, 1, 1000);
    int loops = settings.number("loops", 100, 1, 1_000_000);
    String run = micros(settings.time("run", 2 * NS_PER_US));
    if ((long) groups * fds * 2 > MAX_TASKS || (long) groups * fds * fds > 1_000_000) {
      throw new WorkloadException("hackbench of " + groups + " groups is too large", "");
    }
    List<String> tasks = new ArrayList<>();
    for (int group = 0; group < groups; group++) {
      for (int i = 0; i < fds; i++) {
        String pipe = "g" + group + "r" + i;
        tasks.add(
            String.format(
                Locale.ROOT,
                "    \"receiver-%d-%d\": {\"loop\": %d, \"sem_wait\": \"%s\", \"run\": %s}",
                group,
                i,
                loops * (long) fds,
                pipe,
                run));
      }
      for (int i = 0; i < fds; i++) {
        StringBuilder events = new StringBuilder();
        for (int r = 0; r < fds; r++) {
          events.append(
              String.format(
                  Locale.ROOT, ", \"run%d\": %s, \"sem_post%d\": \"g%dr%d\"", r, run, r, group, r));
        }
        tasks.add("    \"sender-" + group + "-" + i + "\": {\"loop\": " + loops + events + "}");
      }
    }
    return file(-1, tasks);
  }

  /**
   * {@code schbench}: a worker runs a request, reports to its message thread and waits; the message
   * thread sleeps a while when there is nothing to do and wakes who has waited longest.
   */
  static String schbench(Settings settings) {
    int messages = settings.number("message_threads", 2, 1, 1000);
    int workers = settings.number("worker_threads", 4, 1, 1000);
    String run = micros(settings.time("run", 30 * NS_PER_US));
    String sleep = micros(settings.time("sleep", 100 * NS_PER_US));
    double seconds = settings.time("duration", (long) NS_PER_S) / NS_PER_S;
    List<String> tasks = new ArrayList<>();
    for (int m = 0; m < messages; m++) {
      tasks.add(
          String.format(
              Locale.ROOT,
              "    \"message-%d\": {\"sem_wait\": \"reports%d\", \"sem_post\": \"go%d\"}",
              m,
              m,
              m));
      tasks.add(
          String.format(
              Locale.ROOT,
              "    \"worker-%d\": {\"instance\": %d, \"sleep\": %s, \"sem_post\": \"reports%d\","
                  + " \"sem_wait\": \"go%d\", \"run\": %s}",
              m,
              workers,
              sleep,
              m,
              m,
              run));
    }
    return file(seconds, tasks);
  }

  private static String file(double seconds, List<String> tasks) {
    return "{\n  \"global\": {\"duration\": "
        + (seconds < 0 ? "-1" : trimmed(seconds))
        + "},\n  \"tasks\": {\n"
        + String.join(",\n", tasks)
        + "\n  }\n}\n";
  }

  private static String micros(long ns) {
    return trimmed((double) ns / NS_PER_US);
  }

  private static String trimmed(double value) {
    return new java.math.BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }
}

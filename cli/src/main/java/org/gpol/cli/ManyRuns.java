package org.gpol.cli;

import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.gpol.cli.trial.Interruption;
import org.gpol.cli.trial.Progress;
import org.gpol.cli.trial.Trials;

/** What commands share that simulate many times: threads, progress, and what Ctrl-C leaves. */
final class ManyRuns {
  private static final int MOST_JOBS = 1024;

  private ManyRuns() {}

  /** {@code --jobs}. */
  static Option option() {
    return Option.builder()
        .longOpt("jobs")
        .hasArg()
        .argName("N")
        .desc("simulations at a time; default the number of processors")
        .build();
  }

  private static int jobs(CommandLine line) throws CommandFailure {
    String text = line.getOptionValue("jobs");
    if (text == null) {
      return Runtime.getRuntime().availableProcessors();
    }
    if (!text.matches("[1-9][0-9]{0,3}") || Integer.parseInt(text) > MOST_JOBS) {
      throw CommandFailure.usage("--jobs: `" + text + "` is not a number from 1 to " + MOST_JOBS);
    }
    return Integer.parseInt(text);
  }

  /**
   * Runs the trials, and then {@code print}, also of what there is when Ctrl-C came.
   *
   * @param what for the progress bar
   * @param taker see {@link Trials#run}
   * @param print what to do with all that was taken
   */
  static <T> ExitCode run(
      String what,
      int count,
      CommandLine line,
      Console console,
      Trials.Trial<T> trial,
      Predicate<T> taker,
      Printing print)
      throws CommandFailure {
    int jobs = jobs(line);
    int[] taken = new int[1];
    Interruption atCtrlC = new Interruption();
    try {
      Trials.End end;
      try (Progress progress = new Progress(what, count, console.progress())) {
        end =
            Trials.run(
                count,
                jobs,
                trial,
                result -> {
                  taken[0]++;
                  progress.step();
                  return taker.test(result);
                });
      }
      if (end == Trials.End.INTERRUPTED) {
        return interrupted(taken[0], count, console, print);
      }
      print.print();
      return ExitCode.OK;
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } finally {
      atCtrlC.close();
    }
  }

  private static ExitCode interrupted(int taken, int count, Console console, Printing print)
      throws CommandFailure {
    if (taken > 0) {
      print.print();
    }
    console.out().flush();
    console.complain(
        "interrupted after "
            + taken
            + " of "
            + count
            + (taken > 0 ? ": the result is partial" : ", nothing to show"));
    console.err().flush();
    return ExitCode.INTERRUPTED;
  }

  private static CommandFailure failure(Throwable cause) {
    if (cause instanceof CommandFailure failure) {
      return failure;
    }
    if (cause instanceof RuntimeException bug) {
      throw bug;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    throw new IllegalStateException(cause);
  }

  /** Prints results. */
  @FunctionalInterface
  interface Printing {
    void print() throws CommandFailure;
  }
}

package org.gpol.cli.trial;

import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows on a terminal how far a command is, and how long the rest will take. */
public final class Progress implements AutoCloseable {
  private static final int COLUMNS = 78;

  private final ProgressBar bar;

  /**
   * Of {@code total} steps.
   *
   * @param to a terminal, or null where nothing is to be shown
   */
  public Progress(String what, long total, PrintStream to) {
    bar =
        to == null || total < 2
            ? null
            : new ProgressBarBuilder()
                .setTaskName(what)
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(to, COLUMNS))
                .clearDisplayOnFinish()
                .build();
  }

  /** One more step is done. */
  public void step() {
    if (bar != null) {
      bar.step();
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}

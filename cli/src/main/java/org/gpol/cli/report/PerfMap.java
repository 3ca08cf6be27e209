package org.gpol.cli.report;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.gpol.kernel.report.TraceListener;
import org.gpol.kernel.trace.Threads;

/**
 * The picture of {@code perf sched map}: a line a context switch, a column a CPU, two letters a
 * task; {@code *} marks the CPU that switched, {@code .} is idle. The legend stands where a task
 * comes for the first time.
 */
public final class PerfMap implements TraceListener {
  private static final double NS_PER_S = 1e9;
  private static final String SYMBOLS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final String DIGITS = "0123456789";
  private static final String UNKNOWN = "  ";

  private final PrintStream to;
  private final Threads threads;
  private final String[] shown;
  private final String[] symbolOf;
  private int symbols;

  /** Prints while the run goes on. */
  public PerfMap(PrintStream to, int cpus, List<String> names) {
    this.to = to;
    threads = new Threads(names, cpus);
    shown = new String[cpus];
    Arrays.fill(shown, UNKNOWN);
    symbolOf = new String[names.size()];
  }

  @Override
  public void switched(long timeNs, int cpu, int prev, LeaveReason reason, int next) {
    boolean fresh = next >= 0 && symbolOf[next] == null;
    shown[cpu] = symbol(next);
    StringBuilder line = new StringBuilder(" ");
    for (int i = 0; i < shown.length; i++) {
      line.append(i == cpu ? '*' : ' ').append(shown[i]).append(' ');
    }
    line.append(String.format(Locale.ROOT, " %12.6f secs", timeNs / NS_PER_S));
    if (fresh) {
      String name = threads.name(next, cpu);
      line.append(' ').append(shown[cpu]).append(" => ").append(name);
      line.append(':').append(threads.tid(next, cpu));
    }
    to.print(line.append('\n'));
  }

  private String symbol(int task) {
    if (task < 0) {
      return task == IDLE ? ". " : "- ";
    }
    if (symbolOf[task] == null) {
      symbolOf[task] = nextSymbol();
    }
    return symbolOf[task];
  }

  /** A0 to Z0, A1 to Z9, then AA to ZZ, then again from the start. */
  private String nextSymbol() {
    int number = symbols++ % (SYMBOLS.length() * (DIGITS.length() + SYMBOLS.length()));
    String second = DIGITS + SYMBOLS;
    return ""
        + SYMBOLS.charAt(number % SYMBOLS.length())
        + second.charAt(number / SYMBOLS.length());
  }
}

package org.gpol.kernel.liteos;

import java.util.StringJoiner;

/** The bits of a task's status, {@code OS_TASK_STATUS_*}. */
public final class LiteOsStatus {
  /** No task has this number. */
  public static final int UNUSED = 0x01;

  /** It was suspended, or created without being made ready. */
  public static final int SUSPEND = 0x02;

  /** It waits for the CPU. */
  public static final int READY = 0x04;

  /** It has the CPU. */
  public static final int RUNNING = 0x10;

  /** It waits for a tick. */
  public static final int DELAY = 0x20;

  private LiteOsStatus() {}

  /** The names of the bits, joined by {@code |}. */
  public static String names(int status) {
    StringJoiner names = new StringJoiner("|");
    String[] all = {"Unused", "Suspend", "Ready", "Pend", "Running", "Delay"};
    for (int bit = 0; bit < all.length; bit++) {
      if ((status >> bit & 1) != 0) {
        names.add(all[bit]);
      }
    }
    return names.toString();
  }
}

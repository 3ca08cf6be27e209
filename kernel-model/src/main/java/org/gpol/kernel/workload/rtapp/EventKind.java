package org.gpol.kernel.workload.rtapp;

import java.util.Arrays;
import java.util.List;

/**
 * The events of rt-app in the order in which it looks for them. A key names the first event it
 * begins with, because {@code workgen} makes repeated keys unique by a suffix ({@code run0}, {@code
 * timer_x}); hence {@link #RUNTIME} before {@link #RUN} and {@link #MEMRUN} before {@link #MEM}.
 */
enum EventKind {
  LOCK("lock"),
  UNLOCK("unlock"),
  WAIT("wait"),
  SIGNAL("signal"),
  BROAD("broad"),
  SYNC("sync"),
  SLEEP("sleep"),
  RUNTIME("runtime"),
  RUN("run"),
  TIMER("timer"),
  SUSPEND("suspend"),
  RESUME("resume"),
  MEMRUN("memrun"),
  MEM("mem"),
  IORUN("iorun"),
  YIELD("yield"),
  BARRIER("barrier"),
  FORK("fork"),
  SEM_POST("sem_post"),
  SEM_WAIT("sem_wait");

  private static final List<EventKind> ORDER = List.of(values());

  private final String prefix;

  EventKind(String prefix) {
    this.prefix = prefix;
  }

  String prefix() {
    return prefix;
  }

  /** The event a key stands for, or null if it is none. */
  static EventKind ofKey(String key) {
    for (EventKind kind : ORDER) {
      if (key.startsWith(kind.prefix)) {
        return kind;
      }
    }
    return null;
  }

  /** The names to choose from in an error message. */
  static List<String> names() {
    return Arrays.stream(values()).map(EventKind::prefix).toList();
  }
}

package org.gpol.kernel.workload.rtapp;

import java.util.Arrays;
import java.util.List;

/**
 * The events of rt-app in the order in which it looks for them. A key names the first event it
 * begins with, because {@code workgen} makes repeated keys unique by a suffix ({@code run0}, {@code
 * timer_x}); hence {@link #RUNTIME} before {@link #RUN} and {@link #MEMRUN} before {@link #MEM}.
 */
enum EventKind {
  LOCK("lock", true),
  UNLOCK("unlock", true),
  WAIT("wait", true),
  SIGNAL("signal", true),
  BROAD("broad", true),
  SYNC("sync", true),
  SLEEP("sleep", true),
  RUNTIME("runtime", true),
  RUN("run", true),
  TIMER("timer", true),
  SUSPEND("suspend", true),
  RESUME("resume", true),
  MEMRUN("memrun", false),
  MEM("mem", false),
  IORUN("iorun", false),
  YIELD("yield", true),
  BARRIER("barrier", false),
  FORK("fork", false),
  SEM_POST("sem_post", false),
  SEM_WAIT("sem_wait", false);

  private static final List<EventKind> ORDER = List.of(values());

  private final String prefix;
  private final boolean supported;

  EventKind(String prefix, boolean supported) {
    this.prefix = prefix;
    this.supported = supported;
  }

  String prefix() {
    return prefix;
  }

  boolean supported() {
    return supported;
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
  static List<String> supportedNames() {
    return Arrays.stream(values()).filter(EventKind::supported).map(EventKind::prefix).toList();
  }
}

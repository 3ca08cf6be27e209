package org.gpol.kernel.model;

import java.util.Locale;

/** The files of ghostfs, with their modes. */
enum GhostFile {
  ROOT_CTL(0660),
  VERSION(0444),
  ABI_VERSION(0444),
  AGENT_ONLINE(0664),
  COMMIT_AT_TICK(0664),
  CPU_DATA(0660),
  CPULIST(0664),
  CPUMASK(0664),
  CTL(0664),
  DELIVER_AGENT_RUNNABILITY(0664),
  DELIVER_CPU_AVAILABILITY(0664),
  DELIVER_TICKS(0664),
  LIVE_DANGEROUSLY(0664),
  RUNNABLE_TIMEOUT(0664),
  STATUS(0444),
  SWITCHTO_DISABLED(0664),
  TASKS(0666),
  WAKE_ON_WAKER_CPU(0664),
  SW_REGION(0440);

  private final int mode;

  GhostFile(int mode) {
    this.mode = mode;
  }

  boolean mayWrite() {
    return (mode & 0200) != 0;
  }

  /** The file of an enclave by its name, null if there is none. */
  static GhostFile ofEnclave(String name) {
    for (GhostFile file : values()) {
      boolean elsewhere = file == ROOT_CTL || file == VERSION || file == SW_REGION;
      if (!elsewhere && file.name().toLowerCase(Locale.ROOT).equals(name)) {
        return file;
      }
    }
    return null;
  }
}

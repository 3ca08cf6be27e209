package org.gpol.kernel.model;

import java.util.TreeMap;

/** A process of user space: its threads share file descriptors, and its agents can be pinged. */
public final class UserProcess {
  private final String name;
  private final TreeMap<Integer, OpenFile> files = new TreeMap<>();
  private int nextFd = 3;

  UserProcess(String name) {
    this.name = name;
  }

  /** A thread on a CPU, with CAP_SYS_NICE. */
  public UserThread thread(int cpu) {
    return new UserThread(this, cpu);
  }

  int add(OpenFile file) {
    files.put(nextFd, file);
    return nextFd++;
  }

  /** What a descriptor stands for, null if nothing. */
  OpenFile file(int fd) {
    return files.get(fd);
  }

  OpenFile remove(int fd) {
    return files.remove(fd);
  }

  int[] descriptors() {
    return files.keySet().stream().mapToInt(Integer::intValue).toArray();
  }

  @Override
  public String toString() {
    return name;
  }
}

package org.gpol.kernel.agent;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The schedulers in user space that come with gpol. */
public enum AgentKind {
  /** {@link PerCpuFifo}. */
  FIFO_PERCPU(
      "fifo-percpu", "an agent on each CPU, which hears of its tasks and runs them in turn"),
  /** {@link CentralFifo}. */
  FIFO_CENTRALISED("fifo-centralised", "one agent that polls and commits for all other CPUs") {
    @Override
    int leastCpus() {
      return 2;
    }
  },
  /** {@link WokenFifo}. */
  FIFO_WOKEN(
      "fifo-woken", "one agent that schedules all CPUs when a program of the policy wakes it");

  private final String word;
  private final String meaning;

  AgentKind(String word, String meaning) {
    this.word = word;
    this.meaning = meaning;
  }

  /** As people write it. */
  public String word() {
    return word;
  }

  /** A line of help. */
  public String meaning() {
    return meaning;
  }

  /** How many CPUs it needs. */
  int leastCpus() {
    return 1;
  }

  /** The one that is called so. */
  public static Optional<AgentKind> of(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
  }

  /** What all are called. */
  public static List<String> words() {
    return Arrays.stream(values()).map(AgentKind::word).toList();
  }

  void start(AgentProcess process, long sliceNs) {
    switch (this) {
      case FIFO_PERCPU -> new PerCpuFifo(process);
      case FIFO_CENTRALISED -> new CentralFifo(process, sliceNs);
      case FIFO_WOKEN -> new WokenFifo(process);
    }
  }
}

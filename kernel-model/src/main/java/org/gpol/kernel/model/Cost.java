package org.gpol.kernel.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the model charges for, each with what it usually costs. Figures of the paper are those of
 * ghOSt's table 3 (SOSP 2021), measured on a Skylake server; docs/model.md says where the others
 * come from.
 */
public enum Cost {
  /** A switch to a task; to idle it costs nothing. The paper's 599 ns are of CFS. */
  CONTEXT_SWITCH(599, 0, "a switch to a task"),
  /** One executed BPF instruction. */
  BPF_INSN(1, 0, "one executed BPF instruction, calls of helpers included"),
  /** A task that {@code bpf_ghost_run_gtid} latches, beside the instructions. */
  RUN_GTID(0, 0, "a task that a program latches"),
  /** A message that the kernel makes, beside the program that sees it. */
  MESSAGE(0, 0, "a message that the kernel makes"),
  /** Waking an agent that sleeps or has yielded: the paper's 725 ns without the context switch. */
  AGENT_WAKE(126, 0, "waking an agent"),
  /** From one pick to the next of an idle CPU whose policy asked not to idle. */
  IDLE_POLL(1_000, 1, "from one poll of an idle CPU to the next"),
  /** From the request to reschedule another CPU until that CPU notices. */
  IPI(500, 0, "until another CPU notices that it is to reschedule"),
  /** What a task executes longer after it moved to another thread of its core. */
  MIGRATE_THREAD(0, 0, "cold caches, on another thread of the core"),
  /** What it executes longer after it moved to another core of its last-level cache. */
  MIGRATE_CORE(0, 0, "cold caches, on another core of the last-level cache"),
  /** What it executes longer after it moved to another last-level cache of its node. */
  MIGRATE_LLC(5_000, 0, "cold caches, behind another last-level cache of the node"),
  /** What it executes longer after it moved to another node. */
  MIGRATE_NODE(7_000, 0, "cold caches, on another NUMA node"),
  /** How many times longer a thread takes for its work while another thread of its core works. */
  SMT_SLOWDOWN(1.54, 1, "times as long for the same work while another thread of the core works");

  /** The largest cost: a second. */
  static final double MOST = 1e9;

  private final double usual;
  private final double least;
  private final String meaning;

  Cost(double usual, double least, String meaning) {
    this.usual = usual;
    this.least = least;
    this.meaning = meaning;
  }

  /** As people write it, for example {@code context_switch}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What it is, in a few words. */
  public String meaning() {
    return meaning;
  }

  /** What the tool takes for it: nanoseconds, or a factor. */
  public double usual() {
    return usual;
  }

  /** The least it can be. */
  public double least() {
    return least;
  }

  /** Whether it is a number of times and not nanoseconds. */
  public boolean isFactor() {
    return this == SMT_SLOWDOWN;
  }

  /** The most it can be: a second, or a hundred times. */
  public double most() {
    return isFactor() ? 100 : MOST;
  }

  /** The one that is called so. */
  public static Optional<Cost> of(String word) {
    return Arrays.stream(values()).filter(cost -> cost.word().equals(word)).findFirst();
  }

  /** What all are called. */
  public static List<String> words() {
    return Arrays.stream(values()).map(Cost::word).toList();
  }
}

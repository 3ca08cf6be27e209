package org.gpol.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.LongStream;
import org.gpol.kernel.synthetic.Antagonist;
import org.gpol.kernel.synthetic.RocksDbSettings;
import org.gpol.kernel.workload.CpuSet;
import org.gpol.kernel.workload.TaskSpec;

/**
 * The sweeps of ghOSt's experiment scripts, on eight CPUs: a load generator on CPU 10, dispatcher
 * or global agent on CPU 11, and six CPUs of work.
 */
enum SweepScript {
  /** Gets only: one queue without preemption. */
  CENTRALIZED_QUEUING(
      "gets of 10 us and an exponential 1 us; no preemption", 11, 0, 1_000, "1s", false),
  /** Some range queries: one queue with slices. */
  SHINJUKU(
      "gets of 10 us and 0.5% range queries of 5 ms; slices of 30 us",
      200, 0.005, 0, "30us", false),
  /** Gets only, beside batch work that takes what is left. */
  SHENANGO(
      "gets of 10 us and an exponential 1 us beside 7 threads of batch work",
      11,
      0,
      1_000,
      "1s",
      true),
  /** Some range queries beside batch work. */
  SHINJUKU_SHENANGO(
      "gets of 10 us and 0.5% range queries of 5 ms beside 7 threads of batch work; slices of 30 us",
      200, 0.005, 0, "30us", true);

  private static final int ANTAGONIST_THREADS = 7;

  private final String summary;
  private final int ghostWorkers;
  private final double ratio;
  private final long exponentialNs;
  private final String slice;
  private final boolean shared;

  SweepScript(
      String summary,
      int ghostWorkers,
      double ratio,
      long exponentialNs,
      String slice,
      boolean shared) {
    this.summary = summary;
    this.ghostWorkers = ghostWorkers;
    this.ratio = ratio;
    this.exponentialNs = exponentialNs;
    this.slice = slice;
    this.shared = shared;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  String summary() {
    return summary;
  }

  /** The {@code preemption_time_slice} of the agent. */
  String slice() {
    return slice;
  }

  static Optional<SweepScript> of(String word) {
    return Arrays.stream(values()).filter(script -> script.word().equals(word)).findFirst();
  }

  /** Requests a second; a tenth of the points of the scripts, and as far. */
  List<Long> throughputs() {
    long[] all =
        ratio > 0
            ? LongStream.rangeClosed(1, 15).map(i -> i * 10_000).toArray()
            : LongStream.rangeClosed(1, 12).map(i -> i * 40_000).toArray();
    return Arrays.stream(all).boxed().toList();
  }

  /** One point. */
  Colocation at(boolean ghost, long throughput, long durationNs, long discardNs) {
    RocksDbSettings settings =
        new RocksDbSettings(
            ghost,
            (double) throughput,
            ratio,
            CpuSet.of(10),
            CpuSet.of(11),
            ghost ? ghostWorkers : 6,
            ghost ? CpuSet.NONE : CpuSet.range(12, 17),
            !shared,
            true,
            10_000,
            5_000_000,
            exponentialNs,
            1,
            durationNs,
            discardNs,
            shared ? TaskSpec.MIN_NICE : 0,
            2);
    return new Colocation(
        settings, shared ? Optional.of(antagonist(ghost, durationNs)) : Optional.empty());
  }

  private static Antagonist antagonist(boolean ghost, long durationNs) {
    return new Antagonist(
        ghost,
        1,
        ANTAGONIST_THREADS,
        ghost ? CpuSet.NONE : CpuSet.range(11, 17),
        durationNs,
        TaskSpec.MAX_NICE,
        1);
  }
}
